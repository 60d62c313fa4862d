using Nabla.Kernels.Interpolation;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Tests.Interpolation;

/// <summary>Weighted sums of values at given places, and their gradients, against plain loops; the same bits for any number of threads.</summary>
public unsafe class WeightedGatherTests
{
    [Theory]
    [InlineData(1, 1, 5, 1, 1)]
    [InlineData(2, 3, 40, 4, 33)]
    [InlineData(1, 4, 9, 16, 7)]
    [InlineData(3, 9, 100, 4, 301)]
    [InlineData(2, 5, 8, 2, 0)]
    public void Products_agree_with_loops(int images, int channels, int length, int count, int positions)
    {
        WeightedGatherSize size = new(images, channels, length, count, positions);
        Random random = new(images + channels);
        double[] x = Draw(random, images * channels * length), w = Draw(random, images * count * positions), g = Draw(random, images * channels * positions);
        long[] taps = [.. Enumerable.Range(0, w.Length).Select(_ => (long)random.Next(length))];
        double[] y = new double[g.Length], back = new double[x.Length], weights = new double[w.Length];
        for (int n = 0; n < images; n++)
        {
            for (int c = 0; c < channels; c++)
            {
                for (int k = 0; k < count; k++)
                {
                    for (int p = 0; p < positions; p++)
                    {
                        int at = (((n * count) + k) * positions) + p, to = (((n * channels) + c) * positions) + p, from = (((n * channels) + c) * length) + (int)taps[at];
                        y[to] += w[at] * x[from];
                        back[from] += w[at] * g[to];
                        weights[at] += g[to] * x[from];
                    }
                }
            }
        }
        foreach (int threads in (int[])[1, 3])
        {
            int before = WorkPool.Threads;
            WorkPool.Threads = threads;
            try
            {
                Near(y, Run((px, pt, pw, to) => WeightedGather.Gather(px, pt, pw, to, size), x, taps, w, y.Length));
                Near(back, Run((pg, pt, pw, to) => WeightedGather.Scatter(pg, pt, pw, to, size), g, taps, w, back.Length));
                Near(weights, Run((pg, pt, px, to) => WeightedGather.Dot(pg, px, pt, to, size), g, taps, x, weights.Length));
            }
            finally
            {
                WorkPool.Threads = before;
            }
        }
    }

    private delegate void Product(double* a, long* taps, double* b, double* to);

    private static double[] Run(Product product, double[] a, long[] taps, double[] b, int results)
    {
        double[] to = [.. Enumerable.Repeat(7.0, results)];
        fixed (double* pa = a, pb = b, pt = to)
        fixed (long* places = taps)
            product(pa, places, pb, pt);
        return to;
    }

    private static void Near(double[] expected, double[] actual)
    {
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-12);
    }

    private static double[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
}
