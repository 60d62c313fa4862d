namespace Nabla;

/// <summary>Arithmetic mean over axes.</summary>
internal sealed record MeanOp(int[] Axes, bool KeepDims) : UnaryOp
{
    protected override Tensor Forward(Tensor x) => Reduce.Run(Reduction.Mean, x, Axes, KeepDims, x.DType);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) =>
        Reduce.Spread(g * (1.0 / Reduce.Extent(x.Shape, Axes)), x.Shape, Axes, KeepDims);
}

/// <summary>Means.</summary>
public static class MeanExtensions
{
    extension(Tensor x)
    {
        /// <summary>Mean of all elements, or over <paramref name="axes"/>.</summary>
        /// <param name="axes">Axes to reduce; none means all.</param>
        /// <param name="keepDims">Keep the reduced axes with extent 1.</param>
        /// <param name="type">Convert to this dtype first.</param>
        /// <exception cref="ArgumentException">The tensor is not floating point.</exception>
        [Export("mean", "Tensor.mean")]
        public Tensor Mean(int[]? axes = null, bool keepDims = false, DType? type = null)
        {
            x = x.To(type ?? x.DType);
            if (!x.DType.IsFloating()) throw new ArgumentException($"A mean needs a floating-point tensor; this one is {x.DType.Name()}. Convert it first.", nameof(x));
            return new MeanOp(x.Shape.Axes(axes), keepDims).Apply(x);
        }

        /// <summary>Mean over one axis.</summary>
        public Tensor Mean(int axis, bool keepDims = false) => x.Mean([axis], keepDims);
    }
}
