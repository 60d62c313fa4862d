namespace Nabla;

/// <summary>Sum over axes.</summary>
internal sealed record SumOp(int[] Axes, bool KeepDims) : UnaryOp
{
    protected override Tensor Forward(Tensor x) => Reduce.Run(Reduction.Sum, x, Axes, KeepDims, x.DType);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => Reduce.Spread(g, x.Shape, Axes, KeepDims);
}

/// <summary>Sums.</summary>
public static class SumExtensions
{
    extension(Tensor x)
    {
        /// <summary>Sum of all elements, or over <paramref name="axes"/>; integers and truth values sum as int64.</summary>
        /// <param name="axes">Axes to reduce; none means all.</param>
        /// <param name="keepDims">Keep the reduced axes with extent 1.</param>
        /// <param name="type">Convert to this dtype first.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("sum", "Tensor.sum")]
        public Tensor Sum(int[]? axes = null, bool keepDims = false, DType? type = null)
        {
            x = x.To(type ?? (x.DType.IsFloating() ? x.DType : DType.Int64));
            return axes is { Length: 0 } && x.Rank > 0 ? x : new SumOp(x.Shape.Axes(axes), keepDims).Apply(x);
        }

        /// <summary>Sum over one axis.</summary>
        public Tensor Sum(int axis, bool keepDims = false) => x.Sum([axis], keepDims);
    }
}
