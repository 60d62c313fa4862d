using Nabla.Kernels.Scans;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Scans;

public unsafe class ScanTests
{
    [Theory, InlineData(1, 9, 1), InlineData(3, 67, 1), InlineData(2, 5, 7), InlineData(1, 1, 4), InlineData(2, 0, 3)]
    public void Running_totals_match_a_loop(int outer, int n, int inner)
    {
        foreach (bool reverse in (bool[])[false, true])
        {
            int count = outer * n * inner;
            using Guarded<float> x = new(Draw.Uniform<float>(new Random(1), count)), sum = new(count), product = new(count);
            using Guarded<int> whole = new(Array.ConvertAll(Draw.Integers(new Random(2), count, -9, 9), v => (int)v)), max = new(count), min = new(count);
            using Guarded<long> atMax = new(count), atMin = new(count);
            Scan.Run(ScanKind.Sum, x.P, sum.P, outer, n, inner, reverse);
            Scan.Run(ScanKind.Product, x.P, product.P, outer, n, inner, reverse);
            Scan.Run(ScanKind.Max, whole.P, max.P, outer, n, inner, reverse, atMax.P);
            Scan.Run(ScanKind.Min, whole.P, min.P, outer, n, inner, reverse, atMin.P);
            for (int line = 0; line < outer * inner; line++)
            {
                double s = 0, p = 1;
                int high = int.MinValue, low = int.MaxValue, highAt = 0, lowAt = 0;
                for (int k = 0; k < n; k++)
                {
                    int i = reverse ? n - 1 - k : k;
                    int at = (((line / inner * n) + i) * inner) + (line % inner);
                    s += x[at];
                    p *= x[at];
                    if (whole[at] >= high) (high, highAt) = (whole[at], i);
                    if (whole[at] <= low) (low, lowAt) = (whole[at], i);
                    Assert.Equal((float)s, sum[at]);
                    Assert.Equal((float)p, product[at]);
                    Assert.Equal((high, highAt, low, lowAt), (max[at], (int)atMax[at], min[at], (int)atMin[at]));
                }
            }
        }
    }

    [Fact]
    public void NaN_stays_once_met()
    {
        using Guarded<float> x = new([1, float.NaN, 5]), y = new(3);
        Scan.Run(ScanKind.Max, x.P, y.P, 1, 3, 1);
        Assert.Equal([1, float.NaN, float.NaN], y.ToArray());
        Scan.Run(ScanKind.Min, x.P, x.P, 1, 3, 1, reverse: true);
        Assert.Equal([float.NaN, float.NaN, 5], x.ToArray());
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_threads()
    {
        double[] x = Draw.Uniform<double>(new Random(1), 60_000);
        ThreadCounts.SameBits(() =>
        {
            double[] y = new double[x.Length];
            fixed (double* p = x, q = y) Scan.Run(ScanKind.Sum, p, q, 3, 100, 200);
            return y;
        });
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Scan.Run<float>(ScanKind.Sum, null, null, -1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Scan.Run<float>((ScanKind)9, null, null, 1, 1, 1));
    }
}
