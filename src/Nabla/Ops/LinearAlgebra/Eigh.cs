namespace Nabla;

/// <summary>A = Q·diag(λ)·Qᵀ of a symmetric A; λ [N] and Q [N, N] packed.</summary>
/// <remarks>With E_ij = λ_j - λ_i: ∂A = Q·((Qᵀ·gQ)/E + diag(gλ))·Qᵀ. Equal eigenvalues have no gradient for Q.</remarks>
internal sealed record EighOp(bool Upper) : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(Tensor x)
    {
        Tensor triangle = Upper ? x.Triu() + x.Triu(1).T : x.Tril() + x.Tril(-1).T;
        Tensor rows = Matrices.Copy(triangle.To(DType.Float64)), values = Matrices.Empty(rows, x.Shape[^1]);
        if (!Matrices.On(x).SymmetricEigen(rows, values)) throw new LinearAlgebraException($"The eigenvalues of a matrix of shape {x.Shape} do not converge: it holds NaN or infinity.");
        return Matrices.Pack(x.Rank - 2, values.To(x.DType), rows.T.To(x.DType));
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        long n = x.Shape[^1], at = 0, atG = 0;
        Tensor values = Matrices.Part(y, ref at, n), q = Matrices.Part(y, ref at, n, n);
        Tensor gValues = Matrices.Part(g, ref atG, n), gq = Matrices.Part(g, ref atG, n, n);
        Tensor eye = Matrices.Eye(n, values), e = values.Unsqueeze(-2) - values.Unsqueeze(-1) + eye;
        Tensor inner = (q.T.MatMul(gq) / e * (1 - eye)) + gValues.DiagEmbed();
        return q.MatMul(inner).MatMul(q.T);
    }
}

/// <summary>Eigenvalues of symmetric matrices.</summary>
public static class EighExtensions
{
    extension(Tensor a)
    {
        /// <summary>Eigenvalues [..., N], smallest first, and orthonormal eigenvectors in the columns of Q [..., N, N], of symmetric A; signs are arbitrary.</summary>
        /// <param name="upper">Read the upper triangle; the lower one otherwise.</param>
        /// <exception cref="ShapeMismatchException">A is not square.</exception>
        /// <exception cref="LinearAlgebraException">A holds NaN or infinity.</exception>
        [Export("linalg.eigh")]
        public (Tensor Values, Tensor Vectors) Eigh(bool upper = false)
        {
            a = Matrices.Square(a, "Eigh");
            long n = a.Shape[^1], at = 0;
            Tensor packed = new EighOp(upper).Apply(a);
            Tensor values = Matrices.Part(packed, ref at, n);
            return (values, Matrices.Part(packed, ref at, n, n));
        }

        /// <summary>Eigenvalues [..., N] of symmetric A, smallest first.</summary>
        /// <inheritdoc cref="Eigh"/>
        [Export("linalg.eigvalsh")]
        public Tensor EigValsH(bool upper = false) => a.Eigh(upper).Values;
    }
}
