namespace Nabla;

/// <summary>x with slices added at the positions of an index; inputs x, index, source. ∂x = g, ∂source = the slices of g there.</summary>
internal sealed record IndexAddOp(int Axis) : TernaryOp
{
    public override Keep Keeps => Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b, Tensor c) => Indices.Widened(a, wide =>
    {
        Tensor y = ReferenceEquals(wide, a) || !wide.IsContiguous ? wide.Clone() : wide;
        using Tensor source = c.To(y.DType).Contiguous().Alias();
        if (y.HasData) y.Backend.IndexAdd(y, Axis, b, source);
        return y;
    });

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor c) => g;

    protected override Tensor BackwardC(Tensor g, Tensor a, Tensor b, Tensor c) => g.IndexSelect(Axis, b);
}

/// <summary>x with slices replaced at the positions of an index; inputs x, index, source. ∂x = g without those slices, ∂source = those slices.</summary>
internal sealed record IndexCopyOp(int Axis) : TernaryOp
{
    public override Keep Keeps => Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b, Tensor c)
    {
        Tensor y = a.Clone();
        using Packed source = c.Packed();
        if (y.HasData) y.Backend.IndexCopy(y, Axis, b, source);
        return y;
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor c) => g.IndexFill(Axis, b, 0);

    protected override Tensor BackwardC(Tensor g, Tensor a, Tensor b, Tensor c) => g.IndexSelect(Axis, b);
}

/// <summary>Adding to and replacing positions of an axis. The results are new tensors.</summary>
public static class IndexAddExtensions
{
    extension(Tensor x)
    {
        /// <summary>x with <paramref name="alpha"/>·source[j] added at position index[j] of an axis; repeated positions add up in order.</summary>
        /// <exception cref="ArgumentException">The index does not hold integers.</exception>
        /// <exception cref="ShapeMismatchException">The source has not the shape of x with one position for each index.</exception>
        [Export("index_add", "Tensor.index_add")]
        public Tensor IndexAdd(int axis, Tensor index, Tensor source, double alpha = 1)
        {
            (axis, index, source) = Check(x, axis, index, source);
            if (alpha != 1) source = source * alpha;
            return x.Rank == 0
                ? new IndexAddOp(0).Apply(x.Reshape(1), index, source.Reshape(index.Count)).Reshape([])
                : new IndexAddOp(axis).Apply(x, index, source.To(x.DType));
        }

        /// <summary>x with position index[j] of an axis replaced by source[j]; of repeated positions the last stays.</summary>
        /// <exception cref="ArgumentException">The index does not hold integers.</exception>
        /// <exception cref="ShapeMismatchException">The source has not the shape of x with one position for each index.</exception>
        [Export("index_copy", "Tensor.index_copy")]
        public Tensor IndexCopy(int axis, Tensor index, Tensor source)
        {
            (axis, index, source) = Check(x, axis, index, source);
            return x.Rank == 0
                ? new IndexCopyOp(0).Apply(x.Reshape(1), index, source.Reshape(index.Count)).Reshape([])
                : new IndexCopyOp(axis).Apply(x, index, source.To(x.DType));
        }

        /// <summary>x with the positions of an axis that an index names set to a value.</summary>
        /// <exception cref="ArgumentException">The index does not hold integers.</exception>
        [Export("index_fill", "Tensor.index_fill")]
        public Tensor IndexFill(int axis, Tensor index, Scalar value)
        {
            axis = x.Shape.Axis(axis);
            index = Indices.List(x, index);
            Shape shape = x.Rank == 0 ? [index.Count] : x.Shape.With(axis, index.Count);
            return x.IndexCopy(axis, index, Tensor.Full(shape, value, x.DType, x.Backend));
        }
    }

    private static (int Axis, Tensor Index, Tensor Source) Check(Tensor x, int axis, Tensor index, Tensor source)
    {
        axis = x.Shape.Axis(axis);
        index = Indices.List(x, index);
        Shape expected = x.Rank == 0 ? source.Shape : x.Shape.With(axis, index.Count);
        if (source.Shape != expected)
            throw new ShapeMismatchException($"A source for {index.Count} positions of axis {axis} of shape {x.Shape} must have shape {expected}; got {source.Shape}.", nameof(source));
        return (axis, index, source);
    }
}
