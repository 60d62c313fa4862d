namespace Nabla;

/// <summary>y[i][j] = x[i][index[i][j]] for axis 1, and so on; inputs x, index. ∂x adds each element where it came from.</summary>
internal sealed record GatherOp(int Axis) : BinaryOp
{
    public override Keep Keeps => Keep.B;

    protected override Tensor Forward(Tensor a, Tensor b)
    {
        Tensor y = Tensor.Empty(b.Shape, a.DType, a.Backend);
        if (a.HasData && b.Count > 0) a.Backend.Gather(a, Axis, b, y);
        return y;
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => Tensor.Zeros(a.Shape, g.DType, g.Backend).ScatterAdd(Axis, b, g);
}

/// <summary>Gathering along an axis.</summary>
public static class GatherExtensions
{
    extension(Tensor x)
    {
        /// <summary>Along an axis, the elements that an index of the result's shape names: y[i, j] = x[i, index[i, j]] for axis 1.</summary>
        /// <exception cref="ArgumentException">The index does not hold integers.</exception>
        /// <exception cref="ShapeMismatchException">The index has another rank than x, or is larger than x off the axis.</exception>
        /// <exception cref="Kernels.Indexing.IndexRangeException">A position does not exist.</exception>
        [Export("gather", "Tensor.gather")]
        public Tensor Gather(int axis, Tensor index)
        {
            axis = x.Shape.Axis(axis);
            if (x.Rank == 0) return x.Reshape(1).Gather(0, index.Reshape(1)).Reshape([]);
            return new GatherOp(axis).Apply(x, Indices.Along(x, axis, index));
        }

        /// <summary>Like <see cref="Gather"/>, with x and the index broadcast against each other off the axis; without an axis, of the flattened tensor.</summary>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("take_along_dim", "Tensor.take_along_dim")]
        public Tensor TakeAlong(Tensor index, int? axis = null)
        {
            if (axis is null) return x.Flatten().Gather(0, index.Flatten());
            int along = x.Shape.Axis(axis.Value);
            if (x.Rank == 0) return x.Gather(0, index);
            if (index.Rank != x.Rank) throw new ShapeMismatchException($"An index of shape {index.Shape} has not the rank of a tensor of shape {x.Shape}.", nameof(index));
            Shape common = Shape.Broadcast(x.Shape.With(along, 1), index.Shape.With(along, 1));
            return x.BroadcastTo(common.With(along, x.Shape[along])).Gather(along, index.BroadcastTo(common.With(along, index.Shape[along])));
        }
    }
}
