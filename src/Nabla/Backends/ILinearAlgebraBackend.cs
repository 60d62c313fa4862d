namespace Nabla;

/// <summary>Factorisations of batches of matrices; all tensors are contiguous float32 or float64, with the same leading axes.</summary>
[Export("backends.ILinearAlgebraBackend")]
public interface ILinearAlgebraBackend
{
    /// <summary>Solves T·X = B in place of <paramref name="b"/>; <paramref name="t"/> may have any strides, and its other triangle is not read.</summary>
    void SolveTriangular(Tensor t, Tensor b, bool upper, bool unit);

    /// <summary>LU with partial pivoting in place of <paramref name="a"/> [..., M, N]; row i of P·A is row <paramref name="order"/>[i] (int64 [..., M]) of A; <paramref name="sign"/> [...] is its parity, ±1.</summary>
    void LuFactor(Tensor a, Tensor order, Tensor sign);

    /// <summary>Cholesky in place of the lower triangle; null, or where it failed: the matrix, and the order of its first leading minor that is not positive.</summary>
    (long Matrix, long Minor)? CholeskyFactor(Tensor a);

    /// <summary>Householder QR: R and the reflections in place of <paramref name="a"/> [..., M, N], Q into <paramref name="q"/> [..., M, K or M].</summary>
    void QrFactor(Tensor a, Tensor q);

    /// <summary>Singular values: of <paramref name="columns"/> = Aᵀ [..., N, M], M >= N, which becomes Uᵀ; s [..., N]; Vᵀ [..., N, N]. False for NaN or infinity.</summary>
    bool SingularValues(Tensor columns, Tensor s, Tensor right);

    /// <summary>Eigenvalues [..., N], smallest first, and eigenvectors, in rows, of symmetric float64 matrices in place. False for NaN or infinity.</summary>
    bool SymmetricEigen(Tensor a, Tensor values);

    /// <summary>Eigenvalues [..., N, 2] and eigenvectors [..., N, N, 2], in columns, of float64 matrices: real and imaginary parts.</summary>
    void GeneralEigen(Tensor a, Tensor values, Tensor vectors);
}
