using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Elementwise;

/// <summary>
/// Every elementwise activation over 2^20 floats spread evenly through all bit patterns, subnormal numbers, infinities and both signs included,
/// against double precision: nowhere more than two units in the last place.
/// </summary>
public unsafe class ActivationAccuracyTests
{
    // Without fused multiply-add every polynomial step rounds twice.
    private static readonly double Slack = System.Runtime.Intrinsics.X86.Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported ? 1 : 1.5;

    [Fact] public void Sigmoid() => Within(1.9, default(SigmoidKernel), Logistic);

    [Fact] public void Tanh() => Within(1.6, default(TanhKernel), Math.Tanh);

    [Fact] public void Tanhshrink() => Within(0.6, default(TanhShrinkKernel), x => Math.Abs(x) < 0.03 ? x * x * x * ((1 / 3.0) - (x * x * ((2 / 15.0) - (x * x * ((17 / 315.0) - (x * x * 62 / 2835)))))) : x - Math.Tanh(x));

    [Fact] public void Silu() => Within(1.9, default(SiluKernel), x => Gated(x, x));

    [Fact] public void Swish() => Within(0.6, new SwishKernel(1.5), x => Gated(x, 1.5 * x));

    [Fact] public void Gelu() => Within(2, default(GeluKernel), x => x == double.NegativeInfinity ? double.NaN : x * 0.5 * ScalarMath.Erfc(-x / Math.Sqrt(2)));

    [Fact] public void GeluTanh() => Within(0.6, default(GeluTanhKernel), x => Gated(x, 2 * Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))));

    [Fact] public void Mish() => Within(0.6, default(MishKernel), x => x == double.NegativeInfinity ? double.NaN : x < -700 ? 0 : x > 40 ? x : x * Ratio(Math.Exp(x)));

    [Fact] public void TanhExp() => Within(0.6, default(TanhExpKernel), x => x < -700 ? 0 : x * Math.Tanh(Math.Exp(Math.Min(x, 10))));

    [Fact] public void Serf() => Within(0.6, default(SerfKernel), x => x < -700 ? 0 : x > 40 ? x : x * ScalarMath.Erf(SoftPlus(x)));

    [Fact] public void Snake() => Within(0.6, new SnakeKernel(0.5), x => x + (2 * Math.Pow(Math.Sin(0.5 * x), 2)), 1e6);

    [Fact] public void Smu() => Within(0.6, new SmuKernel(0.25, 2.5), x => x * (0.25 + (0.375 * ScalarMath.Erfc(-2.5 * 0.75 * x))));

    [Fact] public void Softplus() => Within(2, new SoftplusKernel(1, 20), x => x > 20 ? x : SoftPlus(x));

    [Fact] public void LogSigmoid() => Within(2, default(LogSigmoidKernel), x => -SoftPlus(-x));

    [Fact] public void Elu() => Within(2, new EluKernel(1, 1, 1), x => x > 0 ? x : ExpMinusOne(x));

    [Fact] public void Selu() => Within(2, default(SeluKernel), x => 1.0507009873554804934 * (x > 0 ? x : 1.6732632423543772848 * ExpMinusOne(x)));

    [Fact] public void Celu() => Within(2, new CeluKernel(0.5), x => x > 0 ? x : 0.5 * ExpMinusOne(x / 0.5));

    [Fact] public void HardSigmoid() => Within(2, default(HardSigmoidKernel), x => Math.Clamp(x + 3, 0, 6) / 6);

    [Fact] public void HardSwish() => Within(2, default(HardSwishKernel), x => x < -3 ? 0 : x > 3 ? x : x * (x + 3) / 6);

    [Fact] public void HardMish() => Within(2, default(HardMishKernel), x => x < -2 ? 0 : x > 0 ? x : x * (x + 2) / 2);

    [Fact] public void SoftSign() => Within(1.5, default(SoftSignKernel), x => double.IsInfinity(x) ? double.NaN : x / (1 + Math.Abs(x)));

    [Fact] public void SquaredRelu() => Within(0.5, default(SquaredReluKernel), x => x > 0 ? x * x : 0);

    [Fact] public void LeakyRelu() => Within(1, new LeakyReluKernel(0.125), x => x > 0 ? x : 0.125 * x);

    [Fact] public void SoftShrink() => Within(0.5, new SoftShrinkKernel(0.5), x => x > 0.5 ? x - 0.5 : x < -0.5 ? x + 0.5 : 0);

    // Ulp of 1/16 around the slope's zero at -0.75, where its two terms cancel; the same kernel reads the upstream gradient 1.
    [Fact]
    public void Gelu_slope()
    {
        const int Count = 1 << 20;
        float[] x = new float[Count], ones = new float[Count], y = new float[Count];
        Array.Fill(ones, 1f);
        for (int i = 0; i < Count; i++) x[i] = i % 2 == 0 ? (i - (Count / 2)) * (13f / Count) : BitConverter.UInt32BitsToSingle((uint)i * 4099u);
        fixed (float* a = ones, b = x, q = y) Pointwise.Binary(default(GeluBackwardKernel), a, b, q, Count);
        double worst = 0, at = 0, tail = 0;
        for (int i = 0; i < Count; i++)
        {
            double v = x[i];
            if (double.IsInfinity(v) || double.IsNaN(v) || v < -12) continue;
            double exact = (0.5 * ScalarMath.Erfc(-v / Math.Sqrt(2))) + (v * Math.Exp(-v * v / 2) / Math.Sqrt(2 * Math.PI));
            double size = Math.Abs(v + 0.75) < 0.25 ? Math.Max(Math.Abs(exact), 1 / 16.0) : Math.Abs(exact);
            double error = Math.Abs(y[i] - exact) / Math.ScaleB(1, Math.ILogB(size) - 23);
            if (!(error <= worst)) (worst, at) = (error, v);
            if (v < -1.25 && v >= -4.25 && !(error <= tail)) tail = error;
        }
        TestContext.Current.SendDiagnosticMessage($"gelu slope: {worst:F2} ulp at {at:R}, {tail:F2} in the tail");
        (double limit, double left) = GeluBackwardKernel.HasQuick ? (4, 2.4) : (11, 5.2);
        Assert.True(worst <= limit && tail <= left, $"the slope errs by {worst:F2} ulp at {at:R}, {tail:F2} ulp in the tail");
    }

    private static double Logistic(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    private static double Gated(double x, double v) => v == double.NegativeInfinity ? double.NaN : v < -700 ? 0 : x * Logistic(v);

    private static double Ratio(double e) => e * (e + 2) / ((e * (e + 2)) + 2);

    private static double SoftPlus(double x) => Math.Max(x, 0) + VectorMath.Log1P<Lanes1<double>, double>(new(Math.Exp(-Math.Abs(x)))).Value;

    private static double ExpMinusOne(double x) => VectorMath.ExpM1<Lanes1<double>, double>(new(x)).Value;

    private static void Within<K>(double limit, K kernel, Func<double, double> reference, double range = double.PositiveInfinity) where K : struct, IUnaryKernel
    {
        const int Count = 1 << 20;
        float[] x = new float[Count], y = new float[Count];
        for (long i = 0; i < Count; i++)
        {
            x[i] = BitConverter.UInt32BitsToSingle((uint)(i * 4099));
            if (!(Math.Abs(x[i]) <= range)) x[i] = 0.375f;
        }
        fixed (float* p = x, q = y) Pointwise.Unary(kernel, p, q, Count);
        double worst = 0, at = 0;
        for (int i = 0; i < Count; i++)
        {
            double exact = reference(x[i]);
            float rounded = (float)exact;
            if (float.IsFinite(rounded))
            {
                double unit = Math.Max(Math.ScaleB(1, Math.ILogB(exact == 0 ? 1e-300 : exact) - 23), Math.ScaleB(1, -149));
                double error = Math.Abs(y[i] - exact) / unit;
                if (!(error <= worst)) (worst, at) = (error, x[i]);
            }
            else
            {
                Assert.True(rounded.Equals(y[i]) || double.IsNaN(exact), $"{K.Name}({x[i]:R}) = {y[i]:R}, not {rounded:R}");
            }
        }
        TestContext.Current.SendDiagnosticMessage($"{K.Name}: {worst:F2} ulp at {at:R}");
        Assert.True(worst <= limit * Slack, $"{K.Name} errs by {worst:F2} ulp at {at:R}");
    }
}
