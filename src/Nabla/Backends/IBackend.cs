namespace Nabla;

/// <summary>What a device must be able to do: a few dozen primitives on strided tensors. Ops know nothing below this line.</summary>
/// <remarks>
/// Outputs are allocated by the caller with the right shape and dtype. Inputs may be any strided view; outputs may be strided where
/// said. Methods are split over several interfaces, one per family. Optional fast paths are separate capability interfaces
/// (<see cref="IFusedSoftmax"/> and others) that an op may ask for with <c>is</c>; without them it composes primitives.
/// </remarks>
[Export("backends.IBackend")]
public interface IBackend : IElementwiseBackend, IReductionBackend, IMatrixBackend, IConvolutionBackend, IPoolingBackend, IIndexingBackend, IScanBackend, ISortingBackend
{
    /// <summary>Short name, such as <c>cpu</c>.</summary>
    string Name { get; }

    /// <summary>Memory for <paramref name="bytes"/> bytes, not cleared; null when the backend holds no data.</summary>
    Storage? Allocate(long bytes);

    /// <summary>Sets every element of <paramref name="y"/> (any layout).</summary>
    void Fill(Tensor y, Scalar value);

    /// <summary>Copies between any layouts of the same shape, converting the dtype.</summary>
    void Copy(Tensor x, Tensor y);
}
