using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Convolution;

/// <summary>The weights of a convolution as its kernel wants them, made once and used by many forward passes with the same weights.</summary>
/// <remarks>
/// Panels for the register tile, as large as the weights themselves, or Winograd's transformed weights, up to four times as large. The owner drops
/// them when the weights change; the memory is freed when they are disposed of or forgotten.
/// </remarks>
public sealed unsafe class PreparedWeights : IDisposable
{
    private readonly WeightForm _form;
    private readonly NativeBlock _block;

    internal PreparedWeights(WeightForm form, long bytes)
    {
        _form = form;
        Bytes = bytes;
        _block = new(bytes);
    }

    /// <summary>Size in bytes.</summary>
    public long Bytes { get; }

    internal void* Memory => _block.Pointer;

    /// <inheritdoc/>
    public void Dispose() => _block.Dispose();

    /// <summary>Whether these weights were made for that kernel, with that size.</summary>
    internal bool Is(WeightForm form, long bytes) => _form == form && Bytes == bytes;
}

/// <summary>Which kernel prepared weights are for.</summary>
internal enum WeightForm
{
    /// <summary>Panels of six result channels: <see cref="GatherProduct{TLanes, T}"/>.</summary>
    Panels,

    /// <summary>Panels of six result channels or fewer, through the whole depth: <see cref="PaddedProduct{TLanes, T}"/>.</summary>
    Padded,

    /// <summary>Panels of two vectors of result channels: <see cref="TurnedProduct{TLanes, T}"/> and <see cref="PlaneProduct{TLanes, T}"/>.</summary>
    Turned,

    /// <summary>Transformed for F(4x4, 3x3): <see cref="WinogradConvolution{TLanes, T}"/>.</summary>
    Winograd,

    /// <summary>Transformed for F(2x2, 3x3): <see cref="SmallWinograd{TLanes, T}"/>.</summary>
    SmallWinograd,
}
