using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Softmax;

/// <summary>Softmax of one row of adjacent values.</summary>
internal static unsafe class SoftmaxRow
{
    private const long Block = 4096;

    /// <summary>Three passes over a row that stays in the cache: maximum, exponentials and their sum, division.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<V, T>(T* x, T* y, long n)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        T* buffer = stackalloc T[64];
        V max = V.Broadcast(Max<V, T>(x, n));
        double sum = 0;
        long i = 0;
        while (n - i >= V.Count)
        {
            long end = Math.Min(i + Block, n);
            V a = V.Zero;
            for (; i <= end - V.Count; i += V.Count)
            {
                V e = VectorMath.ExpNonPositive<V, T>(V.Load(x + i) - max);
                a += e;
                V.Store(y + i, e);
            }
            sum += ScalarNumber.ToDouble(V.Sum(a));
        }
        int rest = (int)(n - i);
        if (rest > 0)
        {
            V.Store(buffer, VectorMath.ExpNonPositive<V, T>(Lanes.LoadPartial<V, T>(x + i, rest) - max));
            for (int lane = 0; lane < rest; lane++)
            {
                sum += ScalarNumber.ToDouble(buffer[lane]);
                y[i + lane] = buffer[lane];
            }
        }
        Scale<V, T>(y, n, V.Broadcast(ScalarNumber.From<T>(1 / sum)));
    }

    /// <summary>Two passes: the sum over the row, then the gradient.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<V, T, TLog>(T* g, T* y, T* dx, long n)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where TLog : struct, IFlag
    {
        double sum = 0;
        long i = 0;
        while (n - i >= V.Count)
        {
            long end = Math.Min(i + Block, n);
            V a = V.Zero;
            for (; i <= end - V.Count; i += V.Count)
                a = TLog.Value ? a + V.Load(g + i) : V.Fma(V.Load(g + i), V.Load(y + i), a);
            sum += ScalarNumber.ToDouble(V.Sum(a));
        }
        for (; i < n; i++)
            sum += TLog.Value ? ScalarNumber.ToDouble(g[i]) : ScalarNumber.ToDouble(g[i]) * ScalarNumber.ToDouble(y[i]);
        V total = V.Broadcast(ScalarNumber.From<T>(sum));
        for (i = 0; i <= n - V.Count; i += V.Count)
        {
            V.Store(dx + i, TLog.Value
                ? V.Load(g + i) - (VectorMath.Exp<V, T>(V.Load(y + i)) * total)
                : (V.Load(g + i) - total) * V.Load(y + i));
        }
        if (i < n)
        {
            int rest = (int)(n - i);
            V up = Lanes.LoadPartial<V, T>(g + i, rest);
            V e = Lanes.LoadPartial<V, T>(y + i, rest);
            if (TLog.Value)
                VectorMath.ExpCall<V, T>(ref e);
            Lanes.StorePartial<V, T>(dx + i, TLog.Value ? up - (e * total) : (up - total) * e, rest);
        }
    }

    /// <summary>Two neighbouring rows of whole vectors at once, with the same bits: the steps that wait for each other are few in a short row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ForwardPair<V, T>(T* x, T* y, long n)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        V max0 = V.Load(x), max1 = V.Load(x + n);
        for (long i = V.Count; i < n; i += V.Count)
        {
            max0 = V.MaxFast(max0, V.Load(x + i));
            max1 = V.MaxFast(max1, V.Load(x + n + i));
        }
        max0 = V.Broadcast(V.MaxAcross(max0));
        max1 = V.Broadcast(V.MaxAcross(max1));
        V a = V.Zero, b = V.Zero;
        for (long i = 0; i < n; i += V.Count)
        {
            V e = VectorMath.ExpNonPositive<V, T>(V.Load(x + i) - max0), f = VectorMath.ExpNonPositive<V, T>(V.Load(x + n + i) - max1);
            a += e;
            b += f;
            V.Store(y + i, e);
            V.Store(y + n + i, f);
        }
        double sum0 = ScalarNumber.ToDouble(V.Sum(a)), sum1 = ScalarNumber.ToDouble(V.Sum(b));
        Scale<V, T>(y, n, V.Broadcast(ScalarNumber.From<T>(1 / sum0)));
        Scale<V, T>(y + n, n, V.Broadcast(ScalarNumber.From<T>(1 / sum1)));
    }

    /// <summary>Does <see cref="ForwardPair"/> take rows of this length?</summary>
    public static bool Pairs<V, T>(long n) where V : struct, ILanes<V, T> where T : unmanaged => V.Count > 1 && n <= 512 && n % V.Count == 0;

    /// <summary>The largest value. A NaN may be passed over: it spoils the sum of the exponentials.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Max<V, T>(T* x, long n) where V : struct, ILanes<V, T> where T : unmanaged
    {
        long i = 0;
        Lanes1<T> max = Lanes1<T>.Load(x);
        if (n >= V.Count)
        {
            V a = V.Load(x);
            V b = a;
            for (i = V.Count; i <= n - (2 * V.Count); i += 2 * V.Count)
            {
                a = V.MaxFast(a, V.Load(x + i));
                b = V.MaxFast(b, V.Load(x + i + V.Count));
            }
            for (; i <= n - V.Count; i += V.Count)
                a = V.MaxFast(a, V.Load(x + i));
            max = new(V.MaxAcross(V.MaxFast(a, b)));
        }
        for (; i < n; i++)
            max = Lanes1<T>.Max(max, Lanes1<T>.Load(x + i));
        return max.Value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale<V, T>(T* y, long n, V factor) where V : struct, ILanes<V, T> where T : unmanaged
    {
        long i = 0;
        for (; i <= n - V.Count; i += V.Count)
            V.Store(y + i, V.Load(y + i) * factor);
        if (i < n)
            Lanes.StorePartial<V, T>(y + i, Lanes.LoadPartial<V, T>(y + i, (int)(n - i)) * factor, (int)(n - i));
    }

    /// <summary>y = x - most - logarithm; past the caches in whole aligned vectors, or not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Shift<V, T>(T* x, T* y, long n, T most, T logarithm, bool stream) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V max = V.Broadcast(most), log = V.Broadcast(logarithm);
        long i = 0;
        if (stream)
        {
            for (; i < n; i += V.Count) Streaming.Store(y + i, V.Load(x + i) - max - log);
            return;
        }
        for (; i <= n - V.Count; i += V.Count)
            V.Store(y + i, V.Load(x + i) - max - log);
        if (i < n)
            Lanes.StorePartial<V, T>(y + i, Lanes.LoadPartial<V, T>(x + i, (int)(n - i)) - max - log, (int)(n - i));
    }
}
