namespace Nabla;

/// <summary>(Σ|x|ᵖ)^(1/p); the count of non-zeros for p = 0, the largest or smallest |x| for ±∞. The gradient is 0 where the norm has a corner.</summary>
internal sealed record NormOp(double P, int[] Axes, bool KeepDims) : UnaryOp
{
    public override Keep Keeps => Keep.A | Keep.Output;

    protected override Tensor Forward(Tensor x) => P switch
    {
        0 => x.NotEqual(0).To(x.DType).Sum(Axes, KeepDims),
        1 => Reduce.Run(Reduction.NormL1, x, Axes, KeepDims, x.DType),
        2 => Reduce.Run(Reduction.NormL2, x, Axes, KeepDims, x.DType),
        double.PositiveInfinity => Reduce.Run(Reduction.NormMax, x, Axes, KeepDims, x.DType),
        double.NegativeInfinity => x.Abs().Amin(Axes, KeepDims),
        _ => x.Abs().Pow(P).Sum(Axes, KeepDims).Pow(1 / P),
    };

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        if (P == 0) return Tensor.Zeros(x.Shape, x.DType, x.Backend);
        Tensor sign = x.Sign();
        g = Reduce.Restore(g, x.Shape, Axes, KeepDims);
        if (P == 1) return g * sign;
        y = Reduce.Restore(y, x.Shape, Axes, KeepDims);
        if (double.IsInfinity(P))
        {
            Tensor hits = x.Detach().Abs().Equal(y.Detach()).To(g.DType);
            return sign * hits * (g / hits.Sum(Axes, keepDims: true));
        }
        Tensor flat = y.Detach().Equal(0);
        if (P == 2) return flat.Where(0, g * x / y);
        Tensor ratio = x.Abs() / y;
        return flat.LogicalOr(x.Detach().Equal(0)).Where(0, g * sign * ratio.Pow(P - 1));
    }
}

/// <summary>Vector norms.</summary>
public static class NormExtensions
{
    extension(Tensor x)
    {
        /// <summary>Vector norm of all elements, or over <paramref name="axes"/>.</summary>
        /// <param name="p">Order: 2 is Euclid's, 0 counts non-zeros, infinities take the largest or smallest magnitude.</param>
        /// <param name="axes">Axes to reduce; none means all.</param>
        /// <param name="keepDims">Keep the reduced axes with extent 1.</param>
        /// <exception cref="ArgumentException">The tensor is not floating point, or the order is NaN.</exception>
        [Export("norm", "Tensor.norm")]
        public Tensor Norm(double p = 2, int[]? axes = null, bool keepDims = false)
        {
            if (!x.DType.IsFloating()) throw new ArgumentException($"A norm needs a floating-point tensor; this one is {x.DType.Name()}. Convert it first.", nameof(x));
            if (double.IsNaN(p)) throw new ArgumentException("The order of a norm must be a number.", nameof(p));
            return new NormOp(p, x.Shape.Axes(axes), keepDims).Apply(x);
        }
    }
}
