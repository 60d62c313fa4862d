namespace Nabla;

/// <summary>The first input with the second in place of what a view sees of it. ∂whole = g with zeros there, ∂part = the view of g.</summary>
internal sealed record WritePartOp(ViewOp View) : NaryOp
{
    public override string Name => "Write" + View.Name;

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        Tensor y = inputs[0].Clone();
        if (!y.HasData) return y;
        using Tensor window = View.Take(y);
        y.Backend.Copy(inputs[1], window);
        return y;
    }

    protected override void Backward(BackwardContext context)
    {
        Tensor g = context.Grad.Contiguous();
        if (context.Needs(0)) context.Set(0, new ClearPartOp(View).Apply(g));
        if (context.Needs(1)) context.Set(1, View.Apply(g));
    }
}

/// <summary>Zeros where a view looks; linear, and its own adjoint.</summary>
internal sealed record ClearPartOp(ViewOp View) : UnaryOp
{
    public override string Name => "Clear" + View.Name;

    protected override Tensor Forward(Tensor x)
    {
        Tensor y = x.Clone();
        if (!y.HasData) return y;
        using Tensor window = View.Take(y);
        y.Backend.Fill(window, 0);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => new ClearPartOp(View).Apply(g.Contiguous());
}

/// <summary>Replacing parts. The results are new tensors.</summary>
public static class WritePartExtensions
{
    extension(Tensor x)
    {
        /// <summary>x with one position of an axis replaced.</summary>
        /// <param name="source">The shape of x without the axis.</param>
        /// <param name="axis">Axis.</param>
        /// <param name="index">Position; negative counts from the end.</param>
        /// <exception cref="ShapeMismatchException">The source has another shape.</exception>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis or position.</exception>
        [Export("select_scatter", "Tensor.select_scatter")]
        public Tensor SelectScatter(Tensor source, int axis, long index)
        {
            axis = x.Shape.Axis(axis);
            long n = x.Rank == 0 ? 0 : x.Shape[axis];
            if (index < -n || index >= n) throw new ArgumentOutOfRangeException(nameof(index), index, $"Index {index} is outside axis {axis} of shape {x.Shape}; expected {-n}..{n - 1}.");
            return Write(x, source, new SelectOp(axis, index < 0 ? index + n : index), x.Shape.Without(axis));
        }

        /// <summary>x with a slice of an axis replaced.</summary>
        /// <param name="source">The shape of the slice.</param>
        /// <param name="axis">Axis.</param>
        /// <param name="start">First position; negative counts from the end; clamped to the axis.</param>
        /// <param name="stop">Position after the last; null is the end.</param>
        /// <param name="step">Distance, at least 1.</param>
        /// <exception cref="ShapeMismatchException">The source has another shape.</exception>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or the step is not positive.</exception>
        [Export("slice_scatter", "Tensor.slice_scatter")]
        public Tensor SliceScatter(Tensor source, int axis, long start = 0, long? stop = null, long step = 1)
        {
            axis = x.Shape.Axis(axis);
            Shape shape;
            using (GradMode.NoGrad()) shape = x.Slice(axis, start, stop, step).Shape;
            start = Math.Clamp(start < 0 ? start + x.Shape[axis] : start, 0, x.Shape[axis]);
            return Write(x, source, new SliceOp(axis, start, shape[axis], step), shape);
        }

        /// <summary>x with a diagonal replaced.</summary>
        /// <param name="source">The shape of the diagonal.</param>
        /// <param name="offset">0 is the main diagonal; positive lies above it.</param>
        /// <param name="first">Row axis.</param>
        /// <param name="second">Column axis.</param>
        /// <exception cref="ShapeMismatchException">The source has another shape.</exception>
        /// <exception cref="ArgumentException">Both axes are the same.</exception>
        [Export("diagonal_scatter", "Tensor.diagonal_scatter")]
        public Tensor DiagonalScatter(Tensor source, long offset = 0, int first = 0, int second = 1)
        {
            Shape shape;
            using (GradMode.NoGrad()) shape = x.Diagonal(offset, first, second).Shape;
            return Write(x, source, new DiagonalOp(offset, x.Shape.Axis(first), x.Shape.Axis(second)), shape);
        }
    }

    private static Tensor Write(Tensor x, Tensor source, ViewOp view, Shape expected)
    {
        if (source.Shape != expected) throw new ShapeMismatchException($"The part of shape {x.Shape} to replace has shape {expected}; got a source of shape {source.Shape}.", nameof(source));
        return new WritePartOp(view).Apply(x, source.To(x.DType));
    }
}
