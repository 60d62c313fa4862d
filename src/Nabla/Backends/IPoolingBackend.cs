using Nabla.Kernels.Pooling;

namespace Nabla;

/// <summary>Pooling over 1 to 3 spatial axes; contiguous [N, C, spatial...].</summary>
[Export("backends.IPoolingBackend")]
public interface IPoolingBackend
{
    /// <summary>Maximum of each window; <paramref name="indices"/> (int64) receives flat positions within the plane.</summary>
    void MaxPool(in PoolGeometry geometry, Tensor x, Tensor y, Tensor indices);

    /// <summary>Adds each gradient to the position its maximum came from.</summary>
    void MaxPoolBackward(Tensor g, Tensor indices, Tensor x);

    /// <summary>Mean of each window; the divisor counts padding or not, or is given when not 0.</summary>
    void AveragePool(in PoolGeometry geometry, bool countPadding, long divisor, Tensor x, Tensor y);

    /// <summary>Gradient of <see cref="AveragePool"/>.</summary>
    void AveragePoolBackward(in PoolGeometry geometry, bool countPadding, long divisor, Tensor g, Tensor x);

    /// <summary>Mean of each bin, where bins divide the input evenly.</summary>
    void AdaptiveAveragePool(in AdaptiveGeometry geometry, Tensor x, Tensor y);

    /// <summary>Gradient of <see cref="AdaptiveAveragePool"/>.</summary>
    void AdaptiveAveragePoolBackward(in AdaptiveGeometry geometry, Tensor g, Tensor x);

    /// <summary>Maximum of each bin with its flat position within the plane.</summary>
    void AdaptiveMaxPool(in AdaptiveGeometry geometry, Tensor x, Tensor y, Tensor indices);
}
