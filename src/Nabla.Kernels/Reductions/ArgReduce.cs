using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Reductions;

/// <summary>Where the smallest or largest element is: the first of equals; a NaN wins over every number, as in PyTorch.</summary>
public static unsafe class ArgReduce
{
    /// <summary>Finds extremes over a set of axes.</summary>
    /// <param name="x">First element.</param>
    /// <param name="shape">Size of each axis.</param>
    /// <param name="strides">Stride of each axis in elements, 0 to broadcast.</param>
    /// <param name="reduced">Which axes to search together; their row-major order numbers the elements. At least one element must be there.</param>
    /// <param name="largest">Whether to look for the largest.</param>
    /// <param name="indices">Receives one index per combination of the other axes, in row-major order.</param>
    /// <param name="values">Null, or receives the elements found.</param>
    /// <exception cref="ArgumentException">Lengths differ, or there is nothing to search.</exception>
    public static void Run<T>(T* x, ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, ReadOnlySpan<bool> reduced, bool largest, long* indices,
        T* values = null)
        where T : unmanaged
    {
        if (strides.Length != shape.Length || reduced.Length != shape.Length)
            throw new ArgumentException($"A shape of {shape.Length} dimensions with {strides.Length} strides and {reduced.Length} flags.", nameof(shape));
        // A plan sorts axes by its first operand: numbering the elements in row-major order keeps that order.
        Span<long> keptShape = stackalloc long[shape.Length], keptStrides = stackalloc long[shape.Length], keptRuns = stackalloc long[shape.Length];
        Span<long> goneShape = stackalloc long[shape.Length], goneStrides = stackalloc long[shape.Length], goneRuns = stackalloc long[shape.Length];
        int kept = 0, gone = 0;
        long keptRun = 1, goneRun = 1;
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            if (reduced[d])
            {
                (goneShape[gone], goneStrides[gone], goneRuns[gone]) = (shape[d], strides[d], goneRun);
                goneRun *= shape[d];
                gone++;
            }
            else
            {
                (keptShape[kept], keptStrides[kept], keptRuns[kept]) = (shape[d], strides[d], keptRun);
                keptRun *= shape[d];
                kept++;
            }
        }
        StridedPlan.Create(out StridedPlan outer, 2, keptShape[..kept], keptRuns[..kept], keptStrides[..kept]);
        StridedPlan.Create(out StridedPlan inner, 2, goneShape[..gone], goneRuns[..gone], goneStrides[..gone]);
        if (outer.Count == 0)
            return;
        if (inner.Count == 0)
            throw new ArgumentException("There is no element to choose from along the reduced axes.", nameof(shape));
        long grain = Math.Max(1, (1 << 14) / inner.Count);
        if (largest)
        {
            Body<T, Larger> body = new(&outer, &inner, x, indices, values);
            WorkPool.For(outer.Count, grain, ref body);
        }
        else
        {
            Body<T, Smaller> body = new(&outer, &inner, x, indices, values);
            WorkPool.For(outer.Count, grain, ref body);
        }
    }

    private readonly struct Body<T, TBeats>(StridedPlan* outer, StridedPlan* inner, T* x, long* indices, T* values) : IRangeBody
        where T : unmanaged
        where TBeats : struct, INumberPredicate
    {
        public void Invoke(long start, long end)
        {
            for (long o = start; o < end; o++)
            {
                long offset = 0;
                long rest = o;
                for (int d = outer->Rank - 1; d >= 0; d--)
                {
                    offset += rest % outer->Size(d) * outer->Stride(1, d);
                    rest /= outer->Size(d);
                }
                Search<T, TBeats> row = new(x + offset);
                inner->Walk(0, inner->Count, ref row);
                indices[o] = row.Index;
                if (values != null)
                    values[o] = row.Best;
            }
        }
    }

    private struct Search<T, TBeats>(T* x) : IRow where T : unmanaged where TBeats : struct, INumberPredicate
    {
        public T Best = *x;

        public long Index;

        public void Invoke(long* offsets, long* steps, long count)
        {
            if (ScalarNumber.IsFloating<T>() && steps[1] == 1 && count >= 64)
            {
                Adjacent(x + offsets[1], offsets[0], count);
                return;
            }
            Scan(x + offsets[1], steps[1], offsets[0], steps[0], count);
        }

        // The extreme value first, with vectors; then the first place that holds it.
        private void Adjacent(T* from, long index, long count)
        {
            double found = typeof(TBeats) == typeof(Larger)
                ? ReduceRow.Run<T, double, MaxKernel>(default, from, count, default)
                : ReduceRow.Run<T, double, MinKernel>(default, from, count, default);
            T best = ScalarNumber.From<T>(found);
            if (!(index == 0 && Index == 0) && !ScalarNumber.Test<T, TBeats>(best, Best))
                return;
            Best = best;
            long i = Width.Is256 ? Skip<Lanes256<T>>(from, count, best) : Width.Is128 ? Skip<Lanes128<T>>(from, count, best) : 0;
            while (!ScalarNumber.Test<T, Same>(from[i], best))
                i++;
            Index = index + i;
            Best = from[i];
        }

        // The start of the first whole vector that holds the value, or of the rest.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static long Skip<V>(T* from, long count, T best) where V : struct, ILanes<V, T>
        {
            V wanted = V.Broadcast(best);
            bool isNaN = ScalarNumber.Test<T, Unequal>(best, best);
            long i = 0;
            for (; i <= count - V.Count; i += V.Count)
            {
                V x = V.Load(from + i);
                if (V.Any(isNaN ? ~V.Equal(x, x) : V.Equal(x, wanted)))
                    break;
            }
            return i;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Scan(T* from, long step, long index, long indexStep, long count)
        {
            T best = Best;
            long at = Index;
            for (long i = 0; i < count; i++, from += step)
            {
                T value = *from;
                if (ScalarNumber.Test<T, TBeats>(value, best))
                {
                    best = value;
                    at = index + (i * indexStep);
                }
            }
            Best = best;
            Index = at;
        }
    }

    private readonly struct Larger : INumberPredicate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber> =>
            a > b || (TNumber.IsNaN(a) && !TNumber.IsNaN(b));
    }

    private readonly struct Smaller : INumberPredicate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber> =>
            a < b || (TNumber.IsNaN(a) && !TNumber.IsNaN(b));
    }

    private readonly struct Unequal : INumberPredicate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber> => a != b;
    }

    private readonly struct Same : INumberPredicate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber> =>
            a == b || (TNumber.IsNaN(a) && TNumber.IsNaN(b));
    }
}
