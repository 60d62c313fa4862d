namespace Nabla;

/// <summary>Σ(x - mean)² / (n - Correction). ∂x = g·2(x - mean) / (n - Correction).</summary>
internal sealed record VarianceOp(int[] Axes, double Correction, bool KeepDims) : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x)
    {
        Tensor y = Tensor.Empty(x.Shape.Reduce(Axes, KeepDims), x.DType, x.Backend);
        x.Backend.Variance(x, Axes, Correction, y);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        double scale = 2 / (Reduce.Extent(x.Shape, Axes) - Correction);
        Tensor centred = x - x.Mean(Axes, keepDims: true);
        return Reduce.Restore(g, x.Shape, Axes, KeepDims) * centred * scale;
    }
}

/// <summary>√variance. ∂x = g·(x - mean) / (y·(n - Correction)), and 0 where all values are equal.</summary>
internal sealed record StandardDeviationOp(int[] Axes, double Correction, bool KeepDims) : UnaryOp
{
    public override Keep Keeps => Keep.A | Keep.Output;

    protected override Tensor Forward(Tensor x)
    {
        Tensor variance = new VarianceOp(Axes, Correction, KeepDims).Apply(x);
        return variance.Sqrt();
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        double scale = 1 / (Reduce.Extent(x.Shape, Axes) - Correction);
        Tensor mean = x.Mean(Axes, keepDims: true);
        (g, y) = (Reduce.Restore(g, x.Shape, Axes, KeepDims), Reduce.Restore(y, x.Shape, Axes, KeepDims));
        Tensor flat = y.Detach().Equal(0);
        return flat.Where(0, g / y) * (x - mean) * scale;
    }
}

/// <summary>Variances and standard deviations.</summary>
public static class VarianceExtensions
{
    extension(Tensor x)
    {
        /// <summary>Variance of all elements, or over <paramref name="axes"/>.</summary>
        /// <param name="axes">Axes to reduce; none means all.</param>
        /// <param name="correction">Subtracted from the count in the divisor: 1 for a sample, 0 for a population.</param>
        /// <param name="keepDims">Keep the reduced axes with extent 1.</param>
        /// <exception cref="ArgumentException">The tensor is not floating point.</exception>
        [Export("var", "Tensor.var")]
        public Tensor Var(int[]? axes = null, double correction = 1, bool keepDims = false) => new VarianceOp(x.Shape.Axes(axes), correction, keepDims).Apply(Check(x));

        /// <summary>Variance over one axis.</summary>
        public Tensor Var(int axis, double correction = 1, bool keepDims = false) => x.Var([axis], correction, keepDims);

        /// <summary>Standard deviation of all elements, or over <paramref name="axes"/>; the gradient is 0 where it is 0.</summary>
        /// <inheritdoc cref="Var(Tensor, int[], double, bool)"/>
        [Export("std", "Tensor.std")]
        public Tensor Std(int[]? axes = null, double correction = 1, bool keepDims = false) => new StandardDeviationOp(x.Shape.Axes(axes), correction, keepDims).Apply(Check(x));

        /// <summary>Standard deviation over one axis.</summary>
        public Tensor Std(int axis, double correction = 1, bool keepDims = false) => x.Std([axis], correction, keepDims);

        /// <summary>Variance and mean over the same axes.</summary>
        /// <inheritdoc cref="Var(Tensor, int[], double, bool)"/>
        [Export("var_mean")]
        public (Tensor Variance, Tensor Mean) VarMean(int[]? axes = null, double correction = 1, bool keepDims = false) => (x.Var(axes, correction, keepDims), x.Mean(axes, keepDims));

        /// <summary>Standard deviation and mean over the same axes.</summary>
        /// <inheritdoc cref="Var(Tensor, int[], double, bool)"/>
        [Export("std_mean")]
        public (Tensor Deviation, Tensor Mean) StdMean(int[]? axes = null, double correction = 1, bool keepDims = false) => (x.Std(axes, correction, keepDims), x.Mean(axes, keepDims));
    }

    private static Tensor Check(Tensor x) => x.DType.IsFloating() ? x
        : throw new ArgumentException($"A variance needs a floating-point tensor; this one is {x.DType.Name()}. Convert it first.", nameof(x));
}
