using Nabla.Kernels.Gemm;
using static Nabla.Kernels.Tests.Gemm.GemmCase;

namespace Nabla.Kernels.Tests.Gemm;

public sealed unsafe class MatrixMultiplyTests
{
    private static readonly double[] Factors = [1, 0, -0.5, 2];

    [Fact]
    public void Every_small_size_agrees_with_the_reference()
    {
        int seed = 0;
        foreach (int m in new[] { 1, 2, 5, 6, 7, 12, 13, 19 })
        {
            foreach (int n in new[] { 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33 })
            {
                foreach (int k in new[] { 0, 1, 2, 3, 8, 17 })
                {
                    seed++;
                    Check<float>(m, n, k, Layout.RowMajor, Layout.RowMajor, Layout.RowMajor, 1, Factors[seed % 4], seed);
                    Check<double>(m, n, k, Layout.RowMajor, Layout.RowMajor, Layout.RowMajor, 1, Factors[seed % 4], seed);
                }
            }
        }
    }

    [Fact]
    public void Every_layout_of_every_operand_agrees_with_the_reference()
    {
        int seed = 0;
        foreach (Layout a in Enum.GetValues<Layout>())
        {
            foreach (Layout b in Enum.GetValues<Layout>())
            {
                foreach (Layout c in Enum.GetValues<Layout>())
                {
                    foreach ((int m, int n, int k) in new[] { (13, 21, 9), (1, 37, 40), (37, 1, 40), (30, 50, 300) })
                    {
                        seed++;
                        Check<float>(m, n, k, a, b, c, Factors[seed % 4], Factors[seed / 4 % 4], seed);
                        Check<double>(m, n, k, a, b, c, Factors[seed % 4], Factors[seed / 4 % 4], seed);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(150, 40, 700)]
    [InlineData(70, 600, 60)]
    [InlineData(600, 20, 90)]
    [InlineData(3, 1100, 257)]
    [InlineData(2400, 17, 5)]
    [InlineData(7, 4200, 3)]
    public void Sizes_beyond_one_block_agree_with_the_reference(int m, int n, int k)
    {
        Check<float>(m, n, k, Layout.RowMajor, Layout.RowMajor, Layout.RowMajor, 1, 0, m);
        Check<float>(m, n, k, Layout.ColumnMajor, Layout.ColumnMajor, Layout.PaddedRows, -1, 1, n);
        Check<double>(m, n, k, Layout.PaddedRows, Layout.ColumnMajor, Layout.ColumnMajor, 1, 0.5, k);
    }

    [Fact]
    public void Tiles_of_three_vectors_agree_with_the_reference_for_every_rest_of_rows_and_columns()
    {
        Layout[] layouts = Enum.GetValues<Layout>();
        int seed = 0;
        // From 512 floats or 80 doubles on, with vectors of 32 bytes, a product of 13 rows or more is cut into wide tiles.
        foreach (int columns in new[] { 80, 512 })
        {
            for (int rest = 0; rest <= 24; rest++, seed++)
            {
                int m = 13 + (seed % 9), n = columns + rest, k = 1 + (seed * 7 % 30);
                Check<float>(m, n, k, layouts[seed % 4], layouts[seed / 4 % 4], layouts[seed / 16 % 4], Factors[seed % 4], Factors[seed / 4 % 4], seed);
                Check<double>(m, n, k, layouts[seed / 16 % 4], layouts[seed % 4], layouts[seed / 4 % 4], Factors[seed / 4 % 4], Factors[seed % 4], seed);
            }
        }
    }

    [Fact]
    public void Random_products_agree_with_the_reference()
    {
        var random = new Random(17);
        Layout[] layouts = Enum.GetValues<Layout>();
        for (int i = 0; i < 150; i++)
        {
            int m = random.Next(1, 70), n = random.Next(1, 70), k = random.Next(0, 70);
            Layout a = layouts[random.Next(4)], b = layouts[random.Next(4)], c = layouts[random.Next(4)];
            double alpha = Factors[random.Next(4)], beta = Factors[random.Next(4)];
            if (i % 2 == 0)
                Check<float>(m, n, k, a, b, c, alpha, beta, i);
            else
                Check<double>(m, n, k, a, b, c, alpha, beta, i);
        }
    }

    [Fact]
    public void Empty_products_touch_nothing()
    {
        float[] c = [1, 2, 3];
        fixed (float* p = c)
        {
            MatrixMultiply.Run(0, 3, 2, 1f, null, 2, 1, null, 3, 1, 0f, p, 3, 1);
            MatrixMultiply.Run(3, 0, 2, 1f, null, 2, 1, null, 3, 1, 0f, p, 3, 1);
            MatrixMultiply.RunBatched(0, 1, 3, 2, 1f, null, 2, 2, 1, null, 6, 3, 1, 0f, p, 3, 3, 1);
        }
        Assert.Equal([1, 2, 3], c);
    }

    [Fact]
    public void A_broadcast_operand_is_read_with_stride_zero()
    {
        float[] a = [2], b = [1, 2, 3, 4, 5, 6], c = new float[6];
        fixed (float* pa = a, pb = b, pc = c)
            MatrixMultiply.Run(3, 2, 3, 1f, pa, 0, 0, pb, 2, 1, 0f, pc, 2, 1);
        Assert.Equal([18f, 24, 18, 24, 18, 24], c);
    }

    [Fact]
    public void Nan_and_infinity_spread_to_their_row_and_column_only()
    {
        const int N = 20;
        float[] a = new float[N * N], b = new float[N * N], c = new float[N * N];
        Array.Fill(a, 1);
        Array.Fill(b, 1);
        a[3 * N] = float.NaN;
        b[7] = float.PositiveInfinity;
        fixed (float* pa = a, pb = b, pc = c)
            MatrixMultiply.Run(N, N, N, 1f, pa, N, 1, pb, N, 1, 0f, pc, N, 1);
        for (int i = 0; i < N; i++)
        {
            for (int j = 0; j < N; j++)
                Assert.Equal(i == 3 ? float.NaN : j == 7 ? float.PositiveInfinity : N, c[(i * N) + j]);
        }
    }

    [Fact]
    public void Bad_sizes_and_types_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("m", () => MatrixMultiply.Run(-1, 1, 1, 1f, null, 1, 1, null, 1, 1, 0f, null, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("n", () => MatrixMultiply.Run(1, -1, 1, 1f, null, 1, 1, null, 1, 1, 0f, null, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("k", () => MatrixMultiply.Run(1, 1, -1, 1f, null, 1, 1, null, 1, 1, 0f, null, 1, 1));
        Assert.Throws<NotSupportedException>(() => MatrixMultiply.Run<Guid>(1, 1, 1, default, null, 1, 1, null, 1, 1, default, null, 1, 1));
    }
}
