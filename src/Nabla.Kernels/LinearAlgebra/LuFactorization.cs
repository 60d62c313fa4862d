using System.Numerics;
using Nabla.Kernels.Gemm;

namespace Nabla.Kernels.LinearAlgebra;

/// <summary>P·A = L·U with partial pivoting, in place.</summary>
/// <remarks>Recursive over columns: Toledo, "Locality of reference in LU decomposition with partial pivoting" (1997).</remarks>
public static unsafe class LuFactorization
{
    private const long Small = 16;

    /// <summary>Overwrites A with U and, below its diagonal, L without its unit diagonal.</summary>
    /// <param name="m">Rows.</param>
    /// <param name="n">Columns.</param>
    /// <param name="a">A, row by row.</param>
    /// <param name="row">Elements from one row to the next; columns are adjacent.</param>
    /// <param name="pivots">Receives min(m, n) numbers: row k was exchanged with row pivots[k].</param>
    public static void Run<T>(long m, long n, T* a, long row, long* pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long k = Math.Min(m, n);
        if (k == 0) return;
        if (k <= Small)
        {
            Small16(m, n, a, row, pivots);
            return;
        }
        long h = k / 2, right = n - h;
        T* a12 = a + h, a21 = a + (h * row), a22 = a21 + h;
        Run(m, h, a, row, pivots);
        Exchange(h, right, a12, row, pivots);
        TriangularSolve.Run(true, true, h, right, a, row, 1, a12, row, 1);
        MatrixMultiply.Run(m - h, right, h, T.NegativeOne, a21, row, 1, a12, row, 1, T.One, a22, row, 1);
        Run(m - h, right, a22, row, pivots + h);
        Exchange(k - h, h, a21, row, pivots + h);
        for (long i = h; i < k; i++) pivots[i] += h;
    }

    /// <summary>Turns exchanges into the order of rows: row i of P·A is row order[i] of A.</summary>
    /// <returns>1 when the number of true exchanges is even, else -1.</returns>
    public static int Order(long m, long count, long* pivots, long* order)
    {
        int sign = 1;
        for (long i = 0; i < m; i++) order[i] = i;
        for (long i = 0; i < count; i++)
        {
            if (pivots[i] == i) continue;
            (order[i], order[pivots[i]]) = (order[pivots[i]], order[i]);
            sign = -sign;
        }
        return sign;
    }

    private static void Exchange<T>(long count, long n, T* a, long row, long* pivots) where T : unmanaged
    {
        for (long i = 0; i < count; i++)
        {
            if (pivots[i] != i) Rows.Swap(n, a + (i * row), a + (pivots[i] * row));
        }
    }

    private static void Small16<T>(long m, long n, T* a, long row, long* pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long k = Math.Min(m, n);
        for (long j = 0; j < k; j++)
        {
            long best = j;
            for (long i = j + 1; i < m; i++)
            {
                if (T.Abs(a[(i * row) + j]) > T.Abs(a[(best * row) + j])) best = i;
            }
            pivots[j] = best;
            if (best != j) Rows.Swap(n, a + (j * row), a + (best * row));
            T pivot = a[(j * row) + j];
            if (pivot == T.Zero) continue;
            for (long i = j + 1; i < m; i++)
            {
                T factor = a[(i * row) + j] / pivot;
                a[(i * row) + j] = factor;
                Rows.AddMultiple(n - j - 1, -factor, a + (j * row) + j + 1, a + (i * row) + j + 1);
            }
        }
    }
}
