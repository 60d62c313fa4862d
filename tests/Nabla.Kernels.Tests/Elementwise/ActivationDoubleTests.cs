using System.Globalization;
using Nabla.Kernels.Elementwise;

namespace Nabla.Kernels.Tests.Elementwise;

/// <summary>Activations in double precision against values of 106 bits (tests/golden/make_activations.py), over the whole range, subnormal results included: within two units in the last place.</summary>
public unsafe class ActivationDoubleTests
{
    // Without fused multiply-add products are split, and every polynomial step rounds twice.
    private static readonly double Slack = System.Runtime.Intrinsics.X86.Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported ? 1 : 2.5;

    private static readonly ILookup<string, double[]> Values = Read();

    [Fact] public void Exp() => Within(1, default(ExpKernel));

    [Fact] public void ExpM1() => Within(1.5, default(ExpM1Kernel));

    [Fact] public void Erf() => Within(1, default(ErfKernel));

    [Fact] public void Erfc() => Within(1.4, default(ErfcKernel));

    [Fact] public void Sigmoid() => Within(1.2, default(SigmoidKernel));

    [Fact] public void Tanh() => Within(2, default(TanhKernel));

    [Fact] public void Tanhshrink() => Within(2, default(TanhShrinkKernel));

    [Fact] public void Silu() => Within(0.6, default(SiluKernel));

    [Fact] public void Swish() => Within(0.6, new SwishKernel(1.5));

    [Fact] public void Gelu() => Within(1.6, default(GeluKernel));

    [Fact] public void Gelu_tanh() => Within(0.6, default(GeluTanhKernel));

    [Fact] public void Mish() => Within(0.6, default(MishKernel));

    [Fact] public void TanhExp() => Within(0.7, default(TanhExpKernel));

    [Fact] public void Serf() => Within(1.4, default(SerfKernel));

    [Fact] public void Snake() => Within(1, new SnakeKernel(0.5));

    [Fact] public void Smu() => Within(1.7, new SmuKernel(0.25, 2.5));

    [Fact] public void Softplus() => Within(1.5, new SoftplusKernel(1, 20));

    [Fact] public void LogSigmoid() => Within(1.5, default(LogSigmoidKernel));

    [Fact] public void Elu() => Within(1.5, new EluKernel(1, 1, 1));

    [Fact] public void Selu() => Within(2, default(SeluKernel));

    [Fact] public void Celu() => Within(1, new CeluKernel(0.5));

    [Fact] public void HardSigmoid() => Within(1.5, default(HardSigmoidKernel));

    [Fact] public void HardSwish() => Within(1.5, default(HardSwishKernel));

    [Fact] public void HardMish() => Within(1.2, default(HardMishKernel));

    [Fact] public void SoftSign() => Within(1.5, default(SoftSignKernel));

    private static void Within<K>(double limit, K kernel) where K : struct, IUnaryKernel
    {
        double[][] cases = [.. Values[K.Name]];
        Assert.True(cases.Length > 100, K.Name);
        double[] x = [.. cases.Select(c => c[0])], y = new double[x.Length];
        fixed (double* p = x, q = y) Pointwise.Unary(kernel, p, q, x.Length);
        for (int i = 0; i < x.Length; i++)
        {
            (double high, double low) = (cases[i][1], cases[i][2]);
            double unit = Math.Max(Math.ScaleB(1, Math.ILogB(high == 0 ? 1e-308 : high) - 52), double.Epsilon);
            double error = y[i].Equals(high) ? Math.Abs(low / unit) : Math.Abs(((y[i] - high) / unit) - (low / unit));
            Assert.True(error <= limit * Slack, $"{K.Name}({x[i]:R}) = {y[i]:R}, not {high:R}: {error:F2} ulp");
        }
    }

    private static ILookup<string, double[]> Read()
    {
        using Stream stream = typeof(ActivationDoubleTests).Assembly.GetManifestResourceStream("activations.csv")!;
        using StreamReader reader = new(stream);
        List<(string Name, double[] Values)> lines = [];
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            lines.Add((fields[0], [.. fields.Skip(1).Select(f => BitConverter.Int64BitsToDouble(long.Parse(f, NumberStyles.HexNumber, CultureInfo.InvariantCulture)))]));
        }
        return lines.ToLookup(l => l.Name, l => l.Values);
    }
}
