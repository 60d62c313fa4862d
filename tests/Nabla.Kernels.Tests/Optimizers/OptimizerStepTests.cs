using Nabla.Kernels.Optimizers;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Optimizers;

/// <summary>Ten steps from (0.5, -1.25, 2) with gradients 0.3 cos(t + i) + 0.1 p, against PyTorch 1.13 in float64.</summary>
public class OptimizerStepTests
{
    [Fact] public void Plain_descent() => Sgd(new(0.1), [0.4414391346733864, -1.0888183694411537, 1.8645332027700137]);

    [Fact] public void Momentum_dampening_and_decay() => Sgd(new(0.1, 0.9, 0.2, 0.01), [0.19989878488935325, -0.762273997160019, 1.4821077175660289]);

    [Fact] public void Nesterov() => Sgd(new(0.1, 0.9, 0, 0.01, Nesterov: true), [0.1734143002888076, -0.5713683383661436, 1.3137852768534388]);

    [Fact] public void Climbing() => Sgd(new(0.1, 0.5, Maximize: true), [0.6482092374618191, -1.5431990822478237, 2.2759306485627517]);

    [Fact] public void Adam() => Moments(new(0.1), [0.14256448188101117, -0.8147839099290676, 1.5211868114669225]);

    [Fact] public void Adam_with_decay_in_the_gradient() => Moments(new(0.1, 0.8, 0.95, 1e-6, 0.05), [0.13169177701427964, -0.5664211924122373, 1.236283758759987]);

    [Fact] public void Climbing_with_the_largest_moment() => Moments(new(0.1, AmsGrad: true, Maximize: true), [0.9914648543170071, -1.7345108823245685, 2.561189310206819]);

    [Fact] public void Decoupled_decay() => Moments(new(0.1, WeightDecay: 0.05, Decoupled: true), [0.1308940071573846, -0.7653094540931134, 1.4399330572498787]);

    [Fact] public void Decoupled_decay_with_the_largest_moment() => Moments(new(0.05, WeightDecay: 0.05, Decoupled: true, AmsGrad: true), [0.29655233069222214, -0.9981245198515918, 1.705568827584639]);

    [Fact]
    public void The_bits_depend_neither_on_the_threads_nor_on_the_place()
    {
        float[] p = Draw.Uniform<float>(new Random(1), 70_001), g = Draw.Uniform<float>(new Random(2), 70_001);
        AdamSettings adam = new(WeightDecay: 0.1, Decoupled: true);
        SgdSettings sgd = new(0.1, 0.9, WeightDecay: 0.01);
        ThreadCounts.SameBits(() =>
        {
            float[] parameters = [.. p], mean = new float[p.Length], square = new float[p.Length];
            AdamStep.Run(parameters, g, mean, square, default, 1, adam);
            SgdStep.Run(parameters, g, mean, false, sgd);
            return (float[])[.. parameters, .. mean, .. square];
        });
        float[] whole = [.. p], single = [.. p], m = new float[p.Length], s = new float[p.Length], m2 = new float[p.Length], s2 = new float[p.Length];
        AdamStep.Run(whole, g, m, s, default, 1, adam);
        for (int i = 0; i < 100; i++) AdamStep.Run(single.AsSpan(i, 1), g.AsSpan(i, 1), m2.AsSpan(i, 1), s2.AsSpan(i, 1), default, 1, adam);
        Assert.Equal(whole[..100], single[..100]);
    }

    [Fact]
    public void Lengths_must_agree()
    {
        Assert.Throws<ArgumentException>(() => SgdStep.Run(new float[3], new float[2], default, true, new(0.1)));
        Assert.Throws<ArgumentException>(() => SgdStep.Run(new float[3], new float[3], new float[2], true, new(0.1, 0.9)));
        Assert.Throws<ArgumentException>(() => AdamStep.Run(new float[3], new float[3], new float[3], new float[3], new float[1], 1, new(AmsGrad: true)));
        Assert.Throws<ArgumentOutOfRangeException>(() => AdamStep.Run(new float[3], new float[3], new float[3], new float[3], default, 0, new()));
    }

    private static void Sgd(SgdSettings settings, double[] expected)
    {
        double[] p = [0.5, -1.25, 2], m = new double[3];
        float[] q = [0.5f, -1.25f, 2], n = new float[3];
        for (int t = 0; t < 10; t++)
        {
            SgdStep.Run(p, Gradient(p, t), m, t == 0, settings);
            SgdStep.Run(q, Array.ConvertAll(Gradient(Array.ConvertAll(q, v => (double)v), t), v => (float)v), n, t == 0, settings);
        }
        Close.To<double>(expected, p, 1e-14);
        Close.To<float>(expected, q, 2e-6);
    }

    private static void Moments(AdamSettings settings, double[] expected)
    {
        double[] p = [0.5, -1.25, 2], m = new double[3], s = new double[3], l = new double[3];
        float[] q = [0.5f, -1.25f, 2], m2 = new float[3], s2 = new float[3], l2 = new float[3];
        for (int t = 0; t < 10; t++)
        {
            AdamStep.Run(p, Gradient(p, t), m, s, l, t + 1, settings);
            AdamStep.Run(q, Array.ConvertAll(Gradient(Array.ConvertAll(q, v => (double)v), t), v => (float)v), m2, s2, l2, t + 1, settings);
        }
        Close.To<double>(expected, p, 1e-13);
        Close.To<float>(expected, q, 5e-6);
    }

    private static double[] Gradient(double[] p, int t)
    {
        double[] g = new double[3];
        for (int i = 0; i < 3; i++) g[i] = (0.3 * Math.Cos(t + i)) + (0.1 * p[i]);
        return g;
    }
}
