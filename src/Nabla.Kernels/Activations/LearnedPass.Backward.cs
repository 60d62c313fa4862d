using System.Runtime.CompilerServices;
using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Activations;

public static unsafe partial class LearnedPass
{
    /// <summary>Gradients of x and of the parameters in one pass; null for one that is not wanted.</summary>
    /// <param name="f">The activation.</param>
    /// <param name="g">Gradient of y.</param>
    /// <param name="x">Input.</param>
    /// <param name="p">Values of the first parameter.</param>
    /// <param name="q">Of the second, or null.</param>
    /// <param name="r">Of the third, or null.</param>
    /// <param name="layout">Which value goes with which element.</param>
    /// <param name="gx">Receives g·∂f/∂x.</param>
    /// <param name="gp">Receives, for each value of the first parameter, Σ g·∂f/∂p over its elements.</param>
    /// <param name="gq">Likewise.</param>
    /// <param name="gr">Likewise.</param>
    /// <exception cref="ArgumentException">A parameter has a number of values that fits neither rows nor columns.</exception>
    public static void Backward<S, F>(F f, S* g, S* x, S* p, S* q, S* r, in LearnedLayout layout, S* gx, S* gp, S* gq, S* gr) where S : unmanaged where F : struct, ILearnedActivation
    {
        Check<F>(layout);
        long chunks = layout.ByColumn ? (layout.Rows + RowChunk - 1) / RowChunk : (layout.Width + Chunk - 1) / Chunk;
        // By column: one sum for each column of each chunk of rows; by row: for each chunk of each row.
        long sums = layout.Count == 0 ? 0 : chunks * (layout.ByColumn ? layout.Width : layout.Rows);
        using NativeBlock? block = gp == null && gq == null && gr == null ? null : new(sums * F.Parameters * sizeof(double));
        double* partial = block == null ? null : (double*)block.Pointer;
        if (layout.Count == 0)
        {
            // Nothing to add up.
        }
        else if (layout.ByColumn)
        {
            long blocks = (layout.Width + ColumnBlock - 1) / ColumnBlock;
            ColumnBody<S, F> body = new(f, g, x, p, q, r, layout, gx, partial, sums, blocks);
            WorkPool.For(chunks * blocks, Math.Max(1, Grain.Of(F.Cost) / (Math.Min(layout.Rows, RowChunk) * Math.Min(layout.Width, ColumnBlock))), ref body);
        }
        else
        {
            RowBody<S, F> body = new(f, g, x, p, q, r, layout, gx, partial, chunks);
            WorkPool.For(layout.Rows * chunks, Math.Max(1, Grain.Of(F.Cost) / Math.Min(layout.Width, Chunk)), ref body);
        }
        if (gp != null) Collect<S, F>(partial, 0, layout, sums, chunks, gp);
        if (gq != null && F.Parameters > 1) Collect<S, F>(partial, 1, layout, sums, chunks, gq);
        if (gr != null && F.Parameters > 2) Collect<S, F>(partial, 2, layout, sums, chunks, gr);
    }

    // Partial sums to the parameter's values, in the order of the chunks.
    private static void Collect<S, F>(double* partial, int parameter, in LearnedLayout layout, long sums, long chunks, S* to) where S : unmanaged where F : struct, ILearnedActivation
    {
        long count = layout.Of(parameter);
        using NativeBlock block = new(count * sizeof(double));
        double* totals = (double*)block.Pointer;
        for (long i = 0; i < count; i++) totals[i] = 0;
        if (layout.ByColumn)
        {
            partial += parameter * sums;
            for (long i = 0; i < sums; i++) totals[count == 1 ? 0 : i % count] += partial[i];
        }
        else
        {
            for (long i = 0; i < sums; i++) totals[i / chunks % count] += partial[(i * F.Parameters) + parameter];
        }
        for (long i = 0; i < count; i++) to[i] = ScalarNumber.From<S>(totals[i]);
    }

    private readonly struct RowBody<S, F>(F f, S* g, S* x, S* p, S* q, S* r, LearnedLayout layout, S* gx, double* partial, long chunks) : IRangeBody
        where S : unmanaged
        where F : struct, ILearnedActivation
    {
        public void Invoke(long start, long end)
        {
            if (Width.Is512) Run<Lanes512<S>>(start, end);
            else if (Width.Is256) Run<Lanes256<S>>(start, end);
            else if (Width.Is128) Run<Lanes128<S>>(start, end);
            else Run<Lanes1<S>>(start, end);
        }

        [MethodImpl(AggressiveOptimization)]
        private void Run<V>(long start, long end) where V : struct, ILanes<V, S>
        {
            double* sums = stackalloc double[3];
            for (long job = start; job < end; job++)
            {
                long row = job / chunks, column = job % chunks * Chunk, at = (row * layout.Width) + column;
                S second = F.Parameters > 1 ? q[row % layout.Second] : default, third = F.Parameters > 2 ? r[row % layout.Third] : default;
                LearnedLoop.Backward<V, S, S, F>(f, g + at, x + at, p[row % layout.First], second, third, gx == null ? null : gx + at, Math.Min(Chunk, layout.Width - column), sums);
                if (partial == null) continue;
                for (int k = 0; k < F.Parameters; k++) partial[(job * F.Parameters) + k] = sums[k];
            }
        }
    }

    private readonly struct ColumnBody<S, F>(F f, S* g, S* x, S* p, S* q, S* r, LearnedLayout layout, S* gx, double* partial, long sums, long blocks) : IRangeBody
        where S : unmanaged
        where F : struct, ILearnedActivation
    {
        // What a vector may read or write past the last column.
        private const int Padded = (int)ColumnBlock + 64;

        public void Invoke(long start, long end)
        {
            if (Width.Is512) Run<Lanes512<S>>(start, end);
            else if (Width.Is256) Run<Lanes256<S>>(start, end);
            else if (Width.Is128) Run<Lanes128<S>>(start, end);
            else Run<Lanes1<S>>(start, end);
        }

        [SkipLocalsInit]
        [MethodImpl(AggressiveOptimization)]
        private void Run<V>(long start, long end) where V : struct, ILanes<V, S>
        {
            S* values = stackalloc S[3 * Padded];
            S* added = stackalloc S[3 * Padded];
            for (long job = start; job < end; job++)
            {
                long first = job / blocks * RowChunk, last = Math.Min(first + RowChunk, layout.Rows), column = job % blocks * ColumnBlock;
                long columns = Math.Min(ColumnBlock, layout.Width - column);
                Copy(p, layout.First, column, columns, values);
                if (F.Parameters > 1) Copy(q, layout.Second, column, columns, values + Padded);
                if (F.Parameters > 2) Copy(r, layout.Third, column, columns, values + (2 * Padded));
                new Span<S>(added, 3 * Padded).Clear();
                for (long row = first; row < last; row++)
                {
                    long at = (row * layout.Width) + column;
                    LearnedLoop.BackwardInto<V, S, S, F>(f, g + at, x + at, values, values + Padded, values + (2 * Padded), gx == null ? null : gx + at, columns,
                        added, added + Padded, added + (2 * Padded));
                }
                if (partial == null) continue;
                for (int k = 0; k < F.Parameters; k++)
                {
                    double* to = partial + (k * sums) + (job / blocks * layout.Width) + column;
                    for (long i = 0; i < columns; i++) to[i] = ScalarNumber.ToDouble(added[(k * Padded) + i]);
                }
            }
        }

        private static void Copy(S* from, long count, long column, long columns, S* to)
        {
            from += count == 1 ? 0 : column;
            for (long i = 0; i < columns; i++) to[i] = from[count == 1 ? 0 : i];
            new Span<S>(to + columns, 64).Fill(to[columns - 1]);
        }
    }
}
