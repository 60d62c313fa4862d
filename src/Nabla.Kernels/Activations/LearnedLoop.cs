using System.Runtime.CompilerServices;
using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Activations;

/// <summary>Runs of adjacent elements of S, computed in lanes of T: the same type, or double for floats.</summary>
internal static unsafe class LearnedLoop
{
    /// <summary>y = f(x, ...) where parameters advance by 0 or 1 element.</summary>
    [SkipLocalsInit]
    [MethodImpl(AggressiveOptimization)]
    public static void Forward<V, S, T, F>(F f, S* x, T* p, long pStep, T* q, long qStep, T* r, long rStep, S* y, long count)
        where V : struct, ILanes<V, T>
        where S : unmanaged
        where T : unmanaged
        where F : struct, ILearnedActivation
    {
        // What does not advance is read from a buffer that holds it in every lane.
        T* same = stackalloc T[3 * 64];
        T* tails = stackalloc T[3 * 64];
        S* tail = stackalloc S[64];
        T* from = Spread<V, T>(p, pStep, same), second = Spread<V, T>(q, qStep, same + 64), third = Spread<V, T>(r, rStep, same + 128);
        S* source = x;
        S* to = y;
        long i = 0, end = count - V.Count, done = 0;
        while (true)
        {
            for (; i <= end; i += V.Count)
            {
                Store<V, S, T>(to + i, Value<V, S, T, F>(f, Load<V, S, T>(source + i), V.Load(from + (i * pStep)), F.Parameters > 1 ? V.Load(second + (i * qStep)) : V.Zero,
                    F.Parameters > 2 ? V.Load(third + (i * rStep)) : V.Zero));
            }
            if (V.Count == 1) return;
            if (to == tail) break;
            if (i >= count) return;
            done = i;
            Tail(x + done, tail, count - done);
            if (pStep != 0) from = Tail(p + done, tails, count - done);
            if (qStep != 0 && F.Parameters > 1) second = Tail(q + done, tails + 64, count - done);
            if (rStep != 0 && F.Parameters > 2) third = Tail(r + done, tails + 128, count - done);
            source = to = tail;
            i = end = 0;
        }
        Unsafe.CopyBlockUnaligned(y + done, tail, (uint)((count - done) * sizeof(S)));
    }

    /// <summary>y = f(x, ...) with one set of parameters.</summary>
    [SkipLocalsInit]
    [MethodImpl(AggressiveOptimization)]
    public static void Forward<V, S, T, F>(F f, S* x, T p, T q, T r, S* y, long count)
        where V : struct, ILanes<V, T>
        where S : unmanaged
        where T : unmanaged
        where F : struct, ILearnedActivation
    {
        S* tail = stackalloc S[64];
        V first = V.Broadcast(p), second = V.Broadcast(q), third = V.Broadcast(r);
        long i = 0;
        if (F.Cost < 4)
        {
            for (; i <= count - (4 * V.Count); i += 4 * V.Count)
            {
                V a = Value<V, S, T, F>(f, Load<V, S, T>(x + i), first, second, third);
                V b = Value<V, S, T, F>(f, Load<V, S, T>(x + i + V.Count), first, second, third);
                V c = Value<V, S, T, F>(f, Load<V, S, T>(x + i + (2 * V.Count)), first, second, third);
                V d = Value<V, S, T, F>(f, Load<V, S, T>(x + i + (3 * V.Count)), first, second, third);
                Store<V, S, T>(y + i, a);
                Store<V, S, T>(y + i + V.Count, b);
                Store<V, S, T>(y + i + (2 * V.Count), c);
                Store<V, S, T>(y + i + (3 * V.Count), d);
            }
        }
        S* from = x;
        S* to = y;
        long end = count - V.Count, done = 0;
        while (true)
        {
            for (; i <= end; i += V.Count)
                Store<V, S, T>(to + i, Value<V, S, T, F>(f, Load<V, S, T>(from + i), first, second, third));
            if (V.Count == 1) return;
            if (to == tail) break;
            if (i >= count) return;
            done = i;
            from = to = Tail(x + done, tail, count - done);
            i = end = 0;
        }
        Unsafe.CopyBlockUnaligned(y + done, tail, (uint)((count - done) * sizeof(S)));
    }

    /// <summary>gx = g·∂f/∂x, unless null, with one set of parameters; the sums of g times the slopes along them.</summary>
    [SkipLocalsInit]
    [MethodImpl(AggressiveOptimization)]
    public static void Backward<V, S, T, F>(F f, S* g, S* x, T p, T q, T r, S* gx, long count, double* sums)
        where V : struct, ILanes<V, T>
        where S : unmanaged
        where T : unmanaged
        where F : struct, ILearnedActivation
    {
        S* tail = stackalloc S[64];
        S* tailG = stackalloc S[64];
        V first = V.Broadcast(p), second = V.Broadcast(q), third = V.Broadcast(r), a = V.Zero, b = V.Zero, c = V.Zero;
        S* source = x;
        S* up = g;
        S* to = gx;
        long i = 0, end = count - V.Count, done = 0;
        while (true)
        {
            for (; i <= end; i += V.Count)
            {
                V upstream = Load<V, S, T>(up + i);
                V slope = f.Slopes<V, T>(Load<V, S, T>(source + i), first, second, third, out V dp, out V dq, out V dr);
                if (to != null) Store<V, S, T>(to + i, upstream * slope);
                a = V.Fma(upstream, dp, a);
                if (F.Parameters > 1) b = V.Fma(upstream, dq, b);
                if (F.Parameters > 2) c = V.Fma(upstream, dr, c);
            }
            if (V.Count == 1 || source == tail || i >= count) break;
            // Lanes beyond the end hold the run's first left value and no gradient, so they add nothing.
            done = i;
            Tail(x + done, tail, count - done);
            new Span<S>(tailG, 64).Clear();
            Unsafe.CopyBlockUnaligned(tailG, g + done, (uint)((count - done) * sizeof(S)));
            source = tail;
            up = tailG;
            if (to != null) to = tail;
            i = end = 0;
        }
        if (source == tail && gx != null) Unsafe.CopyBlockUnaligned(gx + done, tail, (uint)((count - done) * sizeof(S)));
        sums[0] = ScalarNumber.ToDouble(V.Sum(a));
        if (F.Parameters > 1) sums[1] = ScalarNumber.ToDouble(V.Sum(b));
        if (F.Parameters > 2) sums[2] = ScalarNumber.ToDouble(V.Sum(c));
    }

    /// <summary>gx = g·∂f/∂x, unless null, with parameters that advance; g times the slopes along them is added to the sums. Parameters and sums are as long as whole vectors need.</summary>
    [SkipLocalsInit]
    [MethodImpl(AggressiveOptimization)]
    public static void BackwardInto<V, S, T, F>(F f, S* g, S* x, T* p, T* q, T* r, S* gx, long count, T* a, T* b, T* c)
        where V : struct, ILanes<V, T>
        where S : unmanaged
        where T : unmanaged
        where F : struct, ILearnedActivation
    {
        S* tail = stackalloc S[64];
        S* tailG = stackalloc S[64];
        S* source = x;
        S* up = g;
        S* to = gx;
        long i = 0, end = count - V.Count, done = 0;
        while (true)
        {
            for (; i <= end; i += V.Count)
            {
                long at = done + i;
                V upstream = Load<V, S, T>(up + i);
                V slope = f.Slopes<V, T>(Load<V, S, T>(source + i), V.Load(p + at), F.Parameters > 1 ? V.Load(q + at) : V.Zero, F.Parameters > 2 ? V.Load(r + at) : V.Zero,
                    out V dp, out V dq, out V dr);
                if (to != null) Store<V, S, T>(to + i, upstream * slope);
                V.Store(a + at, V.Fma(upstream, dp, V.Load(a + at)));
                if (F.Parameters > 1) V.Store(b + at, V.Fma(upstream, dq, V.Load(b + at)));
                if (F.Parameters > 2) V.Store(c + at, V.Fma(upstream, dr, V.Load(c + at)));
            }
            if (V.Count == 1 || source == tail || i >= count) break;
            done = i;
            Tail(x + done, tail, count - done);
            new Span<S>(tailG, 64).Clear();
            Unsafe.CopyBlockUnaligned(tailG, g + done, (uint)((count - done) * sizeof(S)));
            source = tail;
            up = tailG;
            if (to != null) to = tail;
            i = end = 0;
        }
        if (source == tail && gx != null) Unsafe.CopyBlockUnaligned(gx + done, tail, (uint)((count - done) * sizeof(S)));
    }

    [MethodImpl(AggressiveInlining)]
    public static V Load<V, S, T>(S* source) where V : struct, ILanes<V, T> where S : unmanaged where T : unmanaged
    {
        if (typeof(S) == typeof(T)) return V.Load((T*)source);
        if (typeof(V) == typeof(Lanes512<double>)) return Unsafe.BitCast<Lanes512<double>, V>(WideLoop.LoadWide<Lanes512<double>>((float*)source));
        if (typeof(V) == typeof(Lanes256<double>)) return Unsafe.BitCast<Lanes256<double>, V>(WideLoop.LoadWide<Lanes256<double>>((float*)source));
        if (typeof(V) == typeof(Lanes128<double>)) return Unsafe.BitCast<Lanes128<double>, V>(WideLoop.LoadWide<Lanes128<double>>((float*)source));
        return V.Broadcast(ScalarNumber.From<T>(*(float*)source));
    }

    [MethodImpl(AggressiveInlining)]
    public static void Store<V, S, T>(S* target, V value) where V : struct, ILanes<V, T> where S : unmanaged where T : unmanaged
    {
        if (typeof(S) == typeof(T)) V.Store((T*)target, value);
        else if (typeof(V) == typeof(Lanes512<double>)) WideLoop.StoreNarrow((float*)target, Unsafe.BitCast<V, Lanes512<double>>(value));
        else if (typeof(V) == typeof(Lanes256<double>)) WideLoop.StoreNarrow((float*)target, Unsafe.BitCast<V, Lanes256<double>>(value));
        else if (typeof(V) == typeof(Lanes128<double>)) WideLoop.StoreNarrow((float*)target, Unsafe.BitCast<V, Lanes128<double>>(value));
        else *(float*)target = (float)ScalarNumber.ToDouble(V.Get(value, 0));
    }

    [MethodImpl(AggressiveInlining)]
    private static V Value<V, S, T, F>(F f, V x, V p, V q, V r)
        where V : struct, ILanes<V, T>
        where S : unmanaged
        where T : unmanaged
        where F : struct, ILearnedActivation
    {
        if (typeof(S) == typeof(T)) return f.Value<V, T>(x, p, q, r);
        if (typeof(V) == typeof(Lanes512<double>)) return ForSingle<Lanes512<double>, V, F>(f, x, p, q, r);
        if (typeof(V) == typeof(Lanes256<double>)) return ForSingle<Lanes256<double>, V, F>(f, x, p, q, r);
        if (typeof(V) == typeof(Lanes128<double>)) return ForSingle<Lanes128<double>, V, F>(f, x, p, q, r);
        return ForSingle<Lanes1<double>, V, F>(f, x, p, q, r);
    }

    [MethodImpl(AggressiveInlining)]
    private static V ForSingle<D, V, F>(F f, V x, V p, V q, V r)
        where D : struct, ILanes<D, double>
        where V : struct
        where F : struct, ILearnedActivation =>
        Unsafe.BitCast<D, V>(f.ValueForSingle(Unsafe.BitCast<V, D>(x), Unsafe.BitCast<V, D>(p), Unsafe.BitCast<V, D>(q), Unsafe.BitCast<V, D>(r)));

    private static T* Spread<V, T>(T* value, long step, T* buffer) where V : struct, ILanes<V, T> where T : unmanaged
    {
        if (step != 0) return value;
        V.Store(buffer, V.Broadcast(*value));
        return buffer;
    }

    // The last elements, followed by copies of the first of them.
    private static N* Tail<N>(N* from, N* buffer, long count) where N : unmanaged
    {
        new Span<N>(buffer, 64).Fill(*from);
        Unsafe.CopyBlockUnaligned(buffer, from, (uint)(count * sizeof(N)));
        return buffer;
    }
}
