namespace Nabla;

/// <summary>Product along an axis, which stays with extent 1. ∂xₖ = g·(Π before k)·(Π after k): no division, so zeros need no care.</summary>
internal sealed record ProdOp(int Axis) : UnaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x) => Reduce.Run(Reduction.Product, x, [Axis], true, x.DType);

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) =>
        g * (CumProdOp.Exclusive(x, Axis, false) * CumProdOp.Exclusive(x, Axis, true));
}

/// <summary>Products.</summary>
public static class ProdExtensions
{
    extension(Tensor x)
    {
        /// <summary>Product of all elements, or over <paramref name="axes"/>; integers and truth values multiply as int64.</summary>
        /// <param name="axes">Axes to reduce; none means all.</param>
        /// <param name="keepDims">Keep the reduced axes with extent 1.</param>
        /// <param name="type">Convert to this dtype first.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("prod", "Tensor.prod")]
        public Tensor Prod(int[]? axes = null, bool keepDims = false, DType? type = null)
        {
            x = x.To(type ?? (x.DType.IsFloating() ? x.DType : DType.Int64));
            if (x.Rank == 0) return x;
            int[] normal = x.Shape.Axes(axes);
            Shape shape = x.Shape.Reduce(normal, keepDims);
            if (normal.Length == x.Rank) return new ProdOp(0).Apply(x.Flatten()).Reshape(shape);
            foreach (int axis in normal) x = new ProdOp(axis).Apply(x);
            return x.Shape == shape ? x : x.Reshape(shape);
        }

        /// <summary>Product over one axis.</summary>
        public Tensor Prod(int axis, bool keepDims = false) => x.Prod([axis], keepDims);
    }
}
