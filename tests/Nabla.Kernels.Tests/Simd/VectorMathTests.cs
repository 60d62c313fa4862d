using System.Runtime.InteropServices;
using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Tests.Simd;

/// <summary>Elementary functions against double precision (for float) and the runtime or 40-digit values (for double), in units of the last place.</summary>
public unsafe class VectorMathTests
{
    // Without fused multiply-add every polynomial step rounds twice.
    private static readonly double Slack = System.Runtime.Intrinsics.X86.Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported ? 1 : 1.5;

    [Fact] public void Exp_float() => Float(new ExpKernel(), Math.Exp, 1.1);

    [Fact] public void Exp2_float() => Float(new Exp2Kernel(), x => Math.Pow(2, x), 1.1);

    [Fact] public void ExpM1_float() => Float(new ExpM1Kernel(), x => Math.Abs(x) < 1e-5 ? x + (x * x / 2) : Math.Abs(x) < 0.3 ? 2 * Math.Sinh(x / 2) * Math.Exp(x / 2) : Math.Exp(x) - 1, 1.6);

    [Fact] public void Log_float() => Float(new LogKernel(), Math.Log, 1);

    [Fact] public void Log2_float() => Float(new Log2Kernel(), Math.Log2, 1.7);

    [Fact] public void Log10_float() => Float(new Log10Kernel(), Math.Log10, 1.9);

    [Fact] public void Log1P_float() => Float(new Log1PKernel(), LogOnePlus, 1.7);

    [Fact] public void Sin_float() => Float(new SinKernel(), Math.Sin, 1.7);

    [Fact] public void Cos_float() => Float(new CosKernel(), Math.Cos, 1.7);

    [Fact] public void Tanh_float() => Float(new TanhKernel(), Math.Tanh, 2);

    [Fact] public void Sigmoid_float() => Float(new SigmoidKernel(), Logistic, 1.9);

    [Fact] public void Gate_float() => Float(new GateKernel(), Logistic, 1.9, -87);

    [Fact] public void Squash_float() => Float(new SquashKernel(), Math.Tanh, 2.5);

    [Fact] public void Erf_float() => Float(new ErfKernel(), ScalarMath.Erf, 1.2);

    [Fact] public void Erfc_float() => Float(new ErfcKernel(), ScalarMath.Erfc, 0.7);

    [Fact] public void Silu_float() => Float(new SiluKernel(), x => x * Logistic(x), 2);

    [Fact] public void Gelu_float() => Float(new GeluKernel(), x => x * 0.5 * ScalarMath.Erfc(-x / Math.Sqrt(2)), 1.9);

    [Fact] public void Softplus_float() => Float(new SoftplusKernel(1, 20), x => x > 20 ? x : Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x))), 2);

    [Fact] public void Exp_double() => Double(new ExpKernel(), Math.Exp, 2);

    [Fact] public void ExpM1_double() => Double(new ExpM1Kernel(), x => Math.Abs(x) < 0.7 ? 2 * Math.Sinh(x / 2) * Math.Exp(x / 2) : Math.Exp(x) - 1, 4);

    [Fact] public void Log_double() => Double(new LogKernel(), Math.Log, 1.5);

    [Fact] public void Log2_double() => Double(new Log2Kernel(), Math.Log2, 2);

    [Fact] public void Log10_double() => Double(new Log10Kernel(), Math.Log10, 2.5);

    [Fact] public void Sin_double() => Double(new SinKernel(), Math.Sin, 2);

    [Fact] public void Cos_double() => Double(new CosKernel(), Math.Cos, 2);

    [Fact] public void Tanh_double() => Double(new TanhKernel(), Math.Tanh, 3.5);

    [Fact] public void Gate_double() => Double(new GateKernel(), Logistic, 4, -708);

    [Fact] public void Squash_double() => Double(new SquashKernel(), Math.Tanh, 3.5);

    [Fact] public void Sigmoid_double() => Double(new SigmoidKernel(), Logistic, 2.5);

    [Theory]
    [MemberData(nameof(SpecialValues.Erf), MemberType = typeof(SpecialValues))]
    public void Erf_double(double x, double expected) => Near(expected, One(new ErfKernel(), x), 2);

    [Theory]
    [MemberData(nameof(SpecialValues.Erfc), MemberType = typeof(SpecialValues))]
    public void Erfc_double(double x, double expected) => Near(expected, One(new ErfcKernel(), x), 2);

    [Theory]
    [MemberData(nameof(SpecialValues.Gelu), MemberType = typeof(SpecialValues))]
    public void Gelu_double(double x, double expected) => Near(expected, One(new GeluKernel(), x), 2);

    [Theory]
    [MemberData(nameof(SpecialValues.LogGamma), MemberType = typeof(SpecialValues))]
    public void Log_gamma(double x, double expected) => Assert.Equal(expected, One(new LogGammaKernel(), x), 4e-15 * Math.Max(1, Math.Abs(expected)));

    [Theory]
    [MemberData(nameof(SpecialValues.Digamma), MemberType = typeof(SpecialValues))]
    public void Digamma(double x, double expected) => Assert.Equal(expected, One(new DigammaKernel(), x), 1e-14 * Math.Max(1, Math.Abs(expected)));

    [Theory]
    [MemberData(nameof(SpecialValues.ErfInverse), MemberType = typeof(SpecialValues))]
    public void Inverse_erf(double x, double expected) => Assert.Equal(expected, One(new ErfInverseKernel(), x), Math.Abs(expected) * (1e-15 + (3e-17 / (1 - Math.Abs(x)))));

    [Fact]
    public void Ends_of_the_line()
    {
        double inf = double.PositiveInfinity, nan = double.NaN;
        Edges(new ExpKernel(), [(-inf, 0), (inf, inf), (nan, nan), (0, 1), (-1e4, 0), (1e4, inf)]);
        Edges(new ExpM1Kernel(), [(-inf, -1), (inf, inf), (nan, nan), (0, 0), (-1e4, -1)]);
        Edges(new LogKernel(), [(-inf, nan), (inf, inf), (nan, nan), (0, -inf), (-1, nan), (1, 0)]);
        Edges(new Log1PKernel(), [(-1, -inf), (inf, inf), (nan, nan), (0, 0), (-2, nan)]);
        Edges(new Log2Kernel(), [(8, 3), (0.25, -2), (0, -inf), (inf, inf)]);
        Edges(new Log10Kernel(), [(1000, 3), (0, -inf), (inf, inf)]);
        Edges(new SinKernel(), [(inf, nan), (nan, nan), (0, 0)]);
        Edges(new CosKernel(), [(-inf, nan), (nan, nan), (0, 1)]);
        Edges(new TanhKernel(), [(inf, 1), (-inf, -1), (nan, nan), (0, 0), (1e4, 1)]);
        Edges(new SigmoidKernel(), [(inf, 1), (-inf, 0), (nan, nan), (0, 0.5), (-1e4, 0)]);
        Edges(new ErfKernel(), [(inf, 1), (-inf, -1), (nan, nan), (0, 0)]);
        Edges(new ErfcKernel(), [(inf, 0), (-inf, 2), (nan, nan), (0, 1)]);
        Edges(new GeluKernel(), [(inf, inf), (nan, nan), (0, 0)]);
        Edges(new LogGammaKernel(), [(1, 0), (2, 0), (0, inf), (-3, inf), (inf, inf), (nan, nan)]);
        Edges(new ErfInverseKernel(), [(1, inf), (-1, -inf), (0, 0), (1.5, nan)]);
    }

    [Fact]
    public void Gates_at_the_ends_of_the_line()
    {
        double inf = double.PositiveInfinity, nan = double.NaN;
        Edges(new SquashKernel(), [(inf, 1), (-inf, -1), (nan, nan), (0, 0), (1e4, 1)]);
        Edges(new GateKernel(), [(inf, 1), (nan, nan), (0, 0.5), (1e4, 1)]);
        Assert.InRange(One(new GateKernel(), -inf), 0, 1e-300);
    }

    private static double Logistic(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    private static double LogOnePlus(double x) => Math.Abs(x) < 1e-5 ? x - (x * x / 2) + (x * x * x / 3) : Math.Abs(x) < 0.5 ? 2 * Math.Atanh(x / (2 + x)) : Math.Log(1 + x);

    private static void Edges<K>(K kernel, (double X, double Y)[] pairs) where K : struct, IUnaryKernel
    {
        foreach ((double x, double y) in pairs)
        {
            Assert.Equal(y, One(kernel, x));
            float f = (float)x, g;
            Pointwise.Unary(kernel, &f, &g, 1);
            Assert.Equal((float)y, g);
        }
    }

    private static double One<K>(K kernel, double x) where K : struct, IUnaryKernel
    {
        double y;
        Pointwise.Unary(kernel, &x, &y, 1);
        return y;
    }

    // Every 16411th of all bit patterns that lie in the interval.
    private static void Float<K>(K kernel, Func<double, double> reference, double limit, double low = double.NegativeInfinity, double high = double.PositiveInfinity)
        where K : struct, IUnaryKernel
    {
        const int Count = 1 << 18;
        float[] x = new float[Count], y = new float[Count];
        for (long i = 0; i < Count; i++)
        {
            x[i] = BitConverter.UInt32BitsToSingle((uint)(i * 16411));
            if (!(x[i] >= low && x[i] <= high)) x[i] = 0.375f;
        }
        fixed (float* p = x, q = y) Pointwise.Unary(kernel, p, q, Count);
        for (int i = 0; i < Count; i++)
        {
            double exact = reference(x[i]);
            float rounded = (float)exact;
            if (float.IsFinite(rounded))
            {
                double unit = Math.Max(Math.ScaleB(1, Math.ILogB(exact == 0 ? 1e-300 : exact) - 23), Math.ScaleB(1, -149));
                Assert.True(Math.Abs(y[i] - exact) <= limit * Slack * unit, $"{K.Name}({x[i]:R}) = {y[i]:R}, not {exact:R}: {Math.Abs(y[i] - exact) / unit:F2} ulp");
            }
            else
            {
                Assert.True(rounded.Equals(y[i]), $"{K.Name}({x[i]:R}) = {y[i]:R}, not {rounded:R}");
            }
        }
    }

    private static void Double<K>(K kernel, Func<double, double> reference, double limit, double low = double.NegativeInfinity) where K : struct, IUnaryKernel
    {
        const int Count = 1 << 16;
        Random random = new(5);
        double[] x = new double[Count], y = new double[Count];
        for (int i = 0; i < Count; i++)
            x[i] = i % 2 == 0 ? random.NextDouble() * Math.Pow(10, random.Next(-3, 5)) * (i % 4 - 1) : BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
        fixed (double* p = x, q = y) Pointwise.Unary(kernel, p, q, Count);
        for (int i = 0; i < Count; i++)
        {
            if (x[i] < low) continue;
            // Beyond this the double reference for a difference of exponentials is not exact enough itself.
            if (Math.Abs(x[i]) < 1e-5 && K.Name == "expm1") continue;
            Near(reference(x[i]), y[i], limit, $"{K.Name}({x[i]:R})");
        }
    }

    private static void Near(double expected, double actual, double limit, string what = "")
    {
        if (!double.IsFinite(expected))
        {
            Assert.True(expected.Equals(actual), $"{what} = {actual:R}, not {expected:R}");
            return;
        }
        double unit = Math.Max(Math.ScaleB(1, Math.ILogB(expected == 0 ? 1e-320 : expected) - 52), double.Epsilon);
        Assert.True(Math.Abs(actual - expected) <= limit * Slack * unit, $"{what} = {actual:R}, not {expected:R}: {Math.Abs(actual - expected) / unit:F2} ulp");
    }

    private readonly struct GateKernel : IUnaryKernel
    {
        public static string Name => "gate";

        public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged => VectorMath.Gate<V, T>(x);
    }

    private readonly struct SquashKernel : IUnaryKernel
    {
        public static string Name => "squash";

        public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged => VectorMath.Squash<V, T>(x);
    }
}
