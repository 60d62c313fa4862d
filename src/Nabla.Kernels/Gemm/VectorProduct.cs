using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Gemm;

/// <summary>Matrix times vector, at the speed of reading the matrix once.</summary>
[SkipLocalsInit]
internal static unsafe class VectorProduct<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int VectorBuffer = 0;
    private const long WorkPerThread = 1L << 18;
    private const int RowBlock = 512;

    /// <summary>Whether <see cref="Run"/> takes the product: one column, and rows or columns of A contiguous.</summary>
    public static bool Takes(in Product<T> p) => p.N == 1 && (p.ACol == 1 || p.ARow == 1);

    /// <summary>Computes the product.</summary>
    public static void Run<TEpilogue>(in Product<T> p, in TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<T>
    {
        Product<T> q = p;
        if (q.BRow != 1)
        {
            T* copy = Scratch.Take<T>(VectorBuffer, q.K);
            for (long k = 0; k < q.K; k++)
                copy[k] = q.B[k * q.BRow];
            q.B = copy;
            q.BRow = 1;
        }
        var body = new Body<TEpilogue> { P = q, Epilogue = epilogue };
        long blocks = Chunks.Count(q.M, body.Length);
        WorkPool.For(blocks, Math.Max(1, WorkPerThread / (q.K * body.Length)), ref body);
    }

    private struct Body<TEpilogue> : IRangeBody
        where TEpilogue : struct, IEpilogue<T>
    {
        public Product<T> P;
        public TEpilogue Epilogue;

        /// <summary>Rows of one unit of work.</summary>
        public readonly long Length => P.ACol == 1 ? 4 : RowBlock;

        public void Invoke(long start, long end)
        {
            T* sums = stackalloc T[RowBlock];
            for (long i = start; i < end; i++)
            {
                long row = i * Length;
                int rows = (int)Math.Min(Length, P.M - row);
                T* a = P.A + (row * P.ARow);
                if (P.ACol != 1)
                {
                    Combine(a, (nint)P.ACol, P.B, P.K, rows, sums);
                }
                else if (rows == 4)
                {
                    Dot<Count4>(a, (nint)P.ARow, P.B, P.K, sums);
                }
                else
                {
                    for (int j = 0; j < rows; j++)
                        Dot<Count1>(a + (j * P.ARow), 0, P.B, P.K, sums + j);
                }
                Write(sums, row, rows);
            }
        }

        private readonly void Write(T* sums, long row, int rows)
        {
            Lanes1<T> alpha = Lanes1<T>.Broadcast(P.Alpha), beta = Lanes1<T>.Broadcast(P.Beta);
            for (int i = 0; i < rows; i++)
            {
                T* c = P.C + ((row + i) * P.CRow);
                Lanes1<T> value = alpha * Lanes1<T>.Load(sums + i);
                if (P.ReadsC)
                    value = Lanes1<T>.Fma(beta, Lanes1<T>.Load(c), value);
                if (P.RowBias != null)
                    value += Lanes1<T>.Load(P.RowBias + row + i);
                if (P.ColumnBias != null)
                    value += Lanes1<T>.Load(P.ColumnBias);
                Lanes1<T>.Store(c, value);
                if (!TEpilogue.IsNone)
                    Epilogue.Apply<Lanes1<T>>(c, row + i, 0, 1);
            }
        }
    }

    /// <summary>Inner products of one or four rows with x; a row's sum has the same order either way.</summary>
    [MethodImpl(AggressiveOptimization)]
    private static void Dot<TRows>(T* a, nint row, T* x, long depth, T* sums)
        where TRows : struct, ICount
    {
        TLanes s0 = TLanes.Zero, s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
        TLanes t0 = TLanes.Zero, t1 = TLanes.Zero, t2 = TLanes.Zero, t3 = TLanes.Zero;
        int n = TLanes.Count;
        nint k = 0;
        for (; k <= depth - (2 * n); k += 2 * n)
        {
            T* at = a + k;
            TLanes v = TLanes.Load(x + k), w = TLanes.Load(x + k + n);
            s0 = TLanes.Fma(TLanes.Load(at), v, s0);
            t0 = TLanes.Fma(TLanes.Load(at + n), w, t0);
            if (TRows.Value == 4)
            {
                s1 = TLanes.Fma(TLanes.Load(at + row), v, s1);
                t1 = TLanes.Fma(TLanes.Load(at + row + n), w, t1);
                s2 = TLanes.Fma(TLanes.Load(at + (2 * row)), v, s2);
                t2 = TLanes.Fma(TLanes.Load(at + (2 * row) + n), w, t2);
                s3 = TLanes.Fma(TLanes.Load(at + (3 * row)), v, s3);
                t3 = TLanes.Fma(TLanes.Load(at + (3 * row) + n), w, t3);
            }
        }
        sums[0] = Tail(s0 + t0, a, x, k, depth);
        if (TRows.Value == 4)
        {
            sums[1] = Tail(s1 + t1, a + row, x, k, depth);
            sums[2] = Tail(s2 + t2, a + (2 * row), x, k, depth);
            sums[3] = Tail(s3 + t3, a + (3 * row), x, k, depth);
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static T Tail(TLanes body, T* a, T* x, nint k, long depth)
    {
        Lanes1<T> sum = Lanes1<T>.Broadcast(TLanes.Sum(body));
        for (; k < depth; k++)
            sum = Lanes1<T>.Fma(Lanes1<T>.Load(a + k), Lanes1<T>.Load(x + k), sum);
        return Lanes1<T>.Get(sum, 0);
    }

    /// <summary>Sum of the columns of A weighted by x, for a block of rows that stays in the first-level cache.</summary>
    [MethodImpl(AggressiveOptimization)]
    private static void Combine(T* a, nint column, T* x, long depth, int rows, T* sums)
    {
        new Span<T>(sums, rows).Clear();
        nint k = 0;
        for (; k <= depth - 4; k += 4)
        {
            T* at = a + (k * column);
            int i = 0;
            for (; i <= rows - TLanes.Count; i += TLanes.Count)
                Add4<TLanes>(at + i, column, x + k, sums + i);
            for (; i < rows; i++)
                Add4<Lanes1<T>>(at + i, column, x + k, sums + i);
        }
        for (; k < depth; k++)
        {
            T* at = a + (k * column);
            int i = 0;
            for (; i <= rows - TLanes.Count; i += TLanes.Count)
                TLanes.Store(sums + i, TLanes.Fma(TLanes.Load(at + i), TLanes.Broadcast(x[k]), TLanes.Load(sums + i)));
            for (; i < rows; i++)
                Lanes1<T>.Store(sums + i, Lanes1<T>.Fma(Lanes1<T>.Load(at + i), Lanes1<T>.Broadcast(x[k]), Lanes1<T>.Load(sums + i)));
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static void Add4<TV>(T* a, nint column, T* x, T* sums)
        where TV : struct, ILanes<TV, T>
    {
        TV sum = TV.Load(sums);
        sum = TV.Fma(TV.Load(a), TV.Broadcast(x[0]), sum);
        sum = TV.Fma(TV.Load(a + column), TV.Broadcast(x[1]), sum);
        sum = TV.Fma(TV.Load(a + (2 * column)), TV.Broadcast(x[2]), sum);
        sum = TV.Fma(TV.Load(a + (3 * column)), TV.Broadcast(x[3]), sum);
        TV.Store(sums, sum);
    }
}
