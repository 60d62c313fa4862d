namespace Nabla;

// Plain loops until the vectorised kernels for these families are bound.
public sealed unsafe partial class CpuBackend
{
    /// <inheritdoc/>
    public void Reduce(Reduction kind, Tensor x, ReadOnlySpan<int> axes, Tensor y)
    {
        double[] result = new double[y.Count];
        (double[][] groups, _) = Groups(x, axes);
        for (int i = 0; i < result.Length; i++)
        {
            double[] v = groups[i];
            result[i] = kind switch
            {
                Reduction.Sum => v.Sum(),
                Reduction.Mean => v.Length == 0 ? double.NaN : v.Sum() / v.Length,
                Reduction.Product => v.Aggregate(1.0, (p, q) => p * q),
                Reduction.Min => v.Aggregate(double.PositiveInfinity, (p, q) => double.IsNaN(p) || double.IsNaN(q) ? double.NaN : Math.Min(p, q)),
                Reduction.Max => v.Aggregate(double.NegativeInfinity, (p, q) => double.IsNaN(p) || double.IsNaN(q) ? double.NaN : Math.Max(p, q)),
                Reduction.Any => v.Any(q => q != 0) ? 1 : 0,
                Reduction.All => v.All(q => q != 0) ? 1 : 0,
                Reduction.LogSumExp => LogSumExp(v),
                Reduction.NormL1 => v.Sum(Math.Abs),
                _ => Math.Sqrt(v.Sum(q => q * q)),
            };
        }
        using Tensor wide = Tensor.Of(result, y.Shape);
        Copy(wide, y);
    }

    /// <inheritdoc/>
    public void Variance(Tensor x, ReadOnlySpan<int> axes, double correction, Tensor y)
    {
        (double[][] groups, _) = Groups(x, axes);
        double[] result = [.. groups.Select(v =>
        {
            double mean = v.Sum() / v.Length;
            return v.Sum(q => (q - mean) * (q - mean)) / Math.Max(0, v.Length - correction);
        })];
        using Tensor wide = Tensor.Of(result, y.Shape);
        Copy(wide, y);
    }

    /// <inheritdoc/>
    public void ArgReduce(bool largest, Tensor x, int axis, Tensor y)
    {
        (double[][] groups, _) = Groups(x, [axis]);
        Span<long> target = y.RawSpan<long>();
        for (int i = 0; i < target.Length; i++)
        {
            double[] v = groups[i];
            int best = 0;
            for (int j = 1; j < v.Length; j++)
            {
                if (double.IsNaN(v[best])) break;
                if (double.IsNaN(v[j]) || (largest ? v[j] > v[best] : v[j] < v[best])) best = j;
            }
            target[i] = best;
        }
    }

    /// <inheritdoc/>
    public void Scan(Scan kind, Tensor x, int axis, bool reverse, Tensor y)
    {
        (long outer, long n, long inner) = Around(x.Shape, axis);
        using Tensor wide = Tensor.Empty(x.Shape, DType.Float64, this);
        Copy(x, wide);
        Span<double> v = wide.RawSpan<double>();
        for (long o = 0; o < outer; o++)
        {
            for (long i = 0; i < inner; i++)
            {
                for (long j = 1; j < n; j++)
                {
                    long at = reverse ? n - 1 - j : j, before = reverse ? at + 1 : at - 1;
                    ref double now = ref v[(int)((((o * n) + at) * inner) + i)];
                    double last = v[(int)((((o * n) + before) * inner) + i)];
                    now = kind switch
                    {
                        Nabla.Scan.Sum => last + now,
                        Nabla.Scan.Product => last * now,
                        Nabla.Scan.Max => double.IsNaN(last) || last > now ? last : now,
                        _ => double.IsNaN(last) || last < now ? last : now,
                    };
                }
            }
        }
        Copy(wide, y);
    }

    private static double LogSumExp(double[] v)
    {
        double max = v.Length == 0 ? double.NegativeInfinity : v.Max();
        return double.IsInfinity(max) ? max : max + Math.Log(v.Sum(q => Math.Exp(q - max)));
    }

    private (double[][] Groups, long Size) Groups(Tensor x, ReadOnlySpan<int> axes)
    {
        List<int> order = [];
        for (int i = 0; i < x.Rank; i++)
        {
            if (!axes.Contains(i)) order.Add(i);
        }
        long size = 1;
        foreach (int axis in axes)
        {
            order.Add(axis);
            size *= x.Shape[axis];
        }
        long[] extents = [.. order.Select(i => x.Shape[i])], strides = [.. order.Select(i => x.Strides[i])];
        using Tensor view = x.View(new(extents), strides, x.Offset);
        using Tensor wide = Tensor.Empty(view.Shape, DType.Float64, this);
        Copy(view, wide);
        double[] all = wide.ToArray<double>();
        long groups = 1;
        for (int i = 0; i < x.Rank - axes.Length; i++) groups *= extents[i];
        double[][] result = new double[groups][];
        for (long g = 0; g < groups; g++) result[g] = all.AsSpan((int)(g * size), (int)size).ToArray();
        return (result, size);
    }
}
