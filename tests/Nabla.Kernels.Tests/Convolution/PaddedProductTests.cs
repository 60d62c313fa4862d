using Nabla.Kernels.Convolution;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Tests.Gemm;
using Nabla.Kernels.Tests.Threading;
using Nabla.Kernels.Threading;
using Kernel = Nabla.Kernels.Convolution.Convolution;

namespace Nabla.Kernels.Tests.Convolution;

[Collection(nameof(PoolAlone))]
public sealed unsafe class PaddedProductTests : IDisposable
{
    private readonly int _before = WorkPool.Threads;

    /// <summary>batch, in, out, height, width, kernel, stride, padding, dilation, groups.</summary>
    public static TheoryData<int, int, int, int, int, int, int, int, int, int> Shapes => new()
    {
        { 1, 16, 32, 28, 28, 5, 1, 2, 1, 1 },
        { 2, 3, 7, 9, 11, 3, 1, 1, 1, 1 },
        { 1, 4, 13, 8, 7, 3, 2, 1, 1, 1 },
        { 2, 5, 6, 13, 10, 3, 3, 1, 1, 1 },
        { 1, 6, 9, 12, 15, 3, 1, 2, 2, 1 },
        { 1, 2, 5, 11, 17, 3, 2, 2, 2, 1 },
        { 1, 3, 8, 20, 19, 7, 2, 3, 1, 1 },
        { 2, 6, 8, 6, 5, 3, 1, 1, 1, 2 },
        { 1, 5, 4, 5, 6, 4, 1, 3, 1, 1 },
        { 1, 2, 3, 1, 1, 3, 1, 1, 1, 1 },
        { 1, 3, 2, 10, 30, 2, 4, 0, 1, 1 },
        { 1, 2, 11, 9, 9, 3, 1, 0, 1, 1 },
        { 1, 40, 3, 70, 33, 3, 1, 1, 1, 1 },
        { 2, 4, 5, 6, 7, 1, 2, 0, 1, 1 },
    };

    public void Dispose() => WorkPool.Threads = _before;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_width_of_vectors_agrees_with_the_definition(
        int batch, int inputs, int outputs, int height, int width, int kernel, int stride, int padding, int dilation, int groups)
    {
        var g = Geometry(batch, inputs, outputs, height, width, kernel, stride, padding, dilation, groups);
        Forward<Lanes1<float>, float>(g, 1e-6);
        Forward<Lanes1<double>, double>(g, 1e-14);
        if (Lanes128<float>.IsAccelerated)
        {
            Forward<Lanes128<float>, float>(g, 1e-6);
            Forward<Lanes128<double>, double>(g, 1e-14);
        }
        if (Lanes256<float>.IsAccelerated)
        {
            Forward<Lanes256<float>, float>(g, 1e-6);
            Forward<Lanes256<double>, double>(g, 1e-14);
        }
        if (Lanes512<float>.IsAccelerated)
        {
            Forward<Lanes512<float>, float>(g, 1e-6);
            Forward<Lanes512<double>, double>(g, 1e-14);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradients_to_the_input_agree_with_the_definition(
        int batch, int inputs, int outputs, int height, int width, int kernel, int stride, int padding, int dilation, int groups)
    {
        var g = Geometry(batch, inputs, outputs, height, width, kernel, stride, padding, dilation, groups);
        Backward<Lanes1<float>, float>(g, 1e-6);
        if (Lanes128<float>.IsAccelerated)
            Backward<Lanes128<float>, float>(g, 1e-6);
        if (Lanes256<double>.IsAccelerated)
            Backward<Lanes256<double>, double>(g, 1e-14);
    }

    [Fact]
    public void Results_have_the_same_bits_for_any_number_of_threads()
    {
        var g = Geometry(1, 12, 20, 31, 28, 5, 1, 2, 1, 1);
        using var x = ForwardCheck.Filled<float>(g.InputCount, 1);
        using var w = ForwardCheck.Filled<float>(g.WeightCount, 2);
        using var y = new GuardedBuffer<float>(g.OutputCount);
        Gather gather = Gather.Of(g, adjoint: false);
        float[]? expected = null;
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            WorkPool.Threads = threads;
            PaddedProduct<Lanes128<float>, float>.Run(g, gather, w.Pointer, x.Pointer, y.Pointer, adjoint: false, default);
            expected ??= y.Span.ToArray();
            Assert.True(expected.AsSpan().SequenceEqual(y.Span), $"{threads} threads");
        }
    }

    [Fact]
    public void A_nan_reaches_only_the_outputs_that_read_it()
    {
        var g = Geometry(1, 2, 5, 9, 10, 3, 1, 1, 1, 1);
        using var x = ForwardCheck.Filled<float>(g.InputCount, 1);
        using var w = ForwardCheck.Filled<float>(g.WeightCount, 2);
        using var y = new GuardedBuffer<float>(g.OutputCount);
        // The last position of a row: its neighbours in memory are the margin and the next row.
        const long At = (4 * 10) + 9;
        x.Span[(int)At] = float.NaN;
        var reached = new bool[g.OutputCount];
        ConvReference.ForEachTerm(g, (i, _, o) => reached[o] |= i == At);
        PaddedProduct<Lanes128<float>, float>.Run(g, Gather.Of(g, adjoint: false), w.Pointer, x.Pointer, y.Pointer, adjoint: false, new(null, null, true));
        for (int i = 0; i < reached.Length; i++)
            Assert.Equal(reached[i], float.IsNaN(y.Span[i]));
    }

    [Fact]
    public void Few_results_of_many_short_rows_take_this_way()
    {
        if (!Lanes128<float>.IsAccelerated)
            return;
        var g = Geometry(1, 16, 32, 28, 28, 5, 1, 2, 1, 1);
        Assert.True(PaddedProduct<Lanes256<float>, float>.Pays(g, Gather.Of(g, adjoint: false), 32));
        var shallow = Geometry(64, 1, 32, 28, 28, 3, 1, 1, 1, 1);
        Assert.False(PaddedProduct<Lanes256<float>, float>.Pays(shallow, Gather.Of(shallow, adjoint: false), 32));
        using var x = ForwardCheck.Filled<float>(g.InputCount, 1);
        using var w = ForwardCheck.Filled<float>(g.WeightCount, 2);
        using var y = new GuardedBuffer<float>(g.OutputCount);
        PreparedWeights? prepared = null;
        Kernel.ForwardPrepared(g, x.Pointer, w.Pointer, null, null, y.Pointer, relu: false, ref prepared);
        Assert.NotNull(prepared);
        Assert.True(prepared.Is(WeightForm.Padded, prepared.Bytes));
        prepared.Dispose();
    }

    private static ConvGeometry Geometry(int batch, int inputs, int outputs, int height, int width, int kernel, int stride, int padding, int dilation, int groups) =>
        new(batch, inputs, outputs, new ConvAxis(height, kernel, stride, padding, dilation), new ConvAxis(width, kernel, stride, padding, dilation), groups);

    private static void Forward<TLanes, T>(ConvGeometry g, double tolerance)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged
    {
        Gather gather = Gather.Of(g, adjoint: false);
        PreparedWeights? prepared = null;
        ForwardCheck.Run<T>(g, tolerance, typeof(TLanes).Name, (x, w, finish, y, way) =>
        {
            PreparedWeights now = PaddedProduct<TLanes, T>.Prepare(g, gather, w, prepared);
            Assert.True(prepared is null || prepared == now, "prepared twice");
            prepared = now;
            PaddedProduct<TLanes, T>.Run(g, gather, w, x, y, adjoint: false, finish, way % 2 == 0 ? null : (T*)prepared.Memory);
        });
        prepared!.Dispose();
    }

    private static void Backward<TLanes, T>(ConvGeometry g, double tolerance)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged
    {
        using var gy = ForwardCheck.Filled<T>(g.OutputCount, 1);
        using var w = ForwardCheck.Filled<T>(g.WeightCount, 2);
        using var gx = new GuardedBuffer<T>(g.InputCount, 1);
        double[] sums = new double[g.InputCount], sizes = new double[g.InputCount];
        ConvReference.ForEachTerm(g, (i, k, o) =>
        {
            double term = GemmCase.Value(gy.Span[(int)o]) * GemmCase.Value(w.Span[(int)k]);
            sums[i] += term;
            sizes[i] += Math.Abs(term);
        });
        gx.Span.Clear();
        for (long h = 0; h < g.Height.Stride; h++)
        {
            for (long v = 0; v < g.Width.Stride; v++)
            {
                Gather gather = Gather.Of(g, adjoint: true, 0, h, v);
                if (gather.Plane > 0 && gather.Taps > 0)
                    PaddedProduct<TLanes, T>.Run(g, gather, w.Pointer, gy.Pointer, gx.Pointer, adjoint: true, default);
            }
        }
        gx.AssertIntact();
        for (int i = 0; i < g.InputCount; i++)
        {
            double value = GemmCase.Value(gx.Span[i]);
            Assert.True(Math.Abs(value - sums[i]) <= tolerance * (sizes[i] + 1), $"{typeof(TLanes).Name} {g}: [{i}] = {value}, expected {sums[i]}");
        }
    }
}
