using Nabla.Kernels.Activations;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Activations;

/// <summary>P(x) / (1 + |Q(x)|) and its gradients against scalar float64 loops.</summary>
public unsafe class PadeUnitTests
{
    private static readonly float[] A = [0.0336f, 0.505f, 1.651f, 2.005f, 0.928f, 0.1515f], B = [0.2f, 3.969f, -0.1f, 0.3f];

    [Theory, InlineData(1, 1), InlineData(6, 4), InlineData(1, 3), InlineData(4, 1)]
    public void Values_and_gradients_follow_the_definition(int m, int n)
    {
        foreach (int count in (int[])[1, 2, 3, 5, 8, 31, 67, 2048, 5003])
        {
            Check<double>(count, A[..m], B[..n], 1e-12);
            Check<float>(count, A[..m], B[..n], 2e-6);
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits() => ThreadCounts.SameBits(() =>
    {
        (float[] y, float[] gx, float[] ga, float[] gb) = Run<float>(50_001, A, B);
        return (float[])[.. y, .. gx, .. ga, .. gb];
    });

    [Theory, InlineData(-1e4f), InlineData(1e4f), InlineData(1e9f), InlineData(1e-40f), InlineData(0f)]
    public void Far_out_and_at_subnormal_numbers_everything_is_finite(float at)
    {
        using Guarded<float> x = new([at]), g = new([1]), a = new(A), b = new(B), y = new(1), gx = new(1), ga = new(A.Length), gb = new(B.Length);
        PadeUnit.Forward(x.P, 1, a.P, A.Length, b.P, B.Length, y.P);
        PadeUnit.Backward(g.P, x.P, 1, a.P, A.Length, b.P, B.Length, gx.P, ga.P, gb.P);
        Assert.Equal(Value(at), y[0], Math.Abs(Value(at)) * 1e-7);
        Assert.All([gx[0], .. ga.ToArray(), .. gb.ToArray()], v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void Coefficients_there_must_be()
    {
        using Guarded<float> v = new(16);
        Assert.Throws<ArgumentOutOfRangeException>(() => PadeUnit.Forward(v.P, 1, v.P, 0, v.P, 1, v.P));
        Assert.Throws<ArgumentOutOfRangeException>(() => PadeUnit.Backward(v.P, v.P, -1, v.P, 1, v.P, 1, v.P, null, null));
    }

    private static double Value(double x) => Quotient(x, [.. A], [.. B]).Y;

    private static (double P, double Q, double Y) Quotient(double x, double[] a, double[] b)
    {
        double p = 0, q = 0;
        for (int j = 0; j < a.Length; j++) p += a[j] * Math.Pow(x, j);
        for (int k = 0; k < b.Length; k++) q += b[k] * Math.Pow(x, k + 1);
        return (p, q, p / (1 + Math.Abs(q)));
    }

    private static void Check<T>(int count, float[] a, float[] b, double tolerance) where T : unmanaged, System.Numerics.INumberBase<T>
    {
        (float[] x, float[] g) = Inputs(count);
        double[] wideA = [.. a], wideB = [.. b], y = new double[count], gx = new double[count], ga = new double[a.Length], gb = new double[b.Length];
        for (int i = 0; i < count; i++)
        {
            (double p, double q, double value) = Quotient(x[i], wideA, wideB);
            y[i] = value;
            double divisor = 1 + Math.Abs(q), rise = 0, turn = 0;
            for (int j = 1; j < a.Length; j++) rise += j * wideA[j] * Math.Pow(x[i], j - 1);
            for (int k = 0; k < b.Length; k++) turn += (k + 1) * wideB[k] * Math.Pow(x[i], k);
            gx[i] = g[i] * ((rise * divisor) - (p * Math.Sign(q) * turn)) / (divisor * divisor);
            for (int j = 0; j < a.Length; j++) ga[j] += g[i] * Math.Pow(x[i], j) / divisor;
            for (int k = 0; k < b.Length; k++) gb[k] -= g[i] * p * Math.Sign(q) * Math.Pow(x[i], k + 1) / (divisor * divisor);
        }
        (T[] py, T[] pgx, T[] pga, T[] pgb) = Run<T>(count, a, b);
        Close.To<T>(y, py, tolerance / 10, "y");
        Close.To<T>(gx, pgx, tolerance, "gx");
        Close.To<T>(ga, pga, tolerance, "ga");
        Close.To<T>(gb, pgb, tolerance, "gb");
    }

    private static (float[] X, float[] G) Inputs(int count) => (Draw.Uniform<float>(new Random(3), count, -3, 3), Draw.Uniform<float>(new Random(4), count));

    private static (T[] Y, T[] Gx, T[] Ga, T[] Gb) Run<T>(int count, float[] a, float[] b) where T : unmanaged, System.Numerics.INumberBase<T>
    {
        (float[] x, float[] g) = Inputs(count);
        using Guarded<T> bx = new(To(x)), bg = new(To(g)), ba = new(To(a)), bb = new(To(b)), y = new(count), gx = new(count), ga = new(a.Length), gb = new(b.Length);
        PadeUnit.Forward(bx.P, count, ba.P, a.Length, bb.P, b.Length, y.P);
        PadeUnit.Backward(bg.P, bx.P, count, ba.P, a.Length, bb.P, b.Length, gx.P, ga.P, gb.P);
        return (y.ToArray(), gx.ToArray(), ga.ToArray(), gb.ToArray());

        static T[] To(float[] values) => Array.ConvertAll(values, v => T.CreateTruncating(v));
    }
}
