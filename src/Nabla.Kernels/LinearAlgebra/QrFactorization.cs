using System.Numerics;
using System.Runtime.InteropServices;
using Nabla.Kernels.Gemm;

namespace Nabla.Kernels.LinearAlgebra;

/// <summary>A = Q·R by Householder reflections, in blocks.</summary>
/// <remarks>
/// A block of reflections is I - V·T·Vᵀ (Schreiber and Van Loan 1989), so the rest of the matrix is updated with matrix products. Signs are LAPACK's.
/// </remarks>
public static unsafe class QrFactorization
{
    private const long Block = 32;

    /// <summary>Factors A.</summary>
    /// <param name="m">Rows.</param>
    /// <param name="n">Columns.</param>
    /// <param name="a">A [m, n], row by row; overwritten with R in the upper triangle and the reflections below.</param>
    /// <param name="columns">Columns of Q: min(m, n), or m for all of it; 0 to leave it out.</param>
    /// <param name="q">Receives Q [m, columns].</param>
    public static void Run<T>(long m, long n, T* a, long columns, T* q)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long k = Math.Min(m, n), blocks = (k + Block - 1) / Block, wide = Math.Max(n, columns);
        nuint size = (nuint)sizeof(T);
        T* ts = (T*)NativeMemory.AllocZeroed((nuint)Math.Max(1, blocks * Block * Block), size);
        T* v = (T*)NativeMemory.Alloc((nuint)Math.Max(1, m * Block), size);
        T* work = (T*)NativeMemory.Alloc((nuint)Math.Max(1, 2 * Block * wide), size);
        try
        {
            for (long j = 0; j < k; j += Block)
            {
                long width = Math.Min(Block, k - j), height = m - j;
                T* panel = a + (j * n) + j;
                T* t = ts + (j / Block * Block * Block);
                Panel(height, width, panel, n, t, work);
                if (j + width >= n) continue;
                Reflectors(height, width, panel, n, v);
                Apply(height, width, n - j - width, v, t, transposed: true, panel + width, n, work);
            }
            if (columns == 0) return;
            new Span<T>(q, checked((int)(m * columns))).Clear();
            for (long i = 0; i < Math.Min(m, columns); i++) q[(i * columns) + i] = T.One;
            for (long j = (blocks - 1) * Block; j >= 0; j -= Block)
            {
                long width = Math.Min(Block, k - j), height = m - j;
                Reflectors(height, width, a + (j * n) + j, n, v);
                Apply(height, width, columns - j, v, ts + (j / Block * Block * Block), transposed: false, q + (j * columns) + j, columns, work);
            }
        }
        finally
        {
            NativeMemory.Free(ts);
            NativeMemory.Free(v);
            NativeMemory.Free(work);
        }
    }

    /// <summary>Reflects the columns of a panel one after the other, and builds the triangular factor T [Block, Block].</summary>
    private static void Panel<T>(long m, long n, T* a, long row, T* t, T* work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long j = 0; j < n; j++)
        {
            T tau = Reflect(m - j, a + (j * row) + j, row);
            T alpha = a[(j * row) + j];
            a[(j * row) + j] = T.One;
            // work = vᵀ·A over all columns of the panel: the later ones are reflected, the earlier ones give T's column.
            new Span<T>(work, (int)n).Clear();
            for (long i = j; i < m; i++)
            {
                T weight = a[(i * row) + j];
                Rows.AddMultiple(n - j - 1, weight, a + (i * row) + j + 1, work + j + 1);
                for (long c = 0; c < j; c++) work[c] += weight * a[(i * row) + c];
            }
            for (long i = j; i < m; i++) Rows.AddMultiple(n - j - 1, -tau * a[(i * row) + j], work + j + 1, a + (i * row) + j + 1);
            a[(j * row) + j] = alpha;
            t[(j * Block) + j] = tau;
            for (long r = 0; r < j; r++)
            {
                T sum = T.Zero;
                for (long c = r; c < j; c++) sum += t[(r * Block) + c] * work[c];
                t[(r * Block) + j] = -tau * sum;
            }
        }
    }

    /// <summary>Turns a column into (β, v₂, v₃, ...) with H·x = β·e₁, H = I - τ·v·vᵀ, v₁ = 1; returns τ.</summary>
    private static T Reflect<T>(long n, T* x, long stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T largest = T.Zero;
        for (long i = 1; i < n; i++) largest = T.Max(largest, T.Abs(x[i * stride]));
        if (largest == T.Zero) return T.Zero;
        largest = T.Max(largest, T.Abs(x[0]));
        T sum = T.Zero;
        for (long i = 0; i < n; i++)
        {
            T part = x[i * stride] / largest;
            sum += part * part;
        }
        T alpha = x[0], beta = largest * T.Sqrt(sum);
        if (alpha > T.Zero) beta = -beta;
        T scale = alpha - beta;
        for (long i = 1; i < n; i++) x[i * stride] /= scale;
        x[0] = beta;
        return (beta - alpha) / beta;
    }

    /// <summary>The reflections of a panel as a dense matrix V [m, width]: unit diagonal, zeros above.</summary>
    private static void Reflectors<T>(long m, long width, T* a, long row, T* v)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long i = 0; i < m; i++)
        {
            for (long j = 0; j < width; j++) v[(i * width) + j] = i > j ? a[(i * row) + j] : i == j ? T.One : T.Zero;
        }
    }

    /// <summary>C -= V·T·(Vᵀ·C), or with Tᵀ.</summary>
    private static void Apply<T>(long m, long width, long n, T* v, T* t, bool transposed, T* c, long row, T* work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* second = work + (width * n);
        MatrixMultiply.Run(width, n, m, T.One, v, 1, width, c, row, 1, T.Zero, work, n, 1);
        MatrixMultiply.Run(width, n, width, T.One, t, transposed ? 1 : Block, transposed ? Block : 1, work, n, 1, T.Zero, second, n, 1);
        MatrixMultiply.Run(m, n, width, T.NegativeOne, v, width, 1, second, n, 1, T.One, c, row, 1);
    }
}
