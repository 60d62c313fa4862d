namespace Nabla;

/// <summary>Determinant by LU. ∂A = g·(adjugate)ᵀ = g·det·A⁻ᵀ; from the singular values when a determinant is 0.</summary>
internal sealed record DeterminantOp : UnaryOp
{
    public override Keep Keeps => Keep.A | Keep.Output;

    protected override Tensor Forward(Tensor x)
    {
        using Tensor lu = Matrices.Copy(x);
        using Tensor order = LuOp.Factor(lu, out Tensor sign);
        return Matrices.Diagonal(lu).Prod(-1) * sign;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        if (!y.Detach().Equal(0).Any().Item<bool>()) return (g * y).Unsqueeze(-1).Unsqueeze(-1) * x.T.Inverse();
        (Tensor u, Tensor s, Tensor vh) = x.Svd(fullMatrices: false);
        Tensor others = (s.Unsqueeze(-2) + (Matrices.Eye(s.Shape[^1], s) * (1 - s).Unsqueeze(-2))).Prod(-1);
        Tensor sign = u.Determinant() * vh.Determinant();
        return (g * sign).Unsqueeze(-1).Unsqueeze(-1) * (u * others.Unsqueeze(-2)).MatMul(vh);
    }
}

/// <summary>Sign and logarithm of the absolute value of the determinant, [..., 2]. ∂A = g·A⁻ᵀ for the logarithm.</summary>
internal sealed record LogDeterminantOp : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x)
    {
        using Tensor lu = Matrices.Copy(x);
        using Tensor order = LuOp.Factor(lu, out Tensor sign);
        Tensor diagonal = Matrices.Diagonal(lu);
        return Tensor.Stack([diagonal.Sign().Prod(-1) * sign, diagonal.Abs().Log().Sum(-1)], -1);
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => g.Select(-1, 1).Unsqueeze(-1).Unsqueeze(-1) * x.T.Inverse();
}

/// <summary>Determinants.</summary>
public static class DeterminantExtensions
{
    extension(Tensor a)
    {
        /// <summary>Determinants [...] of square matrices [..., N, N].</summary>
        /// <exception cref="ShapeMismatchException">They are not square.</exception>
        [Export("linalg.det", "det", "Tensor.det")]
        public Tensor Determinant() => new DeterminantOp().Apply(Matrices.Square(a, "Determinant"));

        /// <summary>Signs (-1, 0 or 1) and logarithms of the absolute values of determinants, both [...]; they cannot overflow.</summary>
        /// <exception cref="ShapeMismatchException">The matrices are not square.</exception>
        [Export("linalg.slogdet", "slogdet", "Tensor.slogdet")]
        public (Tensor Sign, Tensor LogAbs) SlogDet()
        {
            Tensor both = new LogDeterminantOp().Apply(Matrices.Square(a, "SlogDet"));
            return (both.Select(-1, 0), both.Select(-1, 1));
        }
    }
}
