using Nabla.Kernels.Gemm;

namespace Nabla.Kernels.Tests.Gemm;

/// <summary>One product on random data with chosen layouts, checked against sums in double precision.</summary>
internal static unsafe class GemmCase
{
    /// <summary>How a matrix lies in memory.</summary>
    public enum Layout
    {
        RowMajor,
        ColumnMajor,
        PaddedRows,
        Scattered,
    }

    public static (long Row, long Col, long Count) Strides(Layout layout, long rows, long columns) => layout switch
    {
        Layout.RowMajor => (columns, 1, rows * columns),
        Layout.ColumnMajor => (1, rows, rows * columns),
        Layout.PaddedRows => (columns + 3, 1, rows * (columns + 3)),
        _ => ((2 * columns) + 5, 2, rows * ((2 * columns) + 5)),
    };

    public static void Check<T>(long m, long n, long k, Layout la, Layout lb, Layout lc, double alpha, double beta, int seed)
        where T : unmanaged
    {
        (long aRow, long aCol, long aCount) = Strides(la, m, k);
        (long bRow, long bCol, long bCount) = Strides(lb, k, n);
        (long cRow, long cCol, long cCount) = Strides(lc, m, n);
        using var a = new GuardedBuffer<T>(aCount, seed % 3);
        using var b = new GuardedBuffer<T>(bCount, seed % 5);
        using var c = new GuardedBuffer<T>(cCount, seed % 7);
        var random = new Random(seed);
        Fill(a.Span, random);
        Fill(b.Span, random);
        Fill(c.Span, random);
        if (beta == 0)
        {
            for (long i = 0; i < m; i++)
            {
                for (long j = 0; j < n; j++)
                    c.Pointer[(i * cRow) + (j * cCol)] = Number<T>(double.NaN);
            }
        }
        T[] before = c.Span.ToArray();
        MatrixMultiply.Run(m, n, k, Number<T>(alpha), a.Pointer, aRow, aCol, b.Pointer, bRow, bCol, Number<T>(beta), c.Pointer, cRow, cCol);
        a.AssertIntact();
        b.AssertIntact();
        c.AssertIntact();
        var written = new bool[cCount];
        double unit = typeof(T) == typeof(float) ? 6e-8 : 1.2e-16;
        for (long i = 0; i < m; i++)
        {
            for (long j = 0; j < n; j++)
            {
                long at = (i * cRow) + (j * cCol);
                written[at] = true;
                double sum = 0, size = 0;
                for (long p = 0; p < k; p++)
                {
                    double term = Value(a.Pointer[(i * aRow) + (p * aCol)]) * Value(b.Pointer[(p * bRow) + (j * bCol)]);
                    sum += term;
                    size += Math.Abs(term);
                }
                double old = beta == 0 ? 0 : beta * Value(before[at]);
                double expected = (alpha * sum) + old;
                double bound = unit * (k + 4) * ((Math.Abs(alpha) * size) + Math.Abs(old) + 1e-30);
                double actual = Value(c.Pointer[at]);
                if (!(Math.Abs(actual - expected) <= bound))
                    Assert.Fail($"{typeof(T).Name} {m}x{n}x{k} {la} {lb} {lc} alpha {alpha} beta {beta}: C[{i},{j}] = {actual}, expected {expected} ± {bound}");
            }
        }
        for (int i = 0; i < cCount; i++)
        {
            if (!written[i])
                Assert.Equal(before[i], c.Span[i]);
        }
    }

    public static void Fill<T>(Span<T> values, Random random)
        where T : unmanaged
    {
        foreach (ref T value in values)
            value = Number<T>((random.NextDouble() * 2) - 1);
    }

    public static T Number<T>(double value)
        where T : unmanaged => typeof(T) == typeof(float) ? (T)(object)(float)value : (T)(object)value;

    public static double Value<T>(T value)
        where T : unmanaged => typeof(T) == typeof(float) ? (float)(object)value : (double)(object)value;
}
