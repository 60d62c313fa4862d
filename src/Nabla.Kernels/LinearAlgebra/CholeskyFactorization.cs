using System.Numerics;
using Nabla.Kernels.Gemm;

namespace Nabla.Kernels.LinearAlgebra;

/// <summary>A = L·Lᵀ for a symmetric positive definite A, in place.</summary>
public static unsafe class CholeskyFactorization
{
    private const long Small = 24;

    /// <summary>Overwrites the lower triangle of A with L; the upper triangle is neither read nor kept.</summary>
    /// <param name="n">Order.</param>
    /// <param name="a">A, row by row.</param>
    /// <param name="row">Elements from one row to the next.</param>
    /// <returns>0, or the order of the first leading minor that is not positive.</returns>
    public static long Run<T>(long n, T* a, long row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (n <= Small) return Simple(n, a, row);
        long h = n / 2, rest = n - h;
        T* a21 = a + (h * row), a22 = a21 + h;
        long failed = Run(h, a, row);
        if (failed != 0) return failed;
        // L21·L11ᵀ = A21, so L11·L21ᵀ = A21ᵀ: the same memory with strides exchanged.
        TriangularSolve.Run(true, false, h, rest, a, row, 1, a21, 1, row);
        MatrixMultiply.Run(rest, rest, h, T.NegativeOne, a21, row, 1, a21, 1, row, T.One, a22, row, 1);
        failed = Run(rest, a22, row);
        return failed == 0 ? 0 : failed + h;
    }

    private static long Simple<T>(long n, T* a, long row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long j = 0; j < n; j++)
        {
            T* own = a + (j * row);
            T square = own[j] - Rows.Dot(j, own, own);
            if (!(square > T.Zero)) return j + 1;
            T diagonal = T.Sqrt(square);
            own[j] = diagonal;
            for (long i = j + 1; i < n; i++) a[(i * row) + j] = (a[(i * row) + j] - Rows.Dot(j, a + (i * row), own)) / diagonal;
        }
        return 0;
    }
}
