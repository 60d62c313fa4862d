using Nabla.Kernels.Gemm;
using Nabla.Kernels.Tests.Threading;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Tests.Gemm;

[Collection(nameof(PoolAlone))]
public sealed unsafe class GemmThreadTests : IDisposable
{
    private readonly int _before = WorkPool.Threads;

    public void Dispose() => WorkPool.Threads = _before;

    [Theory]
    [InlineData(300, 400, 500, false)]
    [InlineData(300, 400, 500, true)]
    [InlineData(1, 3000, 700, false)]
    [InlineData(3000, 1, 700, false)]
    [InlineData(3000, 1, 700, true)]
    [InlineData(5, 2000, 300, true)]
    public void Results_have_the_same_bits_for_any_number_of_threads(int m, int n, int k, bool transposed)
    {
        using var a = new GuardedBuffer<float>(m * k);
        using var b = new GuardedBuffer<float>(k * n);
        using var c = new GuardedBuffer<float>(m * n);
        GemmCase.Fill(a.Span, new Random(1));
        GemmCase.Fill(b.Span, new Random(2));
        float[]? expected = null;
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            WorkPool.Threads = threads;
            MatrixMultiply.Run(
                m, n, k, 1f, a.Pointer, transposed ? 1 : k, transposed ? m : 1, b.Pointer, transposed ? 1 : n, transposed ? k : 1, 0f, c.Pointer, n, 1);
            expected ??= c.Span.ToArray();
            Assert.Equal(expected, c.Span.ToArray());
        }
    }

    [Fact]
    public void A_product_allocates_nothing()
    {
        WorkPool.Threads = 1;
        using var a = new GuardedBuffer<float>(64 * 64);
        a.Span.Clear();
        using var c = new GuardedBuffer<float>(64 * 64);
        for (int i = 0; i < 50; i++)
            Multiply();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
            Multiply();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 512);

        void Multiply() => MatrixMultiply.Run(64, 64, 64, 1f, a.Pointer, 64, 1, a.Pointer, 1, 64, 0f, c.Pointer, 64, 1);
    }

    [Fact]
    public void Products_inside_a_loop_are_complete()
    {
        WorkPool.Threads = 3;
        var body = new Inner { Sums = new float[24] };
        WorkPool.For(24, 1, ref body);
        Assert.All(body.Sums, s => Assert.Equal(100, s));
    }

    private struct Inner : IRangeBody
    {
        public float[] Sums;

        public readonly void Invoke(long start, long end)
        {
            var ones = new float[100 * 100];
            var c = new float[100 * 100];
            Array.Fill(ones, 1);
            for (long i = start; i < end; i++)
            {
                fixed (float* p = ones, pc = c)
                    MatrixMultiply.Run(100, 100, 100, 1f, p, 100, 1, p, 100, 1, 0f, pc, 100, 1);
                Sums[i] = c.Min();
            }
        }
    }
}
