namespace Nabla;

/// <summary>Is any value, or every value, over axes not 0?</summary>
internal sealed record TruthOp(bool Every, int[] Axes, bool KeepDims) : UnaryOp
{
    public override string Name => Every ? "All" : "Any";

    public override string? NoGradient => "truth values have no derivative";

    protected override Tensor Forward(Tensor x) => Reduce.Run(Every ? Reduction.All : Reduction.Any, x, Axes, KeepDims, DType.Bool);
}

/// <summary>Truth over axes.</summary>
public static class TruthExtensions
{
    extension(Tensor x)
    {
        /// <summary>Is any element, or any over <paramref name="axes"/>, not 0? A bool tensor; false when empty.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("any", "Tensor.any")]
        public Tensor Any(int[]? axes = null, bool keepDims = false) => new TruthOp(false, x.Shape.Axes(axes), keepDims).Apply(x);

        /// <summary>Are all elements, or all over <paramref name="axes"/>, not 0? A bool tensor; true when empty.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("all", "Tensor.all")]
        public Tensor All(int[]? axes = null, bool keepDims = false) => new TruthOp(true, x.Shape.Axes(axes), keepDims).Apply(x);

        /// <summary>How many elements, in all or over <paramref name="axes"/>, are not 0; int64.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("count_nonzero", "Tensor.count_nonzero")]
        public Tensor CountNonZero(int[]? axes = null, bool keepDims = false) => x.NotEqual(0).Sum(axes, keepDims);
    }
}
