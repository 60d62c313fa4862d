using System.Numerics;
using Nabla.Kernels.Normalization;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Normalization;

public unsafe class BatchNormTests
{
    private const double Epsilon = 1e-5;

    public static TheoryData<int, int, int, bool> Shapes => new()
    {
        { 4, 3, 1, false },
        { 5, 35, 1, true },
        { 2, 3, 7, false },
        { 3, 2, 19, true },
        { 1, 9, 10, false },
        { 2, 1, 25, true },
    };

    public static TheoryData<int, int, int> LargeShapes => new()
    {
        { 64, 70, 1 },
        { 8, 16, 49 },
        { 3, 2, 30_000 },
        { 2, 64, 1000 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Training_matches_the_definition_and_finite_differences(int n, int channels, int spatial, bool relu)
    {
        double[] x = Draw.Uniform<double>(new Random(20), n * channels * spatial), g = Draw.Uniform<double>(new Random(21), x.Length);
        double[] gamma = Draw.Uniform<double>(new Random(22), channels), beta = Draw.Uniform<double>(new Random(23), channels);
        var reference = new NormReference(i => i / spatial % channels, i => i / spatial % channels, Epsilon, Relu: relu);
        Outcome<double> actual = Train(x, g, gamma, beta, n, channels, spatial, Of(relu));
        Close.To<double>(reference.Forward(x, gamma, beta), actual.Y, 1e-12, "y");
        (double[] gx, double[] gGamma, double[] gBeta) = reference.Gradients(x, gamma, beta, g);
        Close.To<double>(gx, actual.Gx, 1e-6, "gx");
        Close.To<double>(gGamma, actual.GGamma, 1e-6, "gGamma");
        Close.To<double>(gBeta, actual.GBeta, 1e-6, "gBeta");
    }

    [Theory, MemberData(nameof(LargeShapes))]
    public void Float_follows_double(int n, int channels, int spatial)
    {
        float[] x = Draw.Uniform<float>(new Random(24), n * channels * spatial, 8, 12), g = Draw.Uniform<float>(new Random(25), x.Length);
        float[] gamma = Draw.Uniform<float>(new Random(26), channels), beta = Draw.Uniform<float>(new Random(27), channels);
        Outcome<float> narrow = Train(x, g, gamma, beta, n, channels, spatial, FusedActivation.ReLU);
        Outcome<double> wide = Train(Close.Doubles<float>(x), Close.Doubles<float>(g), Close.Doubles<float>(gamma), Close.Doubles<float>(beta), n, channels, spatial, FusedActivation.ReLU);
        Close.To<float>(wide.Y, narrow.Y, 2e-6, "y");
        Close.To<float>(wide.Mean, narrow.Mean, 1e-7, "mean");
        Close.To<float>(wide.Variance, narrow.Variance, 1e-6, "variance");
        // Where the pre-activation rounds to the other side of zero the gradient of one element flips; compare the sums.
        Close.To<float>(wide.GGamma, narrow.GGamma, 1e-3, "gGamma");
        Close.To<float>(wide.GBeta, narrow.GBeta, 1e-3, "gBeta");
        narrow = Train(x, g, gamma, beta, n, channels, spatial, FusedActivation.None);
        wide = Train(Close.Doubles<float>(x), Close.Doubles<float>(g), Close.Doubles<float>(gamma), Close.Doubles<float>(beta), n, channels, spatial, FusedActivation.None);
        Close.To<float>(wide.Gx, narrow.Gx, 5e-6, "gx");
    }

    [Theory, InlineData(4, 5, 1, false), InlineData(2, 3, 18, true), InlineData(2, 19, 1, true)]
    public void Inference_uses_the_running_statistics(int n, int channels, int spatial, bool relu)
    {
        double[] x = Draw.Uniform<double>(new Random(28), n * channels * spatial), g = Draw.Uniform<double>(new Random(29), x.Length);
        double[] gamma = Draw.Uniform<double>(new Random(30), channels), beta = Draw.Uniform<double>(new Random(31), channels);
        double[] mean = Draw.Uniform<double>(new Random(32), channels), variance = Draw.Uniform<double>(new Random(33), channels, 0.5, 2);
        double[] y = new double[x.Length], gx = new double[x.Length], gGamma = new double[channels], gBeta = new double[channels];
        for (int i = 0; i < x.Length; i++)
        {
            int c = i / spatial % channels;
            double s = 1 / Math.Sqrt(variance[c] + Epsilon), v = (x[i] - mean[c]) * s * gamma[c] + beta[c];
            y[i] = relu ? Math.Max(v, 0) : v;
            double open = relu && v <= 0 ? 0 : g[i];
            gx[i] = open * s * gamma[c];
            gGamma[c] += open * (x[i] - mean[c]) * s;
            gBeta[c] += open;
        }

        using Guarded<double> bx = new(x), bg = new(g), bGamma = new(gamma), bBeta = new(beta), bMean = new(mean), bVariance = new(variance);
        using Guarded<double> by = new(x.Length), bgx = new(x.Length), bgGamma = new(channels), bgBeta = new(channels);
        BatchNorm.ForwardInference(bx.P, n, channels, spatial, bGamma.P, bBeta.P, bMean.P, bVariance.P, Epsilon, by.P, Of(relu));
        BatchNorm.BackwardInference(bg.P, bx.P, n, channels, spatial, bGamma.P, bBeta.P, bMean.P, bVariance.P, Epsilon, bgx.P, bgGamma.P, bgBeta.P, Of(relu));
        Close.To<double>(y, by.Span, 1e-12, "y");
        Close.To<double>(gx, bgx.Span, 1e-12, "gx");
        Close.To<double>(gGamma, bgGamma.Span, 1e-12, "gGamma");
        Close.To<double>(gBeta, bgBeta.Span, 1e-12, "gBeta");
    }

    [Fact]
    public void Missing_gamma_and_beta_count_as_one_and_zero()
    {
        using Guarded<float> x = new([1, 3, 10, 20]), y = new(4), mean = new(2), variance = new(2), invStd = new(2);
        BatchNorm.ForwardTraining(x.P, 1, 2, 2, null, null, 0, y.P, mean.P, variance.P, invStd.P);
        Assert.Equal([-1, 1, -1, 1], y.ToArray());
        Assert.Equal([2, 15], mean.ToArray());
        Assert.Equal([1, 25], variance.ToArray());
        Assert.Equal([1, 0.2f], invStd.ToArray());
    }

    [Fact]
    public void A_large_common_offset_costs_no_digits_of_the_variance()
    {
        float[] x = [.. Enumerable.Range(0, 20_000).Select(i => 100_000f + (i % 2))];
        using Guarded<float> bx = new(x), y = new(x.Length), mean = new(1), variance = new(1), invStd = new(1);
        BatchNorm.ForwardTraining(bx.P, 1, 1, x.Length, null, null, 0, y.P, mean.P, variance.P, invStd.P);
        Assert.Equal(0.25f, variance[0], 1e-6f);
    }

    [Fact]
    public void NaN_stays_in_its_channel_and_passes_the_ReLU()
    {
        using Guarded<float> x = new([1, float.NaN, 1, 3]), y = new(4), mean = new(2), variance = new(2), invStd = new(2);
        BatchNorm.ForwardTraining(x.P, 1, 2, 2, null, null, 0, y.P, mean.P, variance.P, invStd.P, FusedActivation.ReLU);
        Assert.Equal([float.NaN, float.NaN, 0, 1], y.ToArray());
    }

    [Fact]
    public void An_empty_batch_has_no_statistics() =>
        Assert.Throws<ArgumentException>(() => BatchNorm.ForwardTraining<float>(null, 0, 3, 5, null, null, 0, null, null, null, null));

    [Theory, MemberData(nameof(LargeShapes))]
    public void The_bits_do_not_depend_on_the_threads(int n, int channels, int spatial)
    {
        float[] x = Draw.Uniform<float>(new Random(34), n * channels * spatial), g = Draw.Uniform<float>(new Random(35), x.Length);
        float[] gamma = Draw.Uniform<float>(new Random(36), channels), beta = Draw.Uniform<float>(new Random(37), channels);
        ThreadCounts.SameBits(() =>
        {
            Outcome<float> o = Train(x, g, gamma, beta, n, channels, spatial, FusedActivation.ReLU);
            return (float[])[.. o.Y, .. o.Gx, .. o.GGamma, .. o.GBeta];
        });
    }

    [Theory]
    [InlineData(8, 3, 4, FusedActivation.ReLU6), InlineData(3, 5, 49, FusedActivation.SiLU), InlineData(4, 3, 1, FusedActivation.SiLU), InlineData(4, 9, 1, FusedActivation.ReLU6)]
    [InlineData(2, 3, 6007, FusedActivation.SiLU), InlineData(2, 9, 6007, FusedActivation.ReLU6), InlineData(2, 33, 6007, FusedActivation.ReLU)]
    public void An_activation_in_the_same_pass_is_the_activation_after_it(int n, int channels, int spatial, FusedActivation activation)
    {
        float[] x = Draw.Uniform<float>(new Random(40), n * channels * spatial, -3, 5), g = Draw.Uniform<float>(new Random(41), x.Length);
        float[] gamma = Draw.Uniform<float>(new Random(42), channels, 2, 4), beta = Draw.Uniform<float>(new Random(43), channels, 0, 3);
        double[] wideX = Close.Doubles<float>(x), wideG = Close.Doubles<float>(g), wideGamma = Close.Doubles<float>(gamma), wideBeta = Close.Doubles<float>(beta);
        double[] before = Train(wideX, wideG, wideGamma, wideBeta, n, channels, spatial, FusedActivation.None).Y;
        var through = new double[g.Length];
        for (int i = 0; i < g.Length; i++) through[i] = g[i] * Slope(activation, before[i]);
        Outcome<double> apart = Train(wideX, through, wideGamma, wideBeta, n, channels, spatial, FusedActivation.None);
        Outcome<double> wide = Train(wideX, wideG, wideGamma, wideBeta, n, channels, spatial, activation);
        Outcome<float> narrow = Train(x, g, gamma, beta, n, channels, spatial, activation);
        double[] after = Array.ConvertAll(before, v => Value(activation, v));
        Close.To<double>(after, wide.Y, 1e-12, "y");
        Close.To<double>(apart.Gx, wide.Gx, 1e-11, "gx");
        Close.To<double>(apart.GGamma, wide.GGamma, 1e-11, "gGamma");
        Close.To<double>(apart.GBeta, wide.GBeta, 1e-11, "gBeta");
        Close.To<float>(after, narrow.Y, 4e-6, "y of floats");
        Close.To<float>(apart.GGamma, narrow.GGamma, 1e-3, "gGamma of floats");
        Close.To<float>(apart.GBeta, narrow.GBeta, 1e-3, "gBeta of floats");
    }

    [Theory, InlineData(1, 40), InlineData(8, 16), InlineData(2, 5000), InlineData(130, 64)]
    public void Statistics_of_floats_are_those_of_doubles(int n, int spatial)
    {
        var random = new Random(44);
        float[] x = [.. Enumerable.Range(0, n * 3 * spatial).Select(i => (float)(1000 + random.NextDouble() + (i % 1000 == 7 ? 50 : 0)))];
        Outcome<float> narrow = Train(x, x, [1f, 1, 1], [0f, 0, 0], n, 3, spatial, FusedActivation.None);
        for (int c = 0; c < 3; c++)
        {
            double[] values = [.. Enumerable.Range(0, x.Length).Where(i => i / spatial % 3 == c).Select(i => (double)x[i])];
            double mean = values.Average(), variance = values.Average(v => (v - mean) * (v - mean));
            Assert.Equal(mean, narrow.Mean[c], 1e-7 * mean);
            Assert.Equal(variance, narrow.Variance[c], 1e-6 * variance);
        }
    }

    private static double Value(FusedActivation activation, double v) => activation switch
    {
        FusedActivation.ReLU => Math.Max(v, 0),
        FusedActivation.ReLU6 => Math.Clamp(v, 0, 6),
        FusedActivation.SiLU => v / (1 + Math.Exp(-v)),
        _ => v,
    };

    private static double Slope(FusedActivation activation, double v) => activation switch
    {
        FusedActivation.ReLU => v > 0 ? 1 : 0,
        FusedActivation.ReLU6 => v is > 0 and < 6 ? 1 : 0,
        FusedActivation.SiLU => (1 + (v * Math.Exp(-v) / (1 + Math.Exp(-v)))) / (1 + Math.Exp(-v)),
        _ => 1,
    };

    private static FusedActivation Of(bool relu) => relu ? FusedActivation.ReLU : FusedActivation.None;

    private sealed record Outcome<T>(T[] Y, T[] Mean, T[] Variance, T[] Gx, T[] GGamma, T[] GBeta);

    private static Outcome<T> Train<T>(T[] x, T[] g, T[] gamma, T[] beta, int n, int channels, int spatial, FusedActivation activation) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Guarded<T> bx = new(x), bg = new(g), bGamma = new(gamma), bBeta = new(beta), y = new(x.Length), gx = new(x.Length);
        using Guarded<T> mean = new(channels), variance = new(channels), invStd = new(channels), gGamma = new(channels), gBeta = new(channels);
        BatchNorm.ForwardTraining(bx.P, n, channels, spatial, bGamma.P, bBeta.P, Epsilon, y.P, mean.P, variance.P, invStd.P, activation);
        BatchNorm.BackwardTraining(bg.P, bx.P, n, channels, spatial, bGamma.P, bBeta.P, mean.P, invStd.P, gx.P, gGamma.P, gBeta.P, activation);
        return new(y.ToArray(), mean.ToArray(), variance.ToArray(), gx.ToArray(), gGamma.ToArray(), gBeta.ToArray());
    }
}
