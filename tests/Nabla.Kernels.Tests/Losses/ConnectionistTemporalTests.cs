using Nabla.Kernels.Losses;

namespace Nabla.Kernels.Tests.Losses;

/// <summary>Losses and gradients against the sum over every single path.</summary>
public sealed unsafe class ConnectionistTemporalTests
{
    private const int Classes = 3;

    [Theory]
    [InlineData(4, 0, new long[] { 1, 2 })]
    [InlineData(4, 0, new long[] { 1, 1 })]
    [InlineData(5, 2, new long[] { 0, 1, 1 })]
    [InlineData(3, 0, new long[] { })]
    [InlineData(1, 1, new long[] { 2 })]
    [InlineData(2, 0, new long[] { 1, 1 })]
    public void Loss_and_gradient_sum_over_all_paths(int time, int blank, long[] labels)
    {
        double[] x = new double[time * Classes], gradient = new double[x.Length];
        for (int i = 0; i < x.Length; i++) x[i] = Math.Log(0.1 + (((i * 7) + 3) % 10 / 12.0));
        double total = 0;
        double[] visits = new double[x.Length];
        int paths = (int)Math.Pow(Classes, time);
        for (int path = 0; path < paths; path++)
        {
            int[] steps = [.. Enumerable.Range(0, time).Select(t => path / (int)Math.Pow(Classes, t) % Classes)];
            long[] collapsed = [.. steps.Where((c, t) => t == 0 || c != steps[t - 1]).Where(c => c != blank).Select(c => (long)c)];
            if (!collapsed.SequenceEqual(labels)) continue;
            double p = Math.Exp(Enumerable.Range(0, time).Sum(t => x[(t * Classes) + steps[t]]));
            total += p;
            for (int t = 0; t < time; t++) visits[(t * Classes) + steps[t]] += p;
        }
        double loss = Run(x, time, blank, labels, gradient);
        if (total == 0)
        {
            Assert.Equal(double.PositiveInfinity, loss);
            return;
        }
        Assert.Equal(-Math.Log(total), loss, 1e-12);
        for (int i = 0; i < x.Length; i++) Assert.Equal(-2 * visits[i] / total, gradient[i], 1e-12);
    }

    [Fact]
    public void Steps_beyond_a_sequence_and_sequences_of_no_weight_get_no_gradient()
    {
        double[] x = [.. Enumerable.Range(0, 4 * 2 * Classes).Select(i => -0.1 * (i % 5))], gradient = new double[x.Length], losses = new double[2], g = [1, 0];
        Array.Fill(gradient, double.NaN);
        long[] labels = [1, 2], starts = [0, 1, 2], lengths = [2, 4];
        fixed (double* px = x, pl = losses, pg = g, pgx = gradient)
        fixed (long* pi = labels, ps = starts, pn = lengths) ConnectionistTemporal.Run(px, 4, 2, Classes, pi, ps, pn, 0, pl, pg, pgx);
        for (int t = 0; t < 4; t++)
        {
            for (int c = 0; c < Classes; c++)
            {
                double first = gradient[(t * 2 * Classes) + c];
                Assert.True(t < 2 ? first <= 0 : first == 0);
                Assert.Equal(0, gradient[(((t * 2) + 1) * Classes) + c]);
            }
        }
    }

    private static double Run(double[] x, int time, int blank, long[] labels, double[] gradient)
    {
        double loss = 0, weight = 2;
        long[] padded = [.. labels, 0], starts = [0, labels.Length], lengths = [time];
        fixed (double* px = x, pgx = gradient)
        fixed (long* pi = padded, ps = starts, pn = lengths) ConnectionistTemporal.Run(px, time, 1, Classes, pi, ps, pn, blank, &loss, &weight, pgx);
        return loss;
    }
}
