using Nabla.Kernels.Normalization;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Normalization;

public unsafe class GroupNormTests
{
    private const double Epsilon = 1e-5;

    [Theory, InlineData(2, 6, 5, 3), InlineData(1, 4, 9, 1), InlineData(3, 4, 10, 4), InlineData(2, 8, 1, 2)]
    public void Matches_the_definition_and_finite_differences(int n, int channels, int spatial, int groups)
    {
        double[] x = Draw.Uniform<double>(new Random(60), n * channels * spatial), g = Draw.Uniform<double>(new Random(61), x.Length);
        double[] gamma = Draw.Uniform<double>(new Random(62), channels), beta = Draw.Uniform<double>(new Random(63), channels);
        var reference = new NormReference(i => i / spatial / (channels / groups), i => i / spatial % channels, Epsilon);
        using Guarded<double> bx = new(x), bg = new(g), bGamma = new(gamma), bBeta = new(beta), y = new(x.Length), gx = new(x.Length);
        using Guarded<double> mean = new(n * groups), rstd = new(n * groups), gGamma = new(channels), gBeta = new(channels);
        GroupNorm.Forward(bx.P, n, channels, spatial, groups, bGamma.P, bBeta.P, Epsilon, y.P, mean.P, rstd.P);
        GroupNorm.Backward(bg.P, bx.P, n, channels, spatial, groups, bGamma.P, mean.P, rstd.P, gx.P, gGamma.P, gBeta.P);
        Close.To<double>(reference.Forward(x, gamma, beta), y.Span, 1e-12, "y");
        (double[] ex, double[] eGamma, double[] eBeta) = reference.Gradients(x, gamma, beta, g);
        Close.To<double>(ex, gx.Span, 1e-6, "gx");
        Close.To<double>(eGamma, gGamma.Span, 1e-6, "gGamma");
        Close.To<double>(eBeta, gBeta.Span, 1e-6, "gBeta");
    }

    [Theory, InlineData(8, 65552, 4), InlineData(64, 8208, 32)]
    public void A_large_result_that_goes_past_the_caches_matches_the_definition(int channels, int spatial, int groups)
    {
        const int N = 2;
        float[] x = Draw.Uniform<float>(new Random(65), N * channels * spatial), gamma = Draw.Uniform<float>(new Random(66), channels), beta = Draw.Uniform<float>(new Random(67), channels);
        Assert.True((long)x.Length * sizeof(float) >= Streaming.Least);
        var reference = new NormReference(i => i / spatial / (channels / groups), i => i / spatial % channels, Epsilon);
        using Guarded<float> bx = new(x), bGamma = new(gamma), bBeta = new(beta), y = new(x.Length), mean = new(N * groups), rstd = new(N * groups);
        GroupNorm.Forward(bx.P, N, channels, spatial, groups, bGamma.P, bBeta.P, Epsilon, y.P, mean.P, rstd.P);
        double[] expected = reference.Forward(Array.ConvertAll(x, v => (double)v), Array.ConvertAll(gamma, v => (double)v), Array.ConvertAll(beta, v => (double)v));
        Close.To<float>(expected, y.Span, 2e-6, "y");
    }

    [Fact]
    public void Groups_must_divide_the_channels() =>
        Assert.Throws<ArgumentException>(() => GroupNorm.Forward<float>(null, 1, 6, 1, 4, null, null, 0, null, null, null));

    [Fact]
    public void The_bits_do_not_depend_on_the_threads()
    {
        float[] x = Draw.Uniform<float>(new Random(64), 6 * 12 * 700);
        ThreadCounts.SameBits(() =>
        {
            using Guarded<float> bx = new(x), y = new(x.Length), mean = new(18), rstd = new(18), gGamma = new(12), gBeta = new(12);
            GroupNorm.Forward(bx.P, 6, 12, 700, 3, null, null, Epsilon, y.P, mean.P, rstd.P);
            GroupNorm.Backward(y.P, bx.P, 6, 12, 700, 3, null, mean.P, rstd.P, bx.P, gGamma.P, gBeta.P);
            return (float[])[.. y.Span, .. bx.Span, .. gGamma.Span, .. gBeta.Span];
        });
    }
}
