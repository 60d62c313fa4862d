using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Gemm;

/// <summary>General matrix product C = alpha A B + beta C with any row and column strides.</summary>
/// <remarks>
/// A is [m, k], B is [k, n], C is [m, n]; element (i, j) of a matrix lies at <c>pointer[i * row + j * col]</c>, so a transposed
/// operand is the same memory with the strides exchanged. Element types: float, double (packed SIMD kernels) and the built-in
/// integers of 8 to 64 bits (wrapping). C must not overlap A or B. Results have the same bits for any number of threads.
/// Algorithm: Goto and van de Geijn, "Anatomy of high-performance matrix multiplication" (2008).
/// </remarks>
public static unsafe class MatrixMultiply
{
    private const long ParallelWork = 1L << 21;

    /// <summary>C = alpha A B + beta C.</summary>
    /// <typeparam name="T">float, double or a built-in integer.</typeparam>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B; with 0 the product is zero.</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="a">A.</param>
    /// <param name="aRow">Elements from one row of A to the next.</param>
    /// <param name="aCol">Elements from one column of A to the next.</param>
    /// <param name="b">B.</param>
    /// <param name="bRow">Elements from one row of B to the next.</param>
    /// <param name="bCol">Elements from one column of B to the next.</param>
    /// <param name="beta">Factor of the old C; with 0 the old C is not read, so it may hold NaN.</param>
    /// <param name="c">C.</param>
    /// <param name="cRow">Elements from one row of C to the next.</param>
    /// <param name="cCol">Elements from one column of C to the next.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="NotSupportedException">The element type is not one of those listed.</exception>
    public static void Run<T>(long m, long n, long k, T alpha, T* a, long aRow, long aCol, T* b, long bRow, long bCol, T beta, T* c, long cRow, long cCol)
        where T : unmanaged =>
        Run(m, n, k, alpha, a, aRow, aCol, b, bRow, bCol, beta, c, cRow, cCol, default(NoEpilogue<T>));

    /// <summary>C = epilogue(alpha A B + beta C).</summary>
    /// <typeparam name="T">float, double or a built-in integer.</typeparam>
    /// <typeparam name="TEpilogue">What is done to the finished values, for example <see cref="BiasEpilogue{T}"/>.</typeparam>
    /// <inheritdoc cref="Run{T}(long, long, long, T, T*, long, long, T*, long, long, T, T*, long, long)"/>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B; with 0 the product is zero.</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="a">A.</param>
    /// <param name="aRow">Elements from one row of A to the next.</param>
    /// <param name="aCol">Elements from one column of A to the next.</param>
    /// <param name="b">B.</param>
    /// <param name="bRow">Elements from one row of B to the next.</param>
    /// <param name="bCol">Elements from one column of B to the next.</param>
    /// <param name="beta">Factor of the old C; with 0 the old C is not read, so it may hold NaN.</param>
    /// <param name="c">C.</param>
    /// <param name="cRow">Elements from one row of C to the next.</param>
    /// <param name="cCol">Elements from one column of C to the next.</param>
    /// <param name="epilogue">Applied once to every element of the result.</param>
    public static void Run<T, TEpilogue>(
        long m, long n, long k, T alpha, T* a, long aRow, long aCol, T* b, long bRow, long bCol, T beta, T* c, long cRow, long cCol, in TEpilogue epilogue)
        where T : unmanaged
        where TEpilogue : struct, IEpilogue<T>
    {
        Check<T>(m, n, k);
        ProductChooser.Run(Describe(m, n, k, alpha, a, aRow, aCol, b, bRow, bCol, beta, c, cRow, cCol), epilogue);
    }

    /// <summary>C_i = alpha A_i B_i + beta C_i for <paramref name="batch"/> products.</summary>
    /// <typeparam name="T">float, double or a built-in integer.</typeparam>
    /// <param name="batch">Number of products.</param>
    /// <param name="m">Rows of A and C.</param>
    /// <param name="n">Columns of B and C.</param>
    /// <param name="k">Columns of A, rows of B; with 0 the products are zero.</param>
    /// <param name="alpha">Factor of the products.</param>
    /// <param name="a">The first A.</param>
    /// <param name="aBatch">Elements from one A to the next; 0 when all products share it.</param>
    /// <param name="aRow">Elements from one row of A to the next.</param>
    /// <param name="aCol">Elements from one column of A to the next.</param>
    /// <param name="b">The first B.</param>
    /// <param name="bBatch">Elements from one B to the next; 0 when all products share it.</param>
    /// <param name="bRow">Elements from one row of B to the next.</param>
    /// <param name="bCol">Elements from one column of B to the next.</param>
    /// <param name="beta">Factor of the old C; with 0 the old C is not read, so it may hold NaN.</param>
    /// <param name="c">The first C.</param>
    /// <param name="cBatch">Elements from one C to the next; the products must not overlap.</param>
    /// <param name="cRow">Elements from one row of C to the next.</param>
    /// <param name="cCol">Elements from one column of C to the next.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="NotSupportedException">The element type is not one of those listed.</exception>
    public static void RunBatched<T>(
        long batch, long m, long n, long k, T alpha, T* a, long aBatch, long aRow, long aCol, T* b, long bBatch, long bRow, long bCol, T beta, T* c, long cBatch, long cRow, long cCol)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        Check<T>(m, n, k);
        if (batch == 0 || m == 0 || n == 0)
            return;
        // A shared operand and evenly spaced rows (or columns) make one larger product.
        if (bBatch == 0 && (aBatch == m * aRow || m == 1) && (cBatch == m * cRow || m == 1))
        {
            Run(m * batch, n, k, alpha, a, m == 1 ? aBatch : aRow, aCol, b, bRow, bCol, beta, c, m == 1 ? cBatch : cRow, cCol);
            return;
        }
        if (aBatch == 0 && (bBatch == n * bCol || n == 1) && (cBatch == n * cCol || n == 1))
        {
            Run(m, n * batch, k, alpha, a, aRow, aCol, b, bRow, n == 1 ? bBatch : bCol, beta, c, cRow, n == 1 ? cBatch : cCol);
            return;
        }
        var body = new BatchBody<T>
        {
            P = Describe(m, n, k, alpha, a, aRow, aCol, b, bRow, bCol, beta, c, cRow, cCol),
            ABatch = aBatch,
            BBatch = bBatch,
            CBatch = cBatch,
        };
        long work = m * n * Math.Max(1, k);
        if (work >= ParallelWork && batch < 4 * WorkPool.Threads)
            body.Invoke(0, batch);
        else
            WorkPool.For(batch, Math.Max(1, ParallelWork / 8 / work), ref body);
    }

    private static Product<T> Describe<T>(
        long m, long n, long k, T alpha, T* a, long aRow, long aCol, T* b, long bRow, long bCol, T beta, T* c, long cRow, long cCol)
        where T : unmanaged =>
        new()
        {
            M = m,
            N = n,
            K = EqualityComparer<T>.Default.Equals(alpha, default) ? 0 : k,
            Alpha = alpha,
            Beta = beta,
            ReadsC = !EqualityComparer<T>.Default.Equals(beta, default),
            A = a,
            ARow = aRow,
            ACol = aCol,
            B = b,
            BRow = bRow,
            BCol = bCol,
            C = c,
            CRow = cRow,
            CCol = cCol,
        };

    private static void Check<T>(long m, long n, long k)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        if (!(typeof(T) == typeof(float) || typeof(T) == typeof(double)
            || typeof(T) == typeof(sbyte) || typeof(T) == typeof(byte) || typeof(T) == typeof(short) || typeof(T) == typeof(ushort)
            || typeof(T) == typeof(int) || typeof(T) == typeof(uint) || typeof(T) == typeof(long) || typeof(T) == typeof(ulong)))
        {
            throw new NotSupportedException($"Matrix products of {typeof(T)} are not supported: float, double and the integers of 8 to 64 bits are.");
        }
    }

    private struct BatchBody<T> : IRangeBody
        where T : unmanaged
    {
        public Product<T> P;
        public long ABatch, BBatch, CBatch;

        public readonly void Invoke(long start, long end)
        {
            for (long i = start; i < end; i++)
            {
                Product<T> p = P;
                p.A += i * ABatch;
                p.B += i * BBatch;
                p.C += i * CBatch;
                ProductChooser.Run(p, default(NoEpilogue<T>));
            }
        }
    }
}
