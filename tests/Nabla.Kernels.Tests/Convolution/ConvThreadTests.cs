using Nabla.Kernels.Convolution;
using Nabla.Kernels.Tests.Gemm;
using Nabla.Kernels.Tests.Threading;
using Nabla.Kernels.Threading;
using Kernel = Nabla.Kernels.Convolution.Convolution;

namespace Nabla.Kernels.Tests.Convolution;

[Collection(nameof(PoolAlone))]
public sealed unsafe class ConvThreadTests : IDisposable
{
    private readonly int _before = WorkPool.Threads;

    public static TheoryData<ConvGeometry> Geometries => new()
    {
        new ConvGeometry(8, 64, 64, new ConvAxis(16, 3, 1, 1), new ConvAxis(16, 3, 1, 1)),
        new ConvGeometry(8, 128, 128, new ConvAxis(2, 3, 1, 1), new ConvAxis(2, 3, 1, 1)),
        new ConvGeometry(1, 256, 190, new ConvAxis(14, 3, 1, 1), new ConvAxis(13, 3, 1, 1)),
        new ConvGeometry(1, 32, 48, new ConvAxis(40, 5, 2, 2), new ConvAxis(40, 5, 2, 2), groups: 2),
        new ConvGeometry(4, 64, 64, new ConvAxis(33, 3, 1, 1), new ConvAxis(33, 3, 1, 1), groups: 64),
        new ConvGeometry(2, 64, 128, new ConvAxis(28, 1), new ConvAxis(28, 1)),
    };

    public void Dispose() => WorkPool.Threads = _before;

    [Theory]
    [MemberData(nameof(Geometries))]
    public void Results_have_the_same_bits_for_any_number_of_threads(ConvGeometry g)
    {
        using var x = new GuardedBuffer<float>(g.InputCount);
        using var w = new GuardedBuffer<float>(g.WeightCount);
        using var gy = new GuardedBuffer<float>(g.OutputCount);
        using var y = new GuardedBuffer<float>(g.OutputCount);
        using var gx = new GuardedBuffer<float>(g.InputCount);
        using var gw = new GuardedBuffer<float>(g.WeightCount);
        GemmCase.Fill(x.Span, new Random(1));
        GemmCase.Fill(w.Span, new Random(2));
        GemmCase.Fill(gy.Span, new Random(3));
        float[][]? expected = null;
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            WorkPool.Threads = threads;
            Kernel.Forward(g, x.Pointer, w.Pointer, null, y.Pointer, relu: false);
            Kernel.GradInput(g, gy.Pointer, w.Pointer, gx.Pointer);
            Kernel.GradWeight(g, x.Pointer, gy.Pointer, gw.Pointer);
            float[][] actual = [y.Span.ToArray(), gx.Span.ToArray(), gw.Span.ToArray()];
            expected ??= actual;
            for (int i = 0; i < 3; i++)
                Assert.True(expected[i].AsSpan().SequenceEqual(actual[i]), $"pass {i} with {threads} threads");
        }
    }
}
