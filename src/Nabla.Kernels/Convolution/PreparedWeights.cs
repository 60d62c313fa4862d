using System.Runtime.InteropServices;

namespace Nabla.Kernels.Convolution;

/// <summary>The weights of a convolution as its kernel wants them, made once and used by many forward passes with the same weights.</summary>
/// <remarks>
/// Winograd's transformed weights, four times as large as the weights themselves. The owner drops them when the weights change; the memory is freed when they are
/// disposed of or forgotten.
/// </remarks>
public sealed unsafe class PreparedWeights : IDisposable
{
    private void* _memory;

    internal PreparedWeights(long bytes)
    {
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

    private void Free()
    {
        if (_memory == null)
            return;
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        GC.RemoveMemoryPressure(Bytes);
    }
}
