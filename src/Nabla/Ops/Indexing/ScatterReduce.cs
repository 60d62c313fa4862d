namespace Nabla;

/// <summary>How scattered values join what is there.</summary>
[Export("ops.ScatterReduction")]
public enum ScatterReduction
{
    /// <summary>Sum.</summary>
    Sum,

    /// <summary>Product.</summary>
    Product,

    /// <summary>Arithmetic mean; of integers rounded down.</summary>
    Mean,

    /// <summary>Largest; NaN wins.</summary>
    Max,

    /// <summary>Smallest; NaN wins.</summary>
    Min,
}

/// <summary>x joined with source[i][j] at x[i][index[i][j]]; inputs x, index, source. For products and extremes; sums are <see cref="ScatterAddOp"/>.</summary>
/// <remarks>
/// Product: each factor's gradient is g times the product of the others, which for a single zero is the product without it. Extremes: all that equal the
/// result share g evenly.
/// </remarks>
internal sealed record ScatterReduceOp(ScatterReduction Kind, int Axis) : NaryOp
{
    public override Keep Keeps => Keep.Inputs | Keep.Output;

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        Tensor y = inputs[0].Clone();
        if (y.HasData && inputs[1].Count > 0) y.Backend.ScatterReduce(Kind, y, Axis, inputs[1], inputs[2]);
        return y;
    }

    protected override void Backward(BackwardContext context)
    {
        (Tensor x, Tensor index, Tensor source, Tensor y, Tensor g) = (context.Input(0), context.Input(1), context.Input(2), context.Output, context.Grad);
        if (Kind == ScatterReduction.Product)
        {
            Tensor noZero = source.Detach().Equal(0), zeros = Tensor.Zeros(x.Shape, g.DType, g.Backend).ScatterAdd(Axis, index, noZero.To(g.DType));
            // A product over the others: where x or a source is the only zero of its place, the product without it; else the result divided by it.
            Tensor others = new ScatterReduceOp(Kind, Axis).Apply(Tensor.Ones(x.Shape, x.DType, x.Backend), index, source);
            if (context.Needs(0)) context.Set(0, g * others);
            if (!context.Needs(2)) return;
            Tensor ownZeros = zeros + x.Detach().Equal(0).To(g.DType), only = noZero.LogicalAnd(ownZeros.Gather(Axis, index).Equal(1));
            Tensor without = new ScatterReduceOp(Kind, Axis).Apply(x, index, noZero.Where(1, source)).Gather(Axis, index);
            Tensor quotient = y.Gather(Axis, index) / noZero.Where(1, source);
            context.Set(2, g.Gather(Axis, index) * only.Where(without, noZero.Where(0, quotient)));
            return;
        }
        Tensor best = y.Detach(), mine = x.Detach().Equal(best).To(g.DType), theirs = source.Detach().Equal(best.Gather(Axis, index)).To(g.DType);
        Tensor share = g / (mine.ScatterAdd(Axis, index, theirs));
        if (context.Needs(0)) context.Set(0, share * mine);
        if (context.Needs(2)) context.Set(2, share.Gather(Axis, index) * theirs);
    }
}

/// <summary>Scattering with a reduction.</summary>
public static class ScatterReduceExtensions
{
    extension(Tensor x)
    {
        /// <summary>x with source[i, j] joined to [i, index[i, j]] for axis 1, and so on.</summary>
        /// <param name="axis">Axis that the index names positions of.</param>
        /// <param name="index">Positions, an integer dtype.</param>
        /// <param name="source">Values, at least as large as the index.</param>
        /// <param name="reduction">How they join.</param>
        /// <param name="includeSelf">Does x itself take part? Else a place named by the index starts empty, and others keep x.</param>
        /// <exception cref="ArgumentException">The index does not hold integers.</exception>
        /// <exception cref="ShapeMismatchException">The index does not fit x, or the source is smaller than the index.</exception>
        [Export("scatter_reduce", "Tensor.scatter_reduce")]
        public Tensor ScatterReduce(int axis, Tensor index, Tensor source, ScatterReduction reduction, bool includeSelf = true)
        {
            axis = x.Shape.Axis(axis);
            if (x.Rank == 0) return x.Reshape(1).ScatterReduce(0, index.Reshape(1), source.Reshape(1), reduction, includeSelf).Reshape([]);
            index = Indices.Along(x, axis, index);
            source = ScatterExtensions.Fit(source, index).To(x.DType);
            Tensor start = x;
            if (!includeSelf)
            {
                double neutral = reduction switch
                {
                    ScatterReduction.Product => 1,
                    ScatterReduction.Max => double.NegativeInfinity,
                    ScatterReduction.Min => double.PositiveInfinity,
                    _ => 0,
                };
                start = double.IsInfinity(neutral) && !x.DType.IsFloating() ? x.Scatter(axis, index, source) : x.Scatter(axis, index, neutral);
            }
            switch (reduction)
            {
                case ScatterReduction.Sum:
                    return start.ScatterAdd(axis, index, source);
                case ScatterReduction.Mean:
                    Tensor ones = Tensor.Ones(index.Shape, x.DType, x.Backend);
                    Tensor counts = (includeSelf ? Tensor.Ones(x.Shape, x.DType, x.Backend) : Tensor.Zeros(x.Shape, x.DType, x.Backend)).ScatterAdd(axis, index, ones);
                    counts = counts.Less(1).Where(1, counts);
                    Tensor sums = start.ScatterAdd(axis, index, source);
                    return x.DType.IsFloating() ? sums / counts : sums.FloorDivide(counts);
                default:
                    return new ScatterReduceOp(reduction, axis).Apply(start, index, source);
            }
        }
    }
}
