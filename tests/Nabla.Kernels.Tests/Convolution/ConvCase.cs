using Nabla.Kernels.Convolution;
using Nabla.Kernels.Tests.Gemm;
using Kernel = Nabla.Kernels.Convolution.Convolution;

namespace Nabla.Kernels.Tests.Convolution;

/// <summary>All three passes of one convolution on random data, checked against the definition.</summary>
internal static unsafe class ConvCase
{
    public static void Check<T>(in ConvGeometry g, int seed = 1, double tolerance = 1)
        where T : unmanaged
    {
        using var x = new GuardedBuffer<T>(g.InputCount, seed % 3);
        using var w = new GuardedBuffer<T>(g.WeightCount, seed % 5);
        using var bias = new GuardedBuffer<T>(g.OutChannels);
        using var y = new GuardedBuffer<T>(g.OutputCount, seed % 2);
        using var gx = new GuardedBuffer<T>(g.InputCount);
        using var gw = new GuardedBuffer<T>(g.WeightCount);
        var random = new Random(seed);
        GemmCase.Fill(x.Span, random);
        GemmCase.Fill(w.Span, random);
        GemmCase.Fill(bias.Span, random);
        double[] xs = Values(x), ws = Values(w), bs = Values(bias);
        double[] ys = new double[g.OutputCount], size = new double[g.OutputCount];
        ConvReference.ForEachTerm(g, (i, k, o) =>
        {
            ys[o] += xs[i] * ws[k];
            size[o] += Math.Abs(xs[i] * ws[k]);
        });
        string what = $"{typeof(T).Name} {g}";

        Kernel.Forward(g, x.Pointer, w.Pointer, null, y.Pointer, relu: false);
        Compare(what + " forward", ys, size, y, tolerance);
        for (long i = 0; i < g.OutputCount; i++)
            ys[i] = Math.Max(0, ys[i] + bs[i / g.OutputPlane % g.OutChannels]);
        Kernel.Forward(g, x.Pointer, w.Pointer, bias.Pointer, y.Pointer, relu: true);
        Compare(what + " forward with bias and relu", ys, size, y, tolerance);

        GemmCase.Fill(y.Span, random);
        double[] gys = Values(y), gxs = new double[g.InputCount], gws = new double[g.WeightCount];
        double[] gxSize = new double[g.InputCount], gwSize = new double[g.WeightCount];
        ConvReference.ForEachTerm(g, (i, k, o) =>
        {
            gxs[i] += gys[o] * ws[k];
            gxSize[i] += Math.Abs(gys[o] * ws[k]);
            gws[k] += gys[o] * xs[i];
            gwSize[k] += Math.Abs(gys[o] * xs[i]);
        });
        Kernel.GradInput(g, y.Pointer, w.Pointer, gx.Pointer);
        Compare(what + " gradient to input", gxs, gxSize, gx, tolerance);
        Kernel.GradWeight(g, x.Pointer, y.Pointer, gw.Pointer);
        Compare(what + " gradient to weight", gws, gwSize, gw, tolerance);
        x.AssertIntact();
        w.AssertIntact();
        bias.AssertIntact();
    }

    private static void Compare<T>(string what, double[] expected, double[] size, GuardedBuffer<T> actual, double tolerance)
        where T : unmanaged
    {
        actual.AssertIntact();
        double unit = tolerance * (typeof(T) == typeof(float) ? 1e-5 : 1e-13);
        for (int i = 0; i < expected.Length; i++)
        {
            double value = GemmCase.Value(actual.Span[i]);
            if (!(Math.Abs(value - expected[i]) <= unit * (size[i] + 1)))
                Assert.Fail($"{what}: [{i}] = {value}, expected {expected[i]}");
        }
    }

    private static double[] Values<T>(GuardedBuffer<T> buffer)
        where T : unmanaged => [.. buffer.Span.ToArray().Select(GemmCase.Value)];
}
