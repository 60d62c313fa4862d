namespace Nabla;

/// <summary>Matrix product over the last two axes; leading axes broadcast. ∂a = g·bᵀ, ∂b = aᵀ·g.</summary>
internal sealed record MatMulOp : BinaryOp
{
    public override Keep Keeps => Keep.Crosswise;

    public override long MultiplyAccumulates(ReadOnlySpan<Tensor> inputs, Tensor output) => output.Count * inputs[0].Shape[^1];

    protected override Tensor Forward(Tensor a, Tensor b)
    {
        Shape lead = Shape.Broadcast(new(a.Shape.Span[..^2]), new(b.Shape.Span[..^2]));
        long m = a.Shape[^2], k = a.Shape[^1], n = b.Shape[^1];
        Tensor y = Tensor.Empty([.. lead.Span, m, n], a.DType, a.Backend);
        using Tensor wideA = Spread(a, [.. lead.Span, m, k]);
        using Tensor wideB = Spread(b, [.. lead.Span, k, n]);
        a.Backend.MatMul(wideA, wideB, null, y);
        return y;
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => new MatMulOp().Apply(g, b.T);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y)
    {
        // A shared right factor sees all leading axes as more rows: one product instead of a sum of many.
        if (b.Rank == 2 && a.Rank > 2) return new MatMulOp().Apply(a.Flatten(0, -2).T, g.Flatten(0, -2));
        return new MatMulOp().Apply(a.T, g);
    }

    private static Tensor Spread(Tensor x, Shape shape) => x.View(shape, ExpandOp.BroadcastStrides(x.Shape, x.Strides, shape), x.Offset);
}

/// <summary>Products of vectors and matrices.</summary>
public static class MatMulExtensions
{
    extension(Tensor a)
    {
        /// <summary>
        /// Product as PyTorch's <c>matmul</c>: [M, K]·[K, N]; vectors on either side; leading axes broadcast.
        /// </summary>
        /// <exception cref="ShapeMismatchException">The inner extents differ, or an operand is a scalar.</exception>
        [Export("matmul", "Tensor.matmul")]
        public Tensor MatMul(Tensor b)
        {
            if (a.Rank == 0 || b.Rank == 0)
                throw new ShapeMismatchException($"MatMul needs at least one axis on both sides; got {a.Shape} and {b.Shape}.");
            long inner = b.Rank == 1 ? b.Shape[0] : b.Shape[^2];
            if (a.Shape[^1] != inner)
                throw new ShapeMismatchException($"MatMul of {a.Shape} and {b.Shape}: the inner extents {a.Shape[^1]} and {inner} differ.");
            (a, b) = Promotion.Align(a, b);
            bool row = a.Rank == 1, column = b.Rank == 1;
            Tensor left = row ? a.Unsqueeze(0) : a, right = column ? b.Unsqueeze(1) : b;
            bool fold = left.Rank > 2 && right.Rank == 2;
            Tensor y = fold
                ? new MatMulOp().Apply(left.Flatten(0, -2), right).Reshape([.. left.Shape.Span[..^1], right.Shape[^1]])
                : new MatMulOp().Apply(left, right);
            if (column) y = y.Squeeze(-1);
            return row ? y.Squeeze(column ? -1 : -2) : y;
        }
    }
}
