using System.Numerics;
using Nabla.Kernels.Losses;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Losses;

public unsafe class BinaryCrossEntropyTests
{
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(67, 0, 1)]
    [InlineData(5000, 3, 1)]
    [InlineData(4099, 5, 7)]
    public void Matches_the_definition(int count, int posCount, int posInner)
    {
        Check<float>(count, posCount, posInner);
        Check<double>(count, posCount, posInner);
    }

    [Fact]
    public void Extreme_scores_stay_accurate()
    {
        using Guarded<float> x = new([20, -20, 200, -200, float.NaN, -30]), t = new([1, 0, 0, 1, 1, 0]), losses = new(6);
        BinaryCrossEntropy.Forward(x.P, t.P, null, null, 0, 1, 6, losses.P);
        Close.To<float>([Math.Exp(-20), Math.Exp(-20), 200, 200, double.NaN, Math.Exp(-30)], losses.Span, 1e-15 + 1e-7);
        Assert.Equal(Math.Exp(-20), losses[0], 1e-14);
        Assert.Equal(Math.Exp(-30), losses[5], 1e-18);
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_threads()
    {
        float[] x = Draw.Uniform<float>(new Random(80), 50_001, -8, 8), t = Draw.Uniform<float>(new Random(81), x.Length, 0, 1);
        ThreadCounts.SameBits(() =>
        {
            using Guarded<float> bx = new(x), bt = new(t), losses = new(x.Length);
            double sum = BinaryCrossEntropy.Forward(bx.P, bt.P, null, null, 0, 1, x.Length, losses.P).Sum;
            return (float[])[.. losses.Span, (float)sum];
        });
    }

    private static void Check<T>(int count, int posCount, int posInner) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(82);
        T[] x = Draw.Uniform<T>(random, count, -9, 9), t = Draw.Uniform<T>(random, count, 0, 1), w = Draw.Uniform<T>(random, count, 0.5, 2), g = Draw.Uniform<T>(random, count);
        T[] p = Draw.Uniform<T>(random, posCount, 0.5, 3);
        double[] loss = new double[count], gradient = new double[count];
        for (int i = 0; i < count; i++)
        {
            double v = double.CreateTruncating(x[i]), target = double.CreateTruncating(t[i]), positive = posCount == 0 ? 1 : double.CreateTruncating(p[i / posInner % posCount]);
            double s = 1 / (1 + Math.Exp(-v)), weight = double.CreateTruncating(w[i]);
            loss[i] = -weight * (positive * target * Math.Log(s) + (1 - target) * Math.Log(1 - s));
            gradient[i] = weight * ((1 - target + positive * target) * s - positive * target) * double.CreateTruncating(g[i]) * 0.25;
        }

        using Guarded<T> bx = new(x), bt = new(t), bw = new(w), bg = new(g), bp = new(p), losses = new(count), gx = new(count);
        LossTotal total = BinaryCrossEntropy.Forward(bx.P, bt.P, bw.P, posCount == 0 ? null : bp.P, posCount, posInner, count, losses.P);
        Close.To<T>(loss, losses.Span, Close.Tolerance<T>(), "loss");
        Assert.Equal(loss.Sum(), total.Sum, 1e-5 * (1 + loss.Sum()));
        BinaryCrossEntropy.Backward(bx.P, bt.P, bw.P, posCount == 0 ? null : bp.P, posCount, posInner, count, bg.P, 1, 0.25, gx.P);
        Close.To<T>(gradient, gx.Span, Close.Tolerance<T>(), "gradient");
    }
}
