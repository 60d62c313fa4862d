using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Reductions;

public static unsafe partial class Reduce
{
    // One job: one chunk of one output, row by row.
    private readonly struct RowsBody<T, L, TTotal, K>(K kernel, ReducePlan* plan, T* x, L* centers, TTotal* totals, long chunks) : IRangeBody
        where T : unmanaged
        where L : unmanaged
        where TTotal : unmanaged, INumber<TTotal>
        where K : struct, IReduceKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(long start, long end)
        {
            if (typeof(T) == typeof(L) && chunks == 1 && plan->Gone.Rank == 1 && plan->Gone.Stride(0, 0) == 1)
            {
                Short(start, end);
                return;
            }
            for (long job = start; job < end; job++)
            {
                long output = job / chunks;
                long first = job % chunks * Chunk;
                long last = Math.Min(first + Chunk, plan->Gone.Count);
                RowTotal<T, L, TTotal, K> row = new(kernel, x + plan->OffsetOf(output), centers == null ? default : centers[output]);
                if (first < last)
                    plan->Gone.Walk(first, last, ref row);
                totals[job] = row.Value;
            }
        }

        // Each output is one run of adjacent elements: no walk is needed.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Short(long start, long end)
        {
            long count = plan->Gone.Count;
            bool even = plan->Kept.Rank == 1;
            long stride = even ? plan->Kept.Stride(1, 0) : 0;
            for (long output = start; output < end; output++)
            {
                T* from = x + (even ? output * stride : plan->OffsetOf(output));
                totals[output] = ReduceRow.Run<L, TTotal, K>(kernel, (L*)from, count, centers == null ? default : centers[output]);
            }
        }
    }

    private struct RowTotal<T, L, TTotal, K>(K kernel, T* x, L center) : IRow
        where T : unmanaged
        where L : unmanaged
        where TTotal : unmanaged, INumber<TTotal>
        where K : struct, IReduceKernel
    {
        public TTotal Value = Total.From<L, TTotal>(ScalarNumber.From<L>(K.Identity));

        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(long* offsets, long* steps, long count)
        {
            T* from = x + offsets[0];
            if (typeof(T) == typeof(L) && steps[0] == 1)
            {
                Value = K.Fold(Value, ReduceRow.Run<L, TTotal, K>(kernel, (L*)from, count, center));
                return;
            }
            L* buffer = stackalloc L[Grain.Block];
            for (long i = 0; i < count; i += Grain.Block)
            {
                long n = Math.Min(Grain.Block, count - i);
                Lift(from + (i * steps[0]), steps[0], buffer, n);
                Value = K.Fold(Value, ReduceRow.Run<L, TTotal, K>(kernel, buffer, n, center));
            }
        }
    }

    // One job: one chunk of rows of one block of columns.
    private readonly struct ColumnBody<T, L, TTotal, K>(K kernel, ReducePlan* plan, T* x, L* centers, TTotal* totals, long chunks, long blocks) : IRangeBody
        where T : unmanaged
        where L : unmanaged
        where TTotal : unmanaged, INumber<TTotal>
        where K : struct, IReduceKernel
    {
        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(long start, long end)
        {
            L* sums = stackalloc L[ReduceColumns.Width];
            TTotal* sub = stackalloc TTotal[ReduceColumns.Width];
            long all = plan->Kept.Inner;
            L identity = ScalarNumber.From<L>(K.Identity);
            for (long job = start; job < end; job++)
            {
                long first = job % chunks * RowChunk;
                long last = Math.Min(first + RowChunk, plan->Gone.Count);
                long block = job / chunks % blocks * ReduceColumns.Width;
                long output = (job / chunks / blocks * all) + block;
                int columns = (int)Math.Min(ReduceColumns.Width, all - block);
                new Span<L>(sums, columns).Fill(identity);
                new Span<TTotal>(sub, columns).Fill(Total.From<L, TTotal>(identity));
                ColumnTotals<T, L, TTotal, K> row = new(kernel, x + plan->OffsetOf(output), centers == null ? null : centers + output, sums, sub, columns);
                if (first < last)
                    plan->Gone.Walk(first, last, ref row);
                row.Flush();
                for (int j = 0; j < columns; j++)
                    totals[((output + j) * chunks) + (job % chunks)] = sub[j];
            }
        }
    }

    private struct ColumnTotals<T, L, TTotal, K>(K kernel, T* x, L* centers, L* sums, TTotal* totals, int columns) : IRow
        where T : unmanaged
        where L : unmanaged
        where TTotal : unmanaged, INumber<TTotal>
        where K : struct, IReduceKernel
    {
        private long _depth;

        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(long* offsets, long* steps, long count)
        {
            T* from = x + offsets[0];
            L* lifted = stackalloc L[typeof(T) == typeof(L) ? 1 : ReduceColumns.Width];
            for (long r = 0; r < count;)
            {
                long rows = typeof(T) == typeof(L) ? Math.Min(count - r, ReduceColumns.Depth - _depth) : 1;
                if (typeof(T) == typeof(L))
                {
                    ReduceColumns.Run(kernel, (L*)from, steps[0], rows, centers, sums, columns);
                }
                else
                {
                    Lift(from, 1, lifted, columns);
                    ReduceColumns.Run(kernel, lifted, 0, 1, centers, sums, columns);
                }
                r += rows;
                from += rows * steps[0];
                _depth += rows;
                if (_depth == ReduceColumns.Depth)
                    Flush();
            }
        }

        public void Flush()
        {
            ReduceColumns.Flush<L, TTotal, K>(kernel, sums, totals, columns);
            _depth = 0;
        }
    }

    // Gathers elements, widening narrow integers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Lift<T, L>(T* from, long step, L* to, long count) where T : unmanaged where L : unmanaged
    {
        if (typeof(T) == typeof(L))
        {
            Strided.Gather((L*)from, step, to, count);
            return;
        }
        for (long i = 0; i < count; i++, from += step)
            to[i] = Total.From<T, L>(*from);
    }
}
