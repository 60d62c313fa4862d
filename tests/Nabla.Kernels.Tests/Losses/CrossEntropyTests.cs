using System.Numerics;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Losses;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Losses;

public unsafe class CrossEntropyTests
{
    public static TheoryData<int, int, int, bool, double> Cases => new()
    {
        { 5, 10, 1, false, 0 },
        { 5, 10, 1, true, 0.1 },
        { 3, 67, 1, true, 0 },
        { 2, 3000, 1, false, 0.2 },
        { 3, 4, 7, false, 0 },
        { 2, 5, 70, true, 0.3 },
        { 1, 1, 1, false, 0 },
        { 2, 3, 129, false, 0 },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Class_targets_match_the_definition(int n, int classes, int inner, bool weighted, double smoothing)
    {
        CheckClasses<float>(n, classes, inner, weighted, smoothing);
        CheckClasses<double>(n, classes, inner, weighted, smoothing);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Probability_targets_match_the_definition(int n, int classes, int inner, bool weighted, double smoothing)
    {
        CheckProbabilities<float>(n, classes, inner, weighted, smoothing);
        CheckProbabilities<double>(n, classes, inner, weighted, smoothing);
    }

    [Fact]
    public void Large_scores_do_not_overflow()
    {
        using Guarded<float> x = new([1000, 0, -1000, 3e38f, -3e38f, 0]), losses = new(2), z = new(2);
        using Guarded<long> y = new([1, 0]);
        CrossEntropy.Forward(x.P, y.P, null, 2, 3, 1, -100, 0, losses.P, z.P);
        Assert.Equal([1000, 0], losses.ToArray());
    }

    [Fact]
    public void NaN_spoils_its_own_position_only()
    {
        using Guarded<float> x = new([1, float.NaN, 1, 1]), losses = new(2), z = new(2);
        using Guarded<long> y = new([0, 0]);
        CrossEntropy.Forward(x.P, y.P, null, 1, 2, 2, -100, 0, losses.P, z.P);
        Assert.Equal(MathF.Log(2), losses[0], 1e-6f);
        Assert.True(float.IsNaN(losses[1]));
    }

    [Fact]
    public void A_mean_over_nothing_is_NaN_and_ignored_rows_have_no_gradient()
    {
        using Guarded<double> x = new([1, 2]), losses = new(1), z = new(1), g = new([1]), gx = new(2);
        using Guarded<long> y = new([-100]);
        LossTotal total = CrossEntropy.Forward(x.P, y.P, null, 1, 2, 1, -100, 0, losses.P, z.P);
        Assert.True(double.IsNaN(total.Mean));
        CrossEntropy.Backward(x.P, y.P, null, 1, 2, 1, -100, 0, z.P, g.P, 0, 1, gx.P);
        Assert.Equal([0, 0], gx.ToArray());
    }

    [Fact]
    public void Bad_targets_and_smoothing_are_refused()
    {
        using Guarded<float> x = new(6), losses = new(2), z = new(2);
        using Guarded<long> y = new([1, 3]);
        Assert.Equal(1, Assert.Throws<IndexRangeException>(() => CrossEntropy.Forward(x.P, y.P, null, 2, 3, 1, -100, 0, losses.P, z.P)).Position);
        y[1] = -1;
        Assert.Throws<IndexRangeException>(() => CrossEntropy.Forward(x.P, y.P, null, 2, 3, 1, -100, 0, losses.P, z.P));
        y[1] = 0;
        Assert.Throws<ArgumentOutOfRangeException>(() => CrossEntropy.Forward(x.P, y.P, null, 2, 3, 1, -100, 1.5, losses.P, z.P));
    }

    [Theory, InlineData(300, 100, 1), InlineData(4, 10, 1000)]
    public void The_bits_do_not_depend_on_the_threads(int n, int classes, int inner)
    {
        var random = new Random(70);
        float[] x = Draw.Uniform<float>(random, n * classes * inner);
        long[] y = Draw.Integers(random, n * inner, 0, classes);
        ThreadCounts.SameBits(() =>
        {
            using Guarded<float> bx = new(x), losses = new(n * inner), z = new(n * inner), g = new([1]);
            using Guarded<long> by = new(y);
            LossTotal total = CrossEntropy.Forward(bx.P, by.P, null, n, classes, inner, -100, 0.1, losses.P, z.P);
            CrossEntropy.Backward(bx.P, by.P, null, n, classes, inner, -100, 0.1, z.P, g.P, 0, 1 / total.Weight, bx.P);
            return (float[])[.. bx.Span, .. losses.Span, (float)total.Sum];
        });
    }

    private static void CheckClasses<T>(int n, int classes, int inner, bool weighted, double smoothing) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(71);
        T[] x = Draw.Uniform<T>(random, n * classes * inner, -6, 6), w = Draw.Uniform<T>(random, classes, 0.2, 2), g = Draw.Uniform<T>(random, n * inner);
        long[] y = [.. Draw.Integers(random, n * inner, 0, classes).Select(v => random.Next(6) == 0 ? -7 : v)];
        double[] loss = new double[n * inner], gradient = new double[x.Length];
        double weight = 0;
        for (int p = 0; p < n * inner; p++)
        {
            if (y[p] == -7) continue;
            double wy = weighted ? double.CreateTruncating(w[y[p]]) : 1;
            weight += wy;
            double[] t = new double[classes];
            for (int c = 0; c < classes; c++) t[c] = smoothing / classes * (weighted ? double.CreateTruncating(w[c]) : 1) + (c == y[p] ? (1 - smoothing) * wy : 0);
            loss[p] = Position(x, p, classes, inner, t, double.CreateTruncating(g[p]), gradient);
        }

        using Guarded<T> bx = new(x), bw = new(w), bg = new(g), losses = new(n * inner), z = new(n * inner), gx = new(x.Length);
        using Guarded<long> by = new(y);
        T* weights = weighted ? bw.P : null;
        LossTotal total = CrossEntropy.Forward(bx.P, by.P, weights, n, classes, inner, -7, smoothing, losses.P, z.P);
        Close.To<T>(loss, losses.Span, Close.Tolerance<T>(), "loss");
        Assert.Equal(loss.Sum(), total.Sum, 1e-4 * (1 + loss.Sum()));
        Assert.Equal(weight, total.Weight, 1e-6 * (1 + weight));
        CrossEntropy.Backward(bx.P, by.P, weights, n, classes, inner, -7, smoothing, z.P, bg.P, 1, 0.5, gx.P);
        Close.To<T>([.. gradient.Select(v => v / 2)], gx.Span, Close.Tolerance<T>(), "gradient");
    }

    private static void CheckProbabilities<T>(int n, int classes, int inner, bool weighted, double smoothing) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(72);
        T[] x = Draw.Uniform<T>(random, n * classes * inner, -6, 6), w = Draw.Uniform<T>(random, classes, 0.2, 2), t = Draw.Uniform<T>(random, x.Length, 0, 1);
        double[] loss = new double[n * inner], gradient = new double[x.Length];
        for (int p = 0; p < n * inner; p++)
        {
            double[] weightedTargets = new double[classes];
            for (int c = 0; c < classes; c++)
                weightedTargets[c] = (weighted ? double.CreateTruncating(w[c]) : 1) * ((1 - smoothing) * double.CreateTruncating(t[Place(p, c, classes, inner)]) + smoothing / classes);
            loss[p] = Position(x, p, classes, inner, weightedTargets, 1, gradient);
        }

        using Guarded<T> bx = new(x), bw = new(w), bt = new(t), one = new([T.One]), losses = new(n * inner), z = new(n * inner), gx = new(x.Length);
        T* weights = weighted ? bw.P : null;
        LossTotal total = CrossEntropy.ForwardProbabilities(bx.P, bt.P, weights, n, classes, inner, smoothing, losses.P, z.P);
        Close.To<T>(loss, losses.Span, Close.Tolerance<T>(), "loss");
        Assert.Equal(n * inner, total.Weight);
        CrossEntropy.BackwardProbabilities(bx.P, bt.P, weights, n, classes, inner, smoothing, z.P, one.P, 0, 1, gx.P);
        Close.To<T>(gradient, gx.Span, typeof(T) == typeof(float) ? 2e-4 : 1e-10, "gradient");
    }

    private static int Place(int position, int c, int classes, int inner) => (position / inner * classes + c) * inner + position % inner;

    /// <summary>Σ t·(log Σ exp x - x) at one position, and its gradient times g.</summary>
    private static double Position<T>(T[] x, int p, int classes, int inner, double[] t, double g, double[] gradient) where T : INumberBase<T>
    {
        double[] scores = [.. Enumerable.Range(0, classes).Select(c => double.CreateTruncating(x[Place(p, c, classes, inner)]))];
        double z = Math.Log(scores.Sum(Math.Exp));
        for (int c = 0; c < classes; c++) gradient[Place(p, c, classes, inner)] = g * (Math.Exp(scores[c] - z) * t.Sum() - t[c]);
        return scores.Select((s, c) => t[c] * (z - s)).Sum();
    }
}
