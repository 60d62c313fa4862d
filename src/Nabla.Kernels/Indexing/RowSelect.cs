using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Indexing;

/// <summary>Whole slices along one axis, [outer, n, inner] by indices [m]: selecting, storing and adding.</summary>
public static unsafe class RowSelect
{
    private const long Grain = 16384;

    /// <summary>y[o, j, :] = x[o, index[j], :].</summary>
    /// <param name="x">Source [outer, n, inner], contiguous.</param>
    /// <param name="outer">Extent before the axis.</param>
    /// <param name="n">Length of the indexed axis.</param>
    /// <param name="inner">Extent after the axis.</param>
    /// <param name="index">Indices [m]; negative ones count from the end.</param>
    /// <param name="m">Number of indices.</param>
    /// <param name="y">Output [outer, m, inner].</param>
    /// <param name="elementSize">Bytes of an element: 1, 2, 4 or 8.</param>
    /// <exception cref="IndexRangeException">An index lies outside -n..n-1; nothing is written.</exception>
    public static void Select(void* x, long outer, long n, long inner, long* index, long m, void* y, int elementSize)
    {
        IndexRange.Verify(index, m, n);
        Move(x, outer, n, inner, index, m, y, elementSize, store: false);
    }

    /// <summary>y[o, index[j], :] = x[o, j, :]; of equal indices the last stays. Parameters as for <see cref="Select"/>, with y [outer, n, inner] and x [outer, m, inner].</summary>
    /// <exception cref="IndexRangeException">An index lies outside -n..n-1; nothing is written.</exception>
    public static void Store(void* y, long outer, long n, long inner, long* index, long m, void* x, int elementSize)
    {
        IndexRange.Verify(index, m, n);
        Move(y, outer, n, inner, index, m, x, elementSize, store: true);
    }

    /// <summary>y[o, index[j], :] += alpha · x[o, j, :], in index order, so the sums never depend on the threads.</summary>
    /// <param name="y">Destination [outer, n, inner], contiguous.</param>
    /// <param name="outer">Extent before the axis.</param>
    /// <param name="n">Length of the indexed axis.</param>
    /// <param name="inner">Extent after the axis.</param>
    /// <param name="index">Indices [m]; negative ones count from the end.</param>
    /// <param name="m">Number of indices.</param>
    /// <param name="x">Source [outer, m, inner].</param>
    /// <param name="alpha">Factor of x.</param>
    /// <exception cref="IndexRangeException">An index lies outside -n..n-1; nothing is written.</exception>
    public static void Add<T>(T* y, long outer, long n, long inner, long* index, long m, T* x, T alpha) where T : unmanaged, INumber<T>
    {
        IndexRange.Verify(index, m, n);
        AddVerified(y, outer, n, inner, index, m, x, alpha, skip: long.MinValue, counts: null);
    }

    /// <summary>The sum behind <see cref="Add"/>; <paramref name="skip"/> is an index to leave out, <paramref name="counts"/> divides each row by its index's count.</summary>
    internal static void AddVerified<T>(T* y, long outer, long n, long inner, long* index, long m, T* x, T alpha, long skip, long* counts) where T : unmanaged, INumber<T>
    {
        if (outer == 0 || inner == 0 || m == 0 || n == 0) return;
        var body = new AddBody<T> { Y = y, X = x, Index = index, N = n, M = m, Inner = inner, Alpha = alpha, Skip = skip, Counts = counts };
        int threads = WorkPool.Threads;
        long blocks = (inner + AddBody<T>.Columns - 1) / AddBody<T>.Columns;
        if (outer * blocks >= threads || outer * m * inner <= Grain)
        {
            // Threads own columns: perfectly balanced whatever the indices are.
            body.Blocks = blocks;
            WorkPool.For(outer * blocks, Math.Max(1, Grain / Math.Max(1, m * Math.Min(inner, AddBody<T>.Columns))), ref body);
        }
        else
        {
            // Narrow rows: threads own destination rows, and each reads the index once.
            body.Outer = outer;
            WorkPool.For(n, (n + threads - 1) / threads, ref body);
        }
    }

    private static void Move(void* table, long outer, long n, long inner, long* index, long m, void* rows, int elementSize, bool store)
    {
        if (outer == 0 || m == 0 || inner == 0) return;
        if (inner == 1 || elementSize * inner <= 8)
        {
            var narrow = new MoveJob { Table = table, Rows = rows, Index = index, Outer = outer, N = n, M = m, Inner = inner, Stores = store };
            ElementWidth.Dispatch(elementSize, ref narrow);
            return;
        }

        var body = new MoveBody { Table = (byte*)table, Rows = (byte*)rows, Index = index, N = n, M = m, Bytes = inner * elementSize, Stores = store };
        if (store) WorkPool.For(outer, Math.Max(1, 4 * Grain / (body.Bytes * m)), ref body);
        else WorkPool.For(outer * m, Math.Max(1, 4 * Grain / body.Bytes), ref body);
    }

    private struct MoveBody : IRangeBody
    {
        public byte* Table, Rows;
        public long* Index;
        public long N, M, Bytes;
        public bool Stores;

        public readonly void Invoke(long start, long end)
        {
            if (Stores)
            {
                start *= M;
                end *= M;
            }

            for (long r = start; r < end; r++)
            {
                long outer = r / M;
                byte* place = Table + (outer * N + IndexRange.Wrap(Index[r - outer * M], N)) * Bytes, row = Rows + r * Bytes;
                if (Stores) Buffer.MemoryCopy(row, place, Bytes, Bytes);
                else Buffer.MemoryCopy(place, row, Bytes, Bytes);
            }
        }
    }

    private struct MoveJob : IWidthBody
    {
        public void* Table, Rows;
        public long* Index;
        public long Outer, N, M, Inner;
        public bool Stores;

        public readonly void Run<T>() where T : unmanaged
        {
            var body = new NarrowBody<T> { Job = this };
            if (Stores) WorkPool.For(Outer, Math.Max(1, Grain / (M * Inner)), ref body);
            else WorkPool.For(Outer * M, Math.Max(1, Grain / Inner), ref body);
        }
    }

    private struct NarrowBody<T> : IRangeBody where T : unmanaged
    {
        public MoveJob Job;

        public readonly void Invoke(long start, long end)
        {
            long m = Job.M, inner = Job.Inner;
            if (Job.Stores)
            {
                start *= m;
                end *= m;
            }

            for (long r = start; r < end;)
            {
                long outer = r / m, first = r - outer * m, count = Math.Min(m - first, end - r);
                T* table = (T*)Job.Table + outer * Job.N * inner, rows = (T*)Job.Rows + r * inner;
                for (long j = 0; j < count; j++)
                {
                    T* place = table + IndexRange.Wrap(Job.Index[first + j], Job.N) * inner;
                    for (long i = 0; i < inner; i++)
                    {
                        if (Job.Stores) place[i] = rows[j * inner + i];
                        else rows[j * inner + i] = place[i];
                    }
                }

                r += count;
            }
        }
    }

    private struct AddBody<T> : IRangeBody where T : unmanaged, INumber<T>
    {
        public const long Columns = 64;
        public T* Y, X;
        public long* Index, Counts;
        public long N, M, Inner, Blocks, Outer, Skip;
        public T Alpha;

        public readonly void Invoke(long start, long end)
        {
            if (Blocks == 0)
            {
                for (long o = 0; o < Outer; o++) Strip(o, start, end, 0, Inner);
                return;
            }

            for (long b = start; b < end;)
            {
                // Neighbouring blocks of one slice are walked as one wider strip.
                long outer = b / Blocks, first = b % Blocks, count = Math.Min(Blocks - first, end - b);
                long from = first * Columns;
                Strip(outer, 0, N, from, Math.Min(Inner, from + count * Columns) - from);
                b += count;
            }
        }

        private readonly void Strip(long outer, long low, long high, long column, long width)
        {
            T* y = Y + outer * N * Inner + column, x = X + outer * M * Inner + column;
            for (long j = 0; j < M; j++)
            {
                if (Index[j] == Skip) continue;
                long place = IndexRange.Wrap(Index[j], N);
                if (place < low || place >= high) continue;
                T factor = Counts == null ? Alpha : Alpha / T.CreateTruncating(Counts[place]);
                AddRow(y + place * Inner, x + j * Inner, factor, width);
            }
        }

        private static void AddRow(T* y, T* x, T alpha, long count)
        {
            long i = 0;
            bool plain = alpha == T.One;
            if (Vector<T>.IsSupported)
            {
                for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
                {
                    Vector<T> v = Unsafe.ReadUnaligned<Vector<T>>(x + i);
                    if (!plain) v *= alpha;
                    Unsafe.WriteUnaligned(y + i, Unsafe.ReadUnaligned<Vector<T>>(y + i) + v);
                }
            }

            for (; i < count; i++) y[i] += plain ? x[i] : alpha * x[i];
        }
    }
}
