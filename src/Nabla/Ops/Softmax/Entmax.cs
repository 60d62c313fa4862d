namespace Nabla;

/// <summary>Sparse softmax along one axis: the p on the simplex that maximises p·x + H(p) with Tsallis' entropy of order Alpha.</summary>
/// <remarks>
/// Order 2 is sparsemax (Martins and Astudillo 2016), order 1.5 is solved exactly by sorting, other orders by bisection of the threshold (Peters, Niculae and
/// Martins 2019). With s = y^(2 - Alpha) on the support and 0 elsewhere, ∂x = s ⊙ (g - Σ s·g / Σ s).
/// </remarks>
internal sealed record EntmaxOp(int Axis, double Alpha) : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(Tensor x)
    {
        if (x.Count == 0) return x.EmptyLike();
        Tensor wide = x.DType.IsReduced() ? x.To(DType.Float32) : x;
        Tensor rows = wide.MoveAxis(Axis, -1);
        rows = rows - rows.Amax(-1, keepDims: true);
        Tensor y = Alpha == 2 ? Sorted(rows) : Alpha == 1.5 ? SortedRoot(rows * 0.5) : Bisected(rows * (Alpha - 1));
        return y.MoveAxis(-1, Axis).To(x.DType).Contiguous();
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        Tensor support = y.Detach() > 0;
        Tensor s = Alpha == 2 ? support.To(g.DType) : support.Where(support.Where(y, 1).Pow(2 - Alpha), 0);
        return s * (g - ((g * s).Sum(Axis, keepDims: true) / s.Sum(Axis, keepDims: true)));
    }

    // Σ max(x - t, 0) = 1: the threshold follows from the largest k with 1 + k·z_k > Σ_{j ≤ k} z_j.
    private static Tensor Sorted(Tensor x)
    {
        Tensor z = x.Sort(-1, descending: true).Values, sums = z.CumSum(-1), k = Ranks(z);
        Tensor size = (z * k + 1 > sums).To(DType.Int64).Sum(-1, keepDims: true);
        Tensor threshold = (sums.Gather(-1, size - 1) - 1) / size.To(x.DType);
        return (x - threshold).Relu();
    }

    // Σ max(x - t, 0)² = 1 among the k largest: t = mean - √((1 - k·variance)/k).
    private static Tensor SortedRoot(Tensor x)
    {
        Tensor z = x.Sort(-1, descending: true).Values, k = Ranks(z);
        Tensor mean = z.CumSum(-1) / k, square = z.Square().CumSum(-1) / k;
        Tensor delta = (1 - (k * (square - mean.Square()))) / k;
        Tensor thresholds = mean - delta.Relu().Sqrt();
        Tensor size = (thresholds <= z).To(DType.Int64).Sum(-1, keepDims: true);
        return (x - thresholds.Gather(-1, size - 1)).Relu().Square();
    }

    private Tensor Bisected(Tensor x)
    {
        double power = 1 / (Alpha - 1);
        Tensor low = x.Amax(-1, keepDims: true) - 1;
        double width = 1 - Math.Pow(1.0 / x.Shape[^1], Alpha - 1);
        Tensor y = x;
        for (int i = 0; i < 60 && (i == 0 || width > 0); i++)
        {
            width /= 2;
            Tensor middle = low + width;
            y = (x - middle).Relu().Pow(power);
            low = (y.Sum(-1, keepDims: true) >= 1).Where(middle, low);
        }
        y = (x - low).Relu().Pow(power);
        return y / y.Sum(-1, keepDims: true);
    }

    private static Tensor Ranks(Tensor z) => Tensor.Arange(1, z.Shape[^1] + 1, type: z.DType);
}
