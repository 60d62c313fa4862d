namespace Nabla;

/// <summary>Distances in Euclid's norm between the rows of a [..., P, M] and of b [..., R, M], by way of the matrix product: [..., P, R].</summary>
/// <remarks>d² = |a|² + |b|² - 2a·b. With r = g/d, and 0 where d is 0: ∂a = a ⊙ Σ r - r·b, ∂b = b ⊙ Σ rᵀ - rᵀ·a.</remarks>
internal sealed record EuclideanDistanceOp : BinaryOp
{
    public override Keep Keeps => Keep.A | Keep.B | Keep.Output;

    protected override Tensor Forward(Tensor a, Tensor b) =>
        (a.Square().Sum(-1, keepDims: true) + b.Square().Sum(-1).Unsqueeze(-2) - (a.MatMul(b.T) * 2)).Clamp(0, null).Sqrt();

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y)
    {
        Tensor r = Ratio(g, y);
        return (a * r.Sum(-1, keepDims: true)) - r.MatMul(b);
    }

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y)
    {
        Tensor r = Ratio(g, y).T;
        return (b * r.Sum(-1, keepDims: true)) - r.MatMul(a);
    }

    private static Tensor Ratio(Tensor g, Tensor y)
    {
        Tensor none = y.Detach().Equal(0);
        return none.Where(0, g / none.Where(1, y));
    }
}

/// <summary>Distances between all pairs of rows.</summary>
public static class CDistExtensions
{
    /// <summary>From so many rows on, the matrix product is worth its rounding.</summary>
    private const long ManyRows = 25;

    extension(Tensor a)
    {
        /// <summary>p-norm distances between all rows of a [..., P, M] and of b [..., R, M]; leading axes broadcast. The gradient is 0 where a distance is 0.</summary>
        /// <param name="b">The other rows.</param>
        /// <param name="p">Order of the norm, 0..∞. With p = 2 and more than 25 rows on a side, distances come from a matrix product, as PyTorch computes them.</param>
        /// <returns>[..., P, R].</returns>
        /// <exception cref="ShapeMismatchException">The last axes differ, or a tensor has fewer than two axes.</exception>
        /// <exception cref="ArgumentOutOfRangeException">p is negative or NaN.</exception>
        [Export("cdist")]
        public Tensor CDist(Tensor b, double p = 2)
        {
            if (!(p >= 0)) throw new ArgumentOutOfRangeException(nameof(p), p, "The order of a distance must not be negative.");
            if (a.Rank < 2 || b.Rank < 2 || a.Shape[^1] != b.Shape[^1])
                throw new ShapeMismatchException($"Distances are between rows [..., P, M] and [..., R, M]; got {a.Shape} and {b.Shape}.", nameof(b));
            (a, b) = Promotion.AlignFloating(Autocast.Full(a), Autocast.Full(b));
            if (p == 2 && (a.Shape[^2] > ManyRows || b.Shape[^2] > ManyRows))
            {
                Shape lead = Shape.Broadcast(new(a.Shape.Span[..^2]), new(b.Shape.Span[..^2]));
                return new EuclideanDistanceOp().Apply(a.BroadcastTo([.. lead.Span, a.Shape[^2], a.Shape[^1]]), b.BroadcastTo([.. lead.Span, b.Shape[^2], b.Shape[^1]]));
            }
            return (a.Unsqueeze(-2) - b.Unsqueeze(-3)).Norm(p, [-1]);
        }

        /// <summary>p-norm distances between all pairs of different rows of x [N, M], row by row of the upper triangle; [N·(N - 1)/2].</summary>
        /// <exception cref="ShapeMismatchException">The tensor does not have two axes.</exception>
        [Export("nn.functional.pdist")]
        public Tensor PDist(double p = 2)
        {
            if (a.Rank != 2) throw new ShapeMismatchException($"PDist expects rows [N, M]; got {a.Shape}.", nameof(a));
            Tensor pairs = Tensor.TriuIndices(a.Shape[0], a.Shape[0], 1), x = Autocast.Full(a);
            return (x.IndexSelect(0, pairs.Select(0, 0)) - x.IndexSelect(0, pairs.Select(0, 1))).Norm(p, [-1]);
        }
    }
}
