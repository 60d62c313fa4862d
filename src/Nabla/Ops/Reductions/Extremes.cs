namespace Nabla;

/// <summary>Largest or smallest value over axes; ties share the gradient evenly.</summary>
internal sealed record ExtremeOp(bool Largest, int[] Axes, bool KeepDims) : UnaryOp
{
    public override string Name => Largest ? "Amax" : "Amin";

    public override Keep Keeps => Keep.A | Keep.Output;

    protected override Tensor Forward(Tensor x) => Reduce.Run(Largest ? Reduction.Max : Reduction.Min, x, Axes, KeepDims, x.DType);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        // A NaN in x makes the extreme NaN, and only those elements are then extreme.
        Tensor hits = x.Detach().Equal(Reduce.Restore(y.Detach(), x.Shape, Axes, KeepDims)).LogicalOr(x.Detach().IsNaN()).To(g.DType);
        return Reduce.Restore(g, x.Shape, Axes, KeepDims) * hits / hits.Sum(Axes, keepDims: true);
    }
}

/// <summary>Position of the first extreme along an axis, or in the flattened tensor.</summary>
internal sealed record ArgExtremeOp(bool Largest, int Axis, bool KeepDims) : UnaryOp
{
    public override string Name => Largest ? "Argmax" : "Argmin";

    public override string? NoGradient => "positions are integers";

    protected override Tensor Forward(Tensor x)
    {
        Tensor y = Tensor.Empty(x.Shape.Reduce([Axis], KeepDims), DType.Int64, x.Backend);
        x.Backend.ArgReduce(Largest, x, Axis, y);
        return y;
    }
}

/// <summary>Largest and smallest values.</summary>
public static class ExtremeExtensions
{
    extension(Tensor x)
    {
        /// <summary>Largest value over <paramref name="axes"/> (none means all); ties share the gradient evenly. NaN wins.</summary>
        /// <exception cref="ArgumentException">A reduced axis is empty.</exception>
        [Export("amax", "Tensor.amax")]
        public Tensor Amax(int[]? axes = null, bool keepDims = false) => Extreme(x, true, axes, keepDims);

        /// <summary>Largest value over one axis.</summary>
        public Tensor Amax(int axis, bool keepDims = false) => Extreme(x, true, [axis], keepDims);

        /// <summary>Smallest value over <paramref name="axes"/> (none means all); ties share the gradient evenly. NaN wins.</summary>
        /// <exception cref="ArgumentException">A reduced axis is empty.</exception>
        [Export("amin", "Tensor.amin")]
        public Tensor Amin(int[]? axes = null, bool keepDims = false) => Extreme(x, false, axes, keepDims);

        /// <summary>Smallest value over one axis.</summary>
        public Tensor Amin(int axis, bool keepDims = false) => Extreme(x, false, [axis], keepDims);

        /// <summary>Position of the first largest value along an axis, as int64.</summary>
        /// <exception cref="ArgumentException">The axis is empty.</exception>
        [Export("argmax", "Tensor.argmax")]
        public Tensor Argmax(int axis, bool keepDims = false) => ArgExtreme(x, true, axis, keepDims);

        /// <summary>Position of the first largest value in the flattened tensor, as int64.</summary>
        public Tensor Argmax() => ArgExtreme(x.Flatten(), true, 0, false);

        /// <summary>Position of the first smallest value along an axis, as int64.</summary>
        /// <exception cref="ArgumentException">The axis is empty.</exception>
        [Export("argmin", "Tensor.argmin")]
        public Tensor Argmin(int axis, bool keepDims = false) => ArgExtreme(x, false, axis, keepDims);

        /// <summary>Position of the first smallest value in the flattened tensor, as int64.</summary>
        public Tensor Argmin() => ArgExtreme(x.Flatten(), false, 0, false);
    }

    private static Tensor Extreme(Tensor x, bool largest, int[]? axes, bool keepDims)
    {
        int[] normal = x.Shape.Axes(axes);
        foreach (int axis in normal)
        {
            if (x.Shape[axis] == 0) throw new ArgumentException($"An empty axis has no extreme: axis {axis} of shape {x.Shape}.", nameof(axes));
        }
        return new ExtremeOp(largest, normal, keepDims).Apply(x);
    }

    private static Tensor ArgExtreme(Tensor x, bool largest, int axis, bool keepDims)
    {
        if (x.Rank == 0) return Tensor.Zeros([], DType.Int64, x.Backend);
        axis = x.Shape.Axis(axis);
        if (x.Shape[axis] == 0) throw new ArgumentException($"An empty axis has no extreme: axis {axis} of shape {x.Shape}.", nameof(axis));
        return new ArgExtremeOp(largest, axis, keepDims).Apply(x);
    }
}
