namespace Nabla;

/// <summary>x with x[i][index[i][j]] = source[i][j] for axis 1, and so on; inputs x, index, source.</summary>
internal sealed record ScatterOp(int Axis) : TernaryOp
{
    public override Keep Keeps => Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b, Tensor c)
    {
        Tensor y = a.Clone();
        if (y.HasData && b.Count > 0) y.Backend.Scatter(y, Axis, b, c);
        return y;
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor c) => g.Scatter(Axis, b, 0);

    protected override Tensor BackwardC(Tensor g, Tensor a, Tensor b, Tensor c) => g.Gather(Axis, b);
}

/// <summary>x with source[i][j] added to x[i][index[i][j]] for axis 1, and so on; inputs x, index, source.</summary>
internal sealed record ScatterAddOp(int Axis) : TernaryOp
{
    public override Keep Keeps => Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b, Tensor c) => Indices.Widened(a, wide =>
    {
        Tensor y = ReferenceEquals(wide, a) ? wide.Clone() : wide;
        using Tensor source = c.To(y.DType).Alias();
        if (y.HasData && b.Count > 0) y.Backend.ScatterAdd(y, Axis, b, source);
        return y;
    });

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor c) => g;

    protected override Tensor BackwardC(Tensor g, Tensor a, Tensor b, Tensor c) => g.Gather(Axis, b);
}

/// <summary>Scattering along an axis: the inverse of gathering. The results are new tensors.</summary>
public static class ScatterExtensions
{
    extension(Tensor x)
    {
        /// <summary>x with source[i, j] stored at [i, index[i, j]] for axis 1, and so on; of repeated places the last stays.</summary>
        /// <exception cref="ArgumentException">The index does not hold integers.</exception>
        /// <exception cref="ShapeMismatchException">The index does not fit x, or the source is smaller than the index.</exception>
        [Export("scatter", "Tensor.scatter")]
        public Tensor Scatter(int axis, Tensor index, Tensor source)
        {
            axis = x.Shape.Axis(axis);
            if (x.Rank == 0) return x.Reshape(1).Scatter(0, index.Reshape(1), source.Reshape(1)).Reshape([]);
            index = Indices.Along(x, axis, index);
            return new ScatterOp(axis).Apply(x, index, Fit(source, index).To(x.DType));
        }

        /// <summary>x with a value stored at the indexed places.</summary>
        /// <exception cref="ShapeMismatchException">The index does not fit x.</exception>
        public Tensor Scatter(int axis, Tensor index, Scalar value) =>
            x.Scatter(axis, index, Tensor.Full(Shape.Scalar, value, x.DType, x.Backend).BroadcastTo(index.Shape));

        /// <summary>x with source[i, j] added at [i, index[i, j]] for axis 1, and so on; repeated places add up in order.</summary>
        /// <exception cref="ArgumentException">The index does not hold integers.</exception>
        /// <exception cref="ShapeMismatchException">The index does not fit x, or the source is smaller than the index.</exception>
        [Export("scatter_add", "Tensor.scatter_add")]
        public Tensor ScatterAdd(int axis, Tensor index, Tensor source)
        {
            axis = x.Shape.Axis(axis);
            if (x.Rank == 0) return x.Reshape(1).ScatterAdd(0, index.Reshape(1), source.Reshape(1)).Reshape([]);
            index = Indices.Along(x, axis, index);
            return new ScatterAddOp(axis).Apply(x, index, Fit(source, index).To(x.DType));
        }
    }

    internal static Tensor Fit(Tensor source, Tensor index)
    {
        bool fits = source.Rank == index.Rank;
        for (int i = 0; fits && i < index.Rank; i++) fits = source.Shape[i] >= index.Shape[i];
        if (!fits) throw new ShapeMismatchException($"A source of shape {source.Shape} is smaller than its index of shape {index.Shape}.", nameof(source));
        for (int i = 0; i < index.Rank; i++) source = source.Narrow(i, 0, index.Shape[i]);
        return source;
    }
}
