using Nabla.Kernels.Gates;
using Nabla.Kernels.Tests.Threading;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Tests.Gates;

/// <summary>Channel gates against scalar float64 loops.</summary>
[Collection(nameof(PoolAlone))]
public sealed unsafe class ChannelGateTests
{
    public static TheoryData<int, int, int, int, GateCurve, GateCurve> Forms => new()
    {
        { 2, 5, 3, 7, GateCurve.ReLU, GateCurve.Sigmoid },
        { 3, 8, 1, 1, GateCurve.SiLU, GateCurve.Sigmoid },
        { 1, 33, 9, 64, GateCurve.ReLU, GateCurve.Hardsigmoid },
        { 8, 16, 4, 67, GateCurve.SiLU, GateCurve.Hardsigmoid },
        { 2, 130, 20, 4, GateCurve.Sigmoid, GateCurve.SiLU },
        { 1, 1, 1, 5000, GateCurve.Hardsigmoid, GateCurve.ReLU },
    };

    [Theory, MemberData(nameof(Forms))]
    public void Values_and_gradients_follow_the_definition(int n, int c, int s, int plane, GateCurve hidden, GateCurve gate)
    {
        ChannelGateForm form = new(n, c, s, plane, hidden, gate);
        double[][] expected = Reference(form);
        Compare(expected, Run<double>(form), 1e-12);
        Compare(expected, Run<float>(form), 2e-5);
    }

    [Fact]
    public void Planes_of_any_length_touch_their_own_elements_only()
    {
        for (int plane = 1; plane <= 67; plane++)
        {
            ChannelGateForm form = new(1, 3, 2, plane, GateCurve.SiLU, GateCurve.Sigmoid);
            Compare(Reference(form), Run<float>(form), 2e-5);
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        int before = WorkPool.Threads;
        try
        {
            ChannelGateForm form = new(8, 96, 24, 1024, GateCurve.SiLU, GateCurve.Sigmoid);
            double[][]? first = null;
            foreach (int threads in new[] { 1, 2, 3, 8 })
            {
                WorkPool.Threads = threads;
                double[][] all = Run<float>(form);
                first ??= all;
                for (int i = 0; i < all.Length; i++) Assert.True(first[i].AsSpan().SequenceEqual(all[i]), $"{threads} threads, result {i}");
            }
        }
        finally
        {
            WorkPool.Threads = before;
        }
    }

    [Fact]
    public void The_gradient_of_the_input_may_be_left_out()
    {
        ChannelGateForm form = new(2, 6, 2, 9, GateCurve.ReLU, GateCurve.Sigmoid);
        double[][] with = Run<double>(form), without = Run<double>(form, wantsInput: false);
        Assert.All(without[1], value => Assert.Equal(-7, value));
        for (int i = 2; i < with.Length; i++) Assert.Equal(with[i], without[i]);
    }

    [Fact]
    public void An_unknown_curve_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("curve", () => Run<float>(new(1, 2, 1, 3, (GateCurve)9, GateCurve.Sigmoid)));

    // y, gx, gw1, gb1, gw2, gb2; each buffer ends with values that must stay.
    private static double[][] Run<T>(ChannelGateForm form, bool wantsInput = true)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        (long n, long c, long s, long p) = (form.Samples, form.Channels, form.Squeezed, form.Plane);
        T[][] given = [Values<T>(1, n * c * p), Values<T>(2, n * c * p), Values<T>(3, s * c), Values<T>(4, s), Values<T>(5, c * s), Values<T>(6, c)];
        T[] kept = Guarded<T>(form.Kept);
        T[][] results = [Guarded<T>(n * c * p), Guarded<T>(n * c * p), Guarded<T>(s * c), Guarded<T>(s), Guarded<T>(c * s), Guarded<T>(c)];
        fixed (T* g = given[0], x = given[1], w1 = given[2], b1 = given[3], w2 = given[4], b2 = given[5], k = kept)
        fixed (T* y = results[0], gx = results[1], gw1 = results[2], gb1 = results[3], gw2 = results[4], gb2 = results[5])
        {
            ChannelGate.Forward(form, x, w1, b1, w2, b2, k, y);
            ChannelGate.Backward(form, g, x, w1, w2, k, wantsInput ? gx : null, gw1, gb1, gw2, gb2);
        }
        foreach (T[] guarded in (T[][])[kept, .. results])
        {
            for (int i = guarded.Length - 16; i < guarded.Length; i++) Assert.Equal(T.CreateChecked(-7), guarded[i]);
        }
        return [.. results.Select(values => values[..^16].Select(double.CreateChecked).ToArray())];
    }

    private static double[][] Reference(ChannelGateForm form)
    {
        (int n, int c, int s, int p) = ((int)form.Samples, (int)form.Channels, (int)form.Squeezed, (int)form.Plane);
        double[] g = Values<double>(1, n * c * p), x = Values<double>(2, n * c * p), w1 = Values<double>(3, s * c), b1 = Values<double>(4, s), w2 = Values<double>(5, c * s), b2 = Values<double>(6, c);
        double[] y = new double[x.Length], gx = new double[x.Length], gw1 = new double[w1.Length], gb1 = new double[s], gw2 = new double[w2.Length], gb2 = new double[c];
        for (int i = 0; i < n; i++)
        {
            double[] mean = new double[c], a = new double[s], h = new double[s], v = new double[c], outer = new double[c], inner = new double[s];
            for (int j = 0; j < c; j++) mean[j] = Enumerable.Range(0, p).Average(q => x[(((i * c) + j) * p) + q]);
            for (int k = 0; k < s; k++)
            {
                a[k] = b1[k] + Enumerable.Range(0, c).Sum(j => w1[(k * c) + j] * mean[j]);
                h[k] = Curve(form.Hidden, a[k]).Value;
            }
            for (int j = 0; j < c; j++)
            {
                v[j] = b2[j] + Enumerable.Range(0, s).Sum(k => w2[(j * s) + k] * h[k]);
                outer[j] = Enumerable.Range(0, p).Sum(q => g[(((i * c) + j) * p) + q] * x[(((i * c) + j) * p) + q]) * Curve(form.Gate, v[j]).Slope;
                gb2[j] += outer[j];
            }
            for (int k = 0; k < s; k++)
            {
                inner[k] = Enumerable.Range(0, c).Sum(j => outer[j] * w2[(j * s) + k]) * Curve(form.Hidden, a[k]).Slope;
                gb1[k] += inner[k];
                for (int j = 0; j < c; j++)
                {
                    gw1[(k * c) + j] += inner[k] * mean[j];
                    gw2[(j * s) + k] += outer[j] * h[k];
                }
            }
            for (int j = 0; j < c; j++)
            {
                double factor = Curve(form.Gate, v[j]).Value, back = Enumerable.Range(0, s).Sum(k => inner[k] * w1[(k * c) + j]) / p;
                for (int q = 0; q < p; q++)
                {
                    int at = (((i * c) + j) * p) + q;
                    y[at] = x[at] * factor;
                    gx[at] = (g[at] * factor) + back;
                }
            }
        }
        return [y, gx, gw1, gb1, gw2, gb2];
    }

    private static (double Value, double Slope) Curve(GateCurve curve, double v)
    {
        double s = 1 / (1 + Math.Exp(-v));
        return curve switch
        {
            GateCurve.ReLU => (Math.Max(v, 0), v > 0 ? 1 : 0),
            GateCurve.SiLU => (v * s, s * (1 + (v * (1 - s)))),
            GateCurve.Sigmoid => (s, s * (1 - s)),
            _ => (Math.Clamp((v / 6) + 0.5, 0, 1), Math.Abs(v) < 3 ? 1.0 / 6 : 0),
        };
    }

    private static void Compare(double[][] expected, double[][] actual, double tolerance)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double scale = 1 + expected[i].Max(Math.Abs);
            for (int j = 0; j < expected[i].Length; j++)
                Assert.True(Math.Abs(expected[i][j] - actual[i][j]) <= tolerance * scale, $"result {i}, element {j}: {actual[i][j]} instead of {expected[i][j]}");
        }
    }

    // Quarters of small numbers, so that floats hold the very values of the reference.
    private static T[] Values<T>(int seed, long count)
        where T : System.Numerics.INumber<T>
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, (int)count).Select(_ => T.CreateChecked(random.Next(-64, 65) / 64.0))];
    }

    private static T[] Guarded<T>(long count)
        where T : System.Numerics.INumber<T> => [.. Enumerable.Repeat(T.CreateChecked(-7), (int)count + 16)];
}
