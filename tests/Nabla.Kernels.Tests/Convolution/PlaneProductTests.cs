using Nabla.Kernels.Convolution;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Tests.Gemm;
using Nabla.Kernels.Tests.Threading;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Tests.Convolution;

[Collection(nameof(PoolAlone))]
public sealed unsafe class PlaneProductTests : IDisposable
{
    private readonly int _before = WorkPool.Threads;

    /// <summary>batch, in, out, height, width, groups: less than a tile, several blocks of the depth, several pieces of a plane, ragged channels.</summary>
    public static TheoryData<int, int, int, int, int, int> Shapes => new()
    {
        { 1, 1, 1, 1, 1, 1 },
        { 2, 3, 7, 1, 5, 1 },
        { 1, 130, 32, 7, 7, 1 },
        { 2, 257, 17, 7, 7, 1 },
        { 1, 20, 16, 14, 14, 1 },
        { 2, 18, 33, 13, 16, 1 },
        { 1, 9, 8, 21, 20, 1 },
        { 1, 6, 5, 3, 70, 1 },
        { 2, 12, 18, 6, 5, 3 },
        { 1, 300, 3, 2, 2, 1 },
    };

    public void Dispose() => WorkPool.Threads = _before;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_width_of_vectors_agrees_with_the_definition(int batch, int inputs, int outputs, int height, int width, int groups)
    {
        var g = new ConvGeometry(batch, inputs, outputs, new ConvAxis(height, 1), new ConvAxis(width, 1), groups);
        Check<Lanes1<float>, float>(g, 2e-6);
        Check<Lanes1<double>, double>(g, 1e-14);
        if (Lanes128<float>.IsAccelerated)
        {
            Check<Lanes128<float>, float>(g, 2e-6);
            Check<Lanes128<double>, double>(g, 1e-14);
        }
        if (Lanes256<float>.IsAccelerated)
        {
            Check<Lanes256<float>, float>(g, 2e-6);
            Check<Lanes256<double>, double>(g, 1e-14);
        }
        if (Lanes512<float>.IsAccelerated)
        {
            Check<Lanes512<float>, float>(g, 2e-6);
            Check<Lanes512<double>, double>(g, 1e-14);
        }
    }

    [Fact]
    public void Results_have_the_same_bits_for_any_number_of_threads()
    {
        var g = new ConvGeometry(1, 150, 40, new ConvAxis(20, 1), new ConvAxis(21, 1));
        Gather gather = Gather.Of(g, adjoint: false);
        using var x = ForwardCheck.Filled<float>(g.InputCount, 1);
        using var w = ForwardCheck.Filled<float>(g.WeightCount, 2);
        using var y = new GuardedBuffer<float>(g.OutputCount);
        using PreparedWeights prepared = TurnedProduct<Lanes128<float>, float>.Prepare(g, gather, w.Pointer, null);
        float[]? expected = null;
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            WorkPool.Threads = threads;
            PlaneProduct<Lanes128<float>, float>.Run(g, gather, x.Pointer, y.Pointer, default, (float*)prepared.Memory);
            expected ??= y.Span.ToArray();
            Assert.True(expected.AsSpan().SequenceEqual(y.Span), $"{threads} threads");
        }
    }

    [Theory]
    [InlineData(480, 16, 14, 1, 0, true)]
    [InlineData(832, 32, 7, 1, 0, true)]
    [InlineData(832, 256, 7, 1, 0, false)]
    [InlineData(1024, 256, 14, 1, 0, false)]
    [InlineData(480, 16, 14, 2, 0, false)]
    [InlineData(480, 16, 14, 1, 1, false)]
    public void Few_results_of_whole_planes_take_this_way(int inputs, int outputs, int size, int stride, int padding, bool taken)
    {
        var axis = new ConvAxis(size, 1, stride, padding);
        var g = new ConvGeometry(1, inputs, outputs, axis, axis);
        Assert.Equal(taken, PlaneProduct<Lanes256<float>, float>.Pays(g, Gather.Of(g, adjoint: false)));
    }

    private static void Check<TLanes, T>(ConvGeometry g, double tolerance)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged
    {
        Gather gather = Gather.Of(g, adjoint: false);
        PreparedWeights? prepared = null;
        ForwardCheck.Run<T>(g, tolerance, typeof(TLanes).Name, (x, w, finish, y, _) =>
        {
            prepared = TurnedProduct<TLanes, T>.Prepare(g, gather, w, prepared);
            PlaneProduct<TLanes, T>.Run(g, gather, x, y, finish, (T*)prepared.Memory);
        });
        prepared!.Dispose();
    }
}
