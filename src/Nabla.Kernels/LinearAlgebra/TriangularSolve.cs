using System.Numerics;
using Nabla.Kernels.Gemm;

namespace Nabla.Kernels.LinearAlgebra;

/// <summary>Solves T·X = B in place for a triangular T, with any strides: exchange them for the transpose.</summary>
/// <remarks>Halves are solved recursively; what lies between them is a matrix product, so nearly all of the n²·m operations are in it.</remarks>
public static unsafe class TriangularSolve
{
    private const long Small = 32;

    /// <summary>Overwrites B [n, m] with the solution.</summary>
    /// <param name="lower">Is T lower triangular? The other triangle is not read.</param>
    /// <param name="unit">Are the diagonal elements 1, whatever is stored?</param>
    /// <param name="n">Order of T.</param>
    /// <param name="m">Right sides.</param>
    /// <param name="t">T.</param>
    /// <param name="tRow">Elements from one row of T to the next.</param>
    /// <param name="tCol">Elements from one column of T to the next.</param>
    /// <param name="b">B; must not overlap T.</param>
    /// <param name="bRow">Elements from one row of B to the next.</param>
    /// <param name="bCol">Elements from one column of B to the next.</param>
    public static void Run<T>(bool lower, bool unit, long n, long m, T* t, long tRow, long tCol, T* b, long bRow, long bCol)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (n == 0 || m == 0) return;
        if (n <= Small)
        {
            Solve(lower, unit, n, m, t, tRow, tCol, b, bRow, bCol);
            return;
        }
        long h = n / 2, rest = n - h;
        T* second = b + (h * bRow), corner = t + (h * (tRow + tCol));
        if (lower)
        {
            Run(lower, unit, h, m, t, tRow, tCol, b, bRow, bCol);
            MatrixMultiply.Run(rest, m, h, T.NegativeOne, t + (h * tRow), tRow, tCol, b, bRow, bCol, T.One, second, bRow, bCol);
            Run(lower, unit, rest, m, corner, tRow, tCol, second, bRow, bCol);
        }
        else
        {
            Run(lower, unit, rest, m, corner, tRow, tCol, second, bRow, bCol);
            MatrixMultiply.Run(h, m, rest, T.NegativeOne, t + (h * tCol), tRow, tCol, second, bRow, bCol, T.One, b, bRow, bCol);
            Run(lower, unit, h, m, t, tRow, tCol, b, bRow, bCol);
        }
    }

    private static void Solve<T>(bool lower, bool unit, long n, long m, T* t, long tRow, long tCol, T* b, long bRow, long bCol)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long step = 0; step < n; step++)
        {
            long i = lower ? step : n - 1 - step;
            long from = lower ? 0 : i + 1, to = lower ? i : n;
            T* row = b + (i * bRow);
            if (bCol == 1)
            {
                for (long k = from; k < to; k++) Rows.AddMultiple(m, -t[(i * tRow) + (k * tCol)], b + (k * bRow), row);
                if (!unit) Divide(m, t[i * (tRow + tCol)], row);
                continue;
            }
            for (long j = 0; j < m; j++)
            {
                T sum = row[j * bCol];
                for (long k = from; k < to; k++) sum -= t[(i * tRow) + (k * tCol)] * b[(k * bRow) + (j * bCol)];
                row[j * bCol] = unit ? sum : sum / t[i * (tRow + tCol)];
            }
        }
    }

    private static void Divide<T>(long n, T by, T* x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long i = 0; i < n; i++) x[i] /= by;
    }
}
