using Nabla.Kernels.Gemm;
using Nabla.Kernels.Tests.Threading;
using Nabla.Kernels.Threading;
using static Nabla.Kernels.Tests.Gemm.GemmCase;

namespace Nabla.Kernels.Tests.Gemm;

/// <summary>Products with few rows or few columns, which are packed and written otherwise than square ones.</summary>
[Collection(nameof(PoolAlone))]
public sealed unsafe class SkinnyProductTests : IDisposable
{
    private readonly int _before = WorkPool.Threads;

    public void Dispose() => WorkPool.Threads = _before;

    [Theory]
    [InlineData(2, 64, 5)]
    [InlineData(6, 65, 130)]
    [InlineData(7, 200, 513)]
    [InlineData(31, 131, 64)]
    [InlineData(48, 97, 1100)]
    [InlineData(49, 64, 30)]
    [InlineData(2, 301, 260)]
    [InlineData(5, 128, 515)]
    [InlineData(8, 517, 131)]
    public void Few_rows_agree_with_sums_in_double_precision(int m, int n, int k)
    {
        foreach (Layout layout in Enum.GetValues<Layout>())
        {
            Check<float>(m, n, k, layout, Layout.RowMajor, Layout.RowMajor, 1, 0, m);
            Check<float>(m, n, k, Layout.RowMajor, Layout.PaddedRows, layout, 0.5, 2, n);
            Check<double>(m, n, k, layout, Layout.RowMajor, Layout.PaddedRows, -1, 1, k);
        }
    }

    [Theory]
    [InlineData(4, 100, 70)]
    [InlineData(16, 96, 1500)]
    [InlineData(32, 130, 65)]
    [InlineData(100, 16, 1200)]
    public void Few_rows_of_a_turned_matrix_agree_with_sums_in_double_precision(int m, int n, int k)
    {
        foreach (double beta in (double[])[0, 1, -0.5])
        {
            Check<float>(m, n, k, Layout.RowMajor, Layout.ColumnMajor, Layout.RowMajor, 1, beta, m);
            Check<float>(m, n, k, Layout.PaddedRows, Layout.ColumnMajor, Layout.ColumnMajor, 2, beta, n);
            Check<double>(m, n, k, Layout.RowMajor, Layout.ColumnMajor, Layout.PaddedRows, 1, beta, k);
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(3)]
    [InlineData(7)]
    public void Bias_and_relu_reach_every_element_once(int m)
    {
        const int N = 150, K = 600;
        float[] a = new float[m * K], b = new float[K * N], c = new float[m * N], bias = new float[N];
        Fill<float>(a, new Random(1));
        Fill<float>(b, new Random(2));
        Fill<float>(bias, new Random(3));
        fixed (float* pa = a, pb = b, pc = c, pBias = bias)
            MatrixMultiply.Run(m, N, K, 1f, pa, K, 1, pb, N, 1, 0f, pc, N, 1, new BiasEpilogue<float>(null, pBias, relu: true));
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < N; j++)
            {
                double sum = bias[j];
                for (int p = 0; p < K; p++)
                    sum += (double)a[(i * K) + p] * b[(p * N) + j];
                Assert.Equal(Math.Max(0, sum), c[(i * N) + j], 1e-3);
            }
        }
    }

    [Theory]
    [InlineData(16, 1000, 700)]
    [InlineData(5, 4096, 90)]
    public void Results_have_the_same_bits_for_any_number_of_threads(int m, int n, int k)
    {
        float[] a = new float[m * k], b = new float[k * n], c = new float[m * n];
        Fill<float>(a, new Random(1));
        Fill<float>(b, new Random(2));
        float[]? expected = null;
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            WorkPool.Threads = threads;
            fixed (float* pa = a, pb = b, pc = c)
                MatrixMultiply.Run(m, n, k, 1f, pa, k, 1, pb, n, 1, 0f, pc, n, 1);
            expected ??= [.. c];
            Assert.True(expected.AsSpan().SequenceEqual(c), $"{threads} threads");
        }
    }
}
