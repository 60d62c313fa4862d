using Nabla.Kernels.Activations;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Activations;

/// <summary>Learned activations over 2^20 floats spread evenly through all bit patterns against double precision, for several values of the parameters.</summary>
public unsafe class LearnedAccuracyTests
{
    [Theory, InlineData(1f), InlineData(1.7f), InlineData(-0.6f)]
    public void Swish(float p) => Within(2, default(SwishFunction), x => Gated(x, (double)p * x), p);

    [Theory, InlineData(1f), InlineData(2.3f)]
    public void Smu(float p) => Within(0.6, new SmuFunction(0.25), x => x * (0.25 + (0.375 * ScalarMath.Erfc(-0.75 * p * x))), p);

    [Theory, InlineData(0.5f), InlineData(3f)]
    public void Snake(float p) => Within(0.6, default(SnakeFunction), x => x + (Math.Pow(Math.Sin((double)p * x), 2) / p), p, range: 1e6 / p);

    // The sum of two terms cancels a little around its zero.
    [Theory, InlineData(1.2f, -0.3f, 1.5f), InlineData(0.4f, 0.9f, -2f)]
    public void Acon(float p, float q, float r) => Within(1, default(AconFunction), x => Gated(((double)p - q) * x, (double)r * (((double)p - q) * x)) + ((double)q * x), p, q, r);

    [Fact]
    public void PRelu() => Within(0.5, default(PReluFunction), x => x > 0 ? x : 0.3f * (double)x, 0.3f);

    // σ(v) from whichever side does not cancel, and 0·x below the range of e^v.
    private static double Gated(double x, double v) => v < -700 ? 0 : v >= 0 ? x / (1 + Math.Exp(-v)) : x * (Math.Exp(v) / (1 + Math.Exp(v)));

    private static void Within<F>(double limit, F f, Func<double, double> reference, float p, float q = 0, float r = 0, double range = 1e30) where F : struct, ILearnedActivation
    {
        const int Count = 1 << 20;
        float[] x = new float[Count], y = new float[Count];
        for (long i = 0; i < Count; i++)
        {
            x[i] = BitConverter.UInt32BitsToSingle((uint)(i * 4099));
            if (!(Math.Abs(x[i]) <= range)) x[i] = 0.375f;
        }
        fixed (float* a = x, b = y) LearnedPass.Forward(f, a, &p, &q, &r, new(1, Count, false, 1), b);
        double worst = 0, at = 0;
        for (int i = 0; i < Count; i++)
        {
            double exact = reference(x[i]);
            double unit = Math.Max(Math.ScaleB(1, Math.ILogB(exact == 0 ? 1e-300 : exact) - 23), Math.ScaleB(1, -149));
            double error = Math.Abs(y[i] - exact) / unit;
            if (!(error <= worst)) (worst, at) = (error, x[i]);
        }
        TestContext.Current.SendDiagnosticMessage($"{F.Name}: {worst:F2} ulp at {at:R}");
        Assert.True(worst <= limit, $"{F.Name} errs by {worst:F2} ulp at {at:R}");
    }
}
