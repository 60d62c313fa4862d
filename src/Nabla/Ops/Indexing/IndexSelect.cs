namespace Nabla;

/// <summary>Positions of an axis in the order of an index; inputs x, index. ∂x adds each slice where it came from.</summary>
internal sealed record IndexSelectOp(int Axis) : BinaryOp
{
    public override Keep Keeps => Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b)
    {
        using Packed packed = a.Packed();
        Tensor y = Tensor.Empty(a.Shape.With(Axis, b.Count), a.DType, a.Backend);
        if (a.HasData) a.Backend.IndexSelect(packed, Axis, b, y);
        return y;
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => Tensor.Zeros(a.Shape, g.DType, g.Backend).IndexAdd(Axis, b, g);
}

/// <summary>Selection of positions.</summary>
public static class IndexSelectExtensions
{
    extension(Tensor x)
    {
        /// <summary>The positions of an axis that a 1-D index names, in its order; negative ones count from the end.</summary>
        /// <exception cref="ArgumentException">The index does not hold integers.</exception>
        /// <exception cref="ShapeMismatchException">The index has more than one axis.</exception>
        /// <exception cref="Kernels.Indexing.IndexRangeException">A position does not exist.</exception>
        [Export("index_select", "Tensor.index_select")]
        public Tensor IndexSelect(int axis, Tensor index)
        {
            axis = x.Shape.Axis(axis);
            index = Indices.List(x, index);
            return x.Rank == 0 ? new IndexSelectOp(0).Apply(x.Reshape(1), index).Reshape([]) : new IndexSelectOp(axis).Apply(x, index);
        }

        /// <summary>Elements of the flattened tensor, in the shape of the index.</summary>
        /// <exception cref="Kernels.Indexing.IndexRangeException">A position does not exist.</exception>
        [Export("take", "Tensor.take")]
        public Tensor Take(Tensor index) => x.Flatten().IndexSelect(0, index.Flatten()).Reshape(index.Shape);
    }
}
