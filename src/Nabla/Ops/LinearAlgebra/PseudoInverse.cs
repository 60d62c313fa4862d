namespace Nabla;

/// <summary>The Moore-Penrose inverse P. ∂A = -Pᵀ·g·Pᵀ + (I - A·P)·gᵀ·P·Pᵀ + Pᵀ·P·gᵀ·(I - P·A), where the rank does not change: Golub and Pereyra (1973).</summary>
internal sealed record PseudoInverseOp(double? Relative) : UnaryOp
{
    public override Keep Keeps => Keep.A | Keep.Output;

    protected override Tensor Forward(Tensor x)
    {
        (Tensor u, Tensor s, Tensor vh) = SvdOp.Factor(x);
        if (s.Count == 0) return Matrices.Empty(x, x.Shape[^1], x.Shape[^2]).Contiguous();
        Tensor keep = s.Greater(s.Narrow(-1, 0, 1) * (Relative ?? MatrixNormExtensions.Tolerance(x)));
        Tensor inverse = keep.Where(s.Reciprocal(), 0);
        return (vh.T * inverse.Unsqueeze(-2)).MatMul(u.T);
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        Tensor pt = y.T, gt = g.T;
        Tensor left = gt - x.MatMul(y.MatMul(gt)), right = gt - gt.MatMul(y).MatMul(x);
        return left.MatMul(y).MatMul(pt) + pt.MatMul(y).MatMul(right) - pt.MatMul(g).MatMul(pt);
    }
}

/// <summary>Pseudo-inverses.</summary>
public static class PseudoInverseExtensions
{
    extension(Tensor a)
    {
        /// <summary>The Moore-Penrose inverse [..., N, M] of [..., M, N].</summary>
        /// <param name="relativeTolerance">Singular values up to this share of the largest count as zero; max(M, N)·ε when omitted.</param>
        /// <exception cref="ShapeMismatchException">There are fewer than two axes.</exception>
        /// <exception cref="LinearAlgebraException">A holds NaN or infinity.</exception>
        [Export("linalg.pinv", "pinverse", "Tensor.pinverse")]
        public Tensor PseudoInverse(double? relativeTolerance = null) => new PseudoInverseOp(relativeTolerance).Apply(Matrices.Real(a, "PseudoInverse"));
    }
}
