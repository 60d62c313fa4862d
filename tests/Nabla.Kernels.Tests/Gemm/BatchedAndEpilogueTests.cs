using Nabla.Kernels.Gemm;

namespace Nabla.Kernels.Tests.Gemm;

public sealed unsafe class BatchedAndEpilogueTests
{
    [Theory]
    [InlineData(5, 4, 6, 7, true, true)]
    [InlineData(5, 4, 6, 7, false, true)]
    [InlineData(5, 4, 6, 7, true, false)]
    [InlineData(3, 1, 9, 8, true, false)]
    [InlineData(3, 9, 1, 8, false, true)]
    [InlineData(40, 17, 33, 20, true, true)]
    public void Batches_agree_with_one_product_after_another(int batch, int m, int n, int k, bool ownA, bool ownB)
    {
        var random = new Random(batch + m);
        double[] a = Values(random, batch * m * k), b = Values(random, batch * k * n), c = Values(random, batch * m * n), expected = [.. c];
        for (int i = 0; i < batch; i++)
        {
            for (int r = 0; r < m; r++)
            {
                for (int j = 0; j < n; j++)
                {
                    double sum = 0;
                    for (int p = 0; p < k; p++)
                        sum += a[(ownA ? i * m * k : 0) + (r * k) + p] * b[(ownB ? i * k * n : 0) + (p * n) + j];
                    expected[(((i * m) + r) * n) + j] = (2 * sum) - expected[(((i * m) + r) * n) + j];
                }
            }
        }
        fixed (double* pa = a, pb = b, pc = c)
            MatrixMultiply.RunBatched(batch, m, n, k, 2, pa, ownA ? m * k : 0, k, 1, pb, ownB ? k * n : 0, n, 1, -1, pc, m * n, n, 1);
        for (int i = 0; i < c.Length; i++)
            Assert.Equal(expected[i], c[i], 1e-12);
    }

    [Theory]
    [InlineData(13, 37, 5, false)]
    [InlineData(13, 37, 5, true)]
    [InlineData(40, 64, 600, false)]
    [InlineData(1, 50, 30, false)]
    [InlineData(50, 1, 30, false)]
    [InlineData(9, 11, 0, false)]
    public void Bias_and_relu_follow_the_complete_sum(int m, int n, int k, bool columnMajor)
    {
        var random = new Random(m);
        double[] a = Values(random, m * k), b = Values(random, k * n), rows = Values(random, m), columns = Values(random, n), c = new double[m * n];
        fixed (double* pa = a, pb = b, pc = c, pr = rows, pk = columns)
        {
            MatrixMultiply.Run(
                m, n, k, 1, pa, k, 1, pb, n, 1, 0, pc, columnMajor ? 1 : n, columnMajor ? m : 1, new BiasEpilogue<double>(pr, pk, relu: true));
        }
        int clipped = 0;
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = rows[i] + columns[j];
                for (int p = 0; p < k; p++)
                    sum += a[(i * k) + p] * b[(p * n) + j];
                clipped += sum < 0 ? 1 : 0;
                Assert.Equal(Math.Max(0, sum), c[columnMajor ? i + (j * m) : (i * n) + j], 1e-12);
            }
        }
        Assert.InRange(clipped, 1, (m * n) - 1);
    }

    [Fact]
    public void Integer_products_wrap()
    {
        Check<int>((x, y) => unchecked(x * y), (x, y) => unchecked(x + y), i => unchecked(i * 1_103_515_245));
        Check<byte>((x, y) => unchecked((byte)(x * y)), (x, y) => unchecked((byte)(x + y)), i => unchecked((byte)(i * 37)));
        Check<sbyte>((x, y) => unchecked((sbyte)(x * y)), (x, y) => unchecked((sbyte)(x + y)), i => unchecked((sbyte)(i * 37)));
        Check<short>((x, y) => unchecked((short)(x * y)), (x, y) => unchecked((short)(x + y)), i => unchecked((short)(i * 7919)));
        Check<long>((x, y) => unchecked(x * y), (x, y) => unchecked(x + y), i => unchecked(i * 6_364_136_223_846_793_005));
    }

    private static void Check<T>(Func<T, T, T> times, Func<T, T, T> plus, Func<int, T> value)
        where T : unmanaged
    {
        const int M = 5, N = 41, K = 7;
        T[] a = [.. Enumerable.Range(1, M * K).Select(value)], b = [.. Enumerable.Range(50, K * N).Select(value)], c = [.. Enumerable.Range(9, M * N).Select(value)];
        T[] old = [.. c];
        T three = value(3), one = times(three, three);
        fixed (T* pa = a, pb = b, pc = c)
            MatrixMultiply.Run(M, N, K, three, pa, 1, M, pb, N, 1, one, pc, N, 1);
        for (int i = 0; i < M; i++)
        {
            for (int j = 0; j < N; j++)
            {
                T sum = times(one, old[(i * N) + j]);
                for (int p = 0; p < K; p++)
                    sum = plus(sum, times(times(three, a[i + (p * M)]), b[(p * N) + j]));
                Assert.Equal(sum, c[(i * N) + j]);
            }
        }
    }

    private static double[] Values(Random random, int count)
    {
        var values = new double[count];
        GemmCase.Fill(values.AsSpan(), random);
        return values;
    }
}
