namespace Nabla;

/// <summary>Products of matrices.</summary>
[Export("backends.IMatrixBackend")]
public interface IMatrixBackend
{
    /// <summary>
    /// y = a·b for a [..., M, K] and b [..., K, N] (any strides, leading axes already broadcast to the same extents), y contiguous;
    /// with <paramref name="bias"/> [N] added to every row.
    /// </summary>
    void MatMul(Tensor a, Tensor b, Tensor? bias, Tensor y);
}
