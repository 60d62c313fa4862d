using System.Runtime.InteropServices;

namespace Nabla.Kernels.Convolution;

/// <summary>The weights of a convolution as its kernel wants them, made once and used by many forward passes with the same weights.</summary>
/// <remarks>
/// Panels for the register tile, as large as the weights themselves, or Winograd's transformed weights, up to four times as large. The owner drops
/// them when the weights change; the memory is freed when they are disposed of or forgotten.
/// </remarks>
public sealed unsafe class PreparedWeights : IDisposable
{
    private readonly WeightForm _form;
    private void* _memory;

    internal PreparedWeights(WeightForm form, long bytes)
    {
        _form = form;
        Bytes = bytes;
        _memory = NativeMemory.AlignedAlloc((nuint)bytes, 64);
        GC.AddMemoryPressure(bytes);
    }

    /// <summary>Returns forgotten memory.</summary>
    ~PreparedWeights() => Free();

    /// <summary>Size in bytes.</summary>
    public long Bytes { get; }

    internal void* Memory => _memory;

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether these weights were made for that kernel, with that size.</summary>
    internal bool Is(WeightForm form, long bytes) => _form == form && Bytes == bytes;

    private void Free()
    {
        if (_memory == null)
            return;
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        GC.RemoveMemoryPressure(Bytes);
    }
}

/// <summary>Which kernel prepared weights are for.</summary>
internal enum WeightForm
{
    /// <summary>Panels of six result channels: <see cref="GatherProduct{TLanes, T}"/>.</summary>
    Panels,

    /// <summary>Panels of two vectors of result channels: <see cref="TurnedProduct{TLanes, T}"/>.</summary>
    Turned,

    /// <summary>Transformed for F(4x4, 3x3): <see cref="WinogradConvolution{TLanes, T}"/>.</summary>
    Winograd,

    /// <summary>Transformed for F(2x2, 3x3): <see cref="SmallWinograd{TLanes, T}"/>.</summary>
    SmallWinograd,
}
