using Nabla.Kernels.Convolution;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Tests.Gemm;
using Nabla.Kernels.Tests.Threading;
using Nabla.Kernels.Threading;
using Kernel = Nabla.Kernels.Convolution.Convolution;

namespace Nabla.Kernels.Tests.Convolution;

[Collection(nameof(PoolAlone))]
public sealed unsafe class PreparedWeightsTests : IDisposable
{
    private readonly int _before = WorkPool.Threads;

    /// <summary>batch, in, out, size, kernel, stride, padding, groups: products with positions as columns and as rows, and Winograd's method.</summary>
    public static TheoryData<int, int, int, int, int, int, int, int> Shapes => new()
    {
        { 1, 64, 48, 14, 3, 1, 1, 1 },
        { 2, 32, 20, 28, 3, 1, 1, 1 },
        { 1, 64, 64, 16, 3, 1, 1, 2 },
        { 1, 5, 7, 6, 3, 1, 1, 1 },
        { 1, 64, 70, 7, 3, 1, 1, 1 },
        { 3, 40, 48, 5, 3, 1, 0, 1 },
        { 2, 96, 64, 4, 3, 1, 2, 2 },
        { 1, 70, 45, 7, 1, 1, 0, 1 },
        { 1, 300, 32, 7, 1, 1, 0, 1 },
        { 1, 33, 70, 14, 1, 2, 0, 1 },
        { 1, 40, 50, 14, 3, 2, 1, 1 },
        { 1, 260, 17, 1, 1, 1, 0, 1 },
        { 3, 20, 37, 4, 3, 1, 0, 1 },
        { 5, 24, 48, 3, 1, 1, 0, 3 },
        { 2, 30, 20, 11, 1, 1, 0, 1 },
        { 1, 3, 20, 30, 7, 2, 3, 1 },
        { 1, 530, 12, 12, 1, 1, 0, 1 },
        { 1, 8, 8, 9, 3, 1, 1, 8 },
    };

    public void Dispose() => WorkPool.Threads = _before;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Prepared_passes_agree_with_the_definition_again_and_again(int batch, int inputs, int outputs, int size, int kernel, int stride, int padding, int groups)
    {
        var g = Geometry(batch, inputs, outputs, size, kernel, stride, padding, groups);
        Check<float>(g, 2e-6, finish: false);
        Check<float>(g, 2e-6, finish: true);
        Check<double>(g, 1e-14, finish: true);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Prepared_passes_have_the_same_bits_for_any_number_of_threads(int batch, int inputs, int outputs, int size, int kernel, int stride, int padding, int groups)
    {
        var g = Geometry(batch, inputs, outputs, size, kernel, stride, padding, groups);
        using var x = new GuardedBuffer<float>(g.InputCount);
        using var w = new GuardedBuffer<float>(g.WeightCount);
        using var y = new GuardedBuffer<float>(g.OutputCount);
        GemmCase.Fill(x.Span, new Random(1));
        GemmCase.Fill(w.Span, new Random(2));
        float[]? expected = null;
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            WorkPool.Threads = threads;
            PreparedWeights? prepared = null;
            Kernel.ForwardPrepared(g, x.Pointer, w.Pointer, null, null, y.Pointer, relu: false, ref prepared);
            prepared?.Dispose();
            expected ??= y.Span.ToArray();
            Assert.True(expected.AsSpan().SequenceEqual(y.Span), $"{threads} threads");
        }
    }

    [Fact]
    public void Weights_prepared_for_another_size_are_made_again()
    {
        using var w = new GuardedBuffer<float>(64 * 64);
        GemmCase.Fill(w.Span, new Random(2));
        PreparedWeights? prepared = null;
        foreach (int size in new[] { 7, 20, 7 })
        {
            var g = Geometry(1, 64, 64, size, 1, 1, 0, 1);
            using var x = new GuardedBuffer<float>(g.InputCount);
            using var y = new GuardedBuffer<float>(g.OutputCount);
            GemmCase.Fill(x.Span, new Random(size));
            Kernel.ForwardPrepared(g, x.Pointer, w.Pointer, null, null, y.Pointer, relu: false, ref prepared);
            (double[] expected, double bound) = Expected(g, x, w, 2e-6);
            AssertClose(expected, y, bound);
        }
    }

    /// <summary>F(2x2, 3x3) has the coefficients 0, ±1 and ±1/2 alone: its errors stay four times below the bound that <see cref="Kernel.UseWinograd"/> states for both methods.</summary>
    [Fact]
    public void Small_tiles_are_more_exact_than_the_bound_of_large_ones()
    {
        var axis = new ConvAxis(7, 3, 1, 1);
        var g = new ConvGeometry(1, 256, 32, axis, axis);
        Gather gather = Gather.Of(g, adjoint: false);
        Assert.True(SmallWinograd<Lanes128<float>, float>.Pays(g, gather));
        using var w = new GuardedBuffer<float>(g.WeightCount);
        using var x = new GuardedBuffer<float>(g.InputCount);
        using var y = new GuardedBuffer<float>(g.OutputCount);
        GemmCase.Fill(w.Span, new Random(7));
        GemmCase.Fill(x.Span, new Random(8));
        (double[] expected, double bound) = Expected(g, x, w, 5e-7);
        using PreparedWeights prepared = SmallWinograd<Lanes128<float>, float>.Prepare(g, gather, w.Pointer, null);
        SmallWinograd<Lanes128<float>, float>.Run(g, gather, x.Pointer, y.Pointer, default, (float*)prepared.Memory);
        AssertClose(expected, y, bound);
    }

    [Fact]
    public void Many_channels_on_a_small_picture_gain_by_it()
    {
        if (!Lanes128<float>.IsAccelerated)
            return;
        var axis = new ConvAxis(14, 3, 1, 1);
        var g = new ConvGeometry(1, 256, 256, axis, axis);
        float[] x = new float[g.InputCount], w = new float[g.WeightCount], y = new float[g.OutputCount];
        PreparedWeights? prepared = null;
        fixed (float* px = x, pw = w, py = y)
            Kernel.ForwardPrepared(g, px, pw, null, null, py, relu: false, ref prepared);
        Assert.NotNull(prepared);
        Assert.True(prepared.Bytes >= 36L * 256 * 256 * sizeof(float));
        prepared.Dispose();
    }

    private static ConvGeometry Geometry(int batch, int inputs, int outputs, int size, int kernel, int stride, int padding, int groups) =>
        new(batch, inputs, outputs / groups * groups, new ConvAxis(size, kernel, stride, padding), new ConvAxis(size + 1, kernel, stride, padding), groups);

    private static void Check<T>(ConvGeometry g, double tolerance, bool finish)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        using var w = new GuardedBuffer<T>(g.WeightCount);
        using var x = new GuardedBuffer<T>(g.InputCount);
        using var y = new GuardedBuffer<T>(g.OutputCount);
        using var bias = new GuardedBuffer<T>(g.OutChannels);
        using var add = new GuardedBuffer<T>(g.OutputCount);
        GemmCase.Fill(w.Span, new Random(7));
        GemmCase.Fill(bias.Span, new Random(8));
        GemmCase.Fill(add.Span, new Random(9));
        PreparedWeights? prepared = null, first = null;
        for (int pass = 0; pass < 2; pass++)
        {
            GemmCase.Fill(x.Span, new Random(pass));
            (double[] expected, double bound) = Expected(g, x, w, tolerance);
            for (int i = 0; finish && i < expected.Length; i++)
            {
                long channel = i / g.OutputPlane % g.OutChannels;
                expected[i] = Math.Max(0, expected[i] + double.CreateChecked(bias.Span[(int)channel]) + double.CreateChecked(add.Span[i]));
            }
            Kernel.ForwardPrepared(g, x.Pointer, w.Pointer, finish ? bias.Pointer : null, finish ? add.Pointer : null, y.Pointer, relu: finish, ref prepared);
            AssertClose(expected, y, bound + (finish ? tolerance : 0));
            w.AssertIntact();
            x.AssertIntact();
            if (pass == 0)
                first = prepared;
            Assert.Same(first, prepared);
        }
        prepared?.Dispose();
    }

    /// <summary>The results, and a bound relative to the largest sum of the pass, as for <see cref="Kernel.UseWinograd"/>.</summary>
    private static (double[] Expected, double Bound) Expected<T>(ConvGeometry g, GuardedBuffer<T> x, GuardedBuffer<T> w, double tolerance)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        double[] expected = new double[g.OutputCount], sizes = new double[g.OutputCount];
        ConvReference.ForEachTerm(g, (i, k, o) =>
        {
            double term = double.CreateChecked(x.Span[(int)i]) * double.CreateChecked(w.Span[(int)k]);
            expected[o] += term;
            sizes[o] += Math.Abs(term);
        });
        return (expected, tolerance * sizes.Max());
    }

    private static void AssertClose<T>(double[] expected, GuardedBuffer<T> y, double bound)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        y.AssertIntact();
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(double.CreateChecked(y.Span[i]) - expected[i]) <= bound, $"[{i}] = {y.Span[i]}, expected {expected[i]}");
    }
}
