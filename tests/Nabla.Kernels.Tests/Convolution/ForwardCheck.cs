using Nabla.Kernels.Convolution;
using Nabla.Kernels.Tests.Gemm;

namespace Nabla.Kernels.Tests.Convolution;

/// <summary>One kernel's forward pass against the definition, with everything that may be done to the results.</summary>
internal static unsafe class ForwardCheck
{
    /// <summary>A forward pass: input, weight, finish, output, and which of the four ways it is.</summary>
    public delegate void Pass<T>(T* x, T* w, ConvFinish<T> finish, T* y, int way)
        where T : unmanaged;

    /// <summary>A buffer of random values between guarded margins.</summary>
    public static GuardedBuffer<T> Filled<T>(long count, int seed)
        where T : unmanaged
    {
        var buffer = new GuardedBuffer<T>(count, seed % 3);
        GemmCase.Fill(buffer.Span, new Random(seed));
        return buffer;
    }

    /// <summary>Runs a pass plainly, with a bias, with a bias and a rectifier, and with another tensor added as well.</summary>
    public static void Run<T>(ConvGeometry g, double tolerance, string name, Pass<T> pass)
        where T : unmanaged
    {
        using var x = Filled<T>(g.InputCount, 1);
        using var w = Filled<T>(g.WeightCount, 2);
        using var bias = Filled<T>(g.OutChannels, 3);
        using var add = Filled<T>(g.OutputCount, 4);
        using var y = new GuardedBuffer<T>(g.OutputCount, 1);
        double[] sums = new double[g.OutputCount], sizes = new double[g.OutputCount];
        ConvReference.ForEachTerm(g, (i, k, o) =>
        {
            double term = GemmCase.Value(x.Span[(int)i]) * GemmCase.Value(w.Span[(int)k]);
            sums[o] += term;
            sizes[o] += Math.Abs(term);
        });
        for (int way = 0; way < 4; way++)
        {
            bool biased = way > 0, relu = way >= 2, added = way == 3;
            pass(x.Pointer, w.Pointer, new(biased ? bias.Pointer : null, added ? add.Pointer : null, relu), y.Pointer, way);
            y.AssertIntact();
            for (int o = 0; o < g.OutputCount; o++)
            {
                double expected = sums[o] + (biased ? GemmCase.Value(bias.Span[(int)(o / g.OutputPlane % g.OutChannels)]) : 0) + (added ? GemmCase.Value(add.Span[o]) : 0);
                expected = relu ? Math.Max(0, expected) : expected;
                double value = GemmCase.Value(y.Span[o]);
                Assert.True(Math.Abs(value - expected) <= tolerance * (sizes[o] + 1), $"{name} {g} way {way}: [{o}] = {value}, expected {expected}");
            }
        }
        x.AssertIntact();
        w.AssertIntact();
    }
}
