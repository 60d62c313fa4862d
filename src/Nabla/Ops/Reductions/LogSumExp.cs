namespace Nabla;

/// <summary>log Σ exp x over axes, without overflow. ∂x = g·exp(x - y).</summary>
internal sealed record LogSumExpOp(int[] Axes, bool KeepDims) : UnaryOp
{
    public override Keep Keeps => Keep.A | Keep.Output;

    protected override Tensor Forward(Tensor x) => Reduce.Run(Reduction.LogSumExp, x, Axes, KeepDims, x.DType);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) =>
        Reduce.Restore(g, x.Shape, Axes, KeepDims) * (x - Reduce.Restore(y, x.Shape, Axes, KeepDims)).Exp();
}

/// <summary>Logarithms of sums of exponentials.</summary>
public static class LogSumExpExtensions
{
    extension(Tensor x)
    {
        /// <summary>log Σ exp of all elements, or over <paramref name="axes"/>, without overflow; integers become reals first.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("logsumexp", "Tensor.logsumexp")]
        public Tensor LogSumExp(int[]? axes = null, bool keepDims = false) => new LogSumExpOp(x.Shape.Axes(axes), keepDims).Apply(x.ToFloating());

        /// <summary>log Σ exp over one axis.</summary>
        public Tensor LogSumExp(int axis, bool keepDims = false) => x.LogSumExp([axis], keepDims);
    }
}
