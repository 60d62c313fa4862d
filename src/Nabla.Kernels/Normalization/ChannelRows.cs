using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Normalization;

/// <summary>One channel's affine map y = (x - Mean)·Scale + Shift.</summary>
internal struct Affine<T>
{
    /// <summary>Subtracted first.</summary>
    public T Mean;

    /// <summary>Factor: gamma over the standard deviation.</summary>
    public T Scale;

    /// <summary>Added last: beta.</summary>
    public T Shift;
}

/// <summary>Rows of one channel, for batch and group normalisation.</summary>
/// <remarks>
/// Sums run in the element type over at most 64 vectors, in two chains of at most 32 or four of 16, and continue in double: widening every element would cost more than the sums themselves. Squares are summed around the
/// mean of each block of 2048 elements, which is still in the first-level cache then, so that a large common offset costs nothing.
/// </remarks>
internal static unsafe class ChannelRows<V, T>
    where V : struct, ILanes<V, T>
    where T : unmanaged, INumberBase<T>
{
    private const long Block = 2048;

    private static long Strip => 64 * V.Count;

    /// <summary>Count, mean and centred squares of a row.</summary>
    /// <param name="x">The row.</param>
    /// <param name="count">Its length.</param>
    /// <param name="next">Bytes from it to what is read next, 0 for nothing: it is asked for while the sums are made.</param>
    /// <param name="target">Bytes from it to what is written next, likewise.</param>
    public static Moments Moments(T* x, long count, nint next = 0, nint target = 0)
    {
        Moments moments = default;
        for (long start = 0; start < count; start += Block)
            moments.Add(OfBlock(x + start, Math.Min(Block, count - start), next, target));
        return moments;
    }

    /// <summary>y = activation((x - Mean)·Scale + Shift); y may be x.</summary>
    /// <param name="x">The row.</param>
    /// <param name="count">Its length.</param>
    /// <param name="map">The map.</param>
    /// <param name="y">Receives the result.</param>
    /// <param name="streams">Store past the caches: y is aligned to a line; the caller fences.</param>
    [MethodImpl(AggressiveOptimization)]
    public static void Apply<A>(T* x, long count, in Affine<T> map, T* y, bool streams = false)
        where A : struct, IFusedActivation
    {
        V mean = V.Broadcast(map.Mean), scale = V.Broadcast(map.Scale), shift = V.Broadcast(map.Shift);
        long i = 0;
        for (; streams && i <= count - (2 * V.Count); i += 2 * V.Count)
        {
            V a = V.Fma(V.Load(x + i) - mean, scale, shift), b = V.Fma(V.Load(x + i + V.Count) - mean, scale, shift);
            Streaming.Store(y + i, A.Apply<V, T>(a));
            Streaming.Store(y + i + V.Count, A.Apply<V, T>(b));
        }
        for (; i <= count - V.Count; i += V.Count)
            V.Store(y + i, A.Apply<V, T>(V.Fma(V.Load(x + i) - mean, scale, shift)));
        if (i < count)
            ApplyRest<A>(x + i, (int)(count - i), map, y + i);
    }

    /// <summary>Σ v and Σ v·(x - Mean), where v is g taken back through the activation.</summary>
    /// <param name="g">Gradient at the output.</param>
    /// <param name="x">Input.</param>
    /// <param name="count">Length of the row.</param>
    /// <param name="map">The forward map.</param>
    /// <param name="through">Receives v unless null; may be g.</param>
    public static (double Sum, double Product) GradientSums<A>(T* g, T* x, long count, in Affine<T> map, T* through)
        where A : struct, IFusedActivation
    {
        double sum = 0, product = 0;
        long whole = count - (count % V.Count);
        for (long i = 0; i < whole; i += Strip)
            GradientStrip<A>(g + i, x + i, Math.Min(Strip, whole - i), map, through == null ? null : through + i, ref sum, ref product);
        if (whole < count)
            GradientRest<A>(g + whole, x + whole, (int)(count - whole), map, through == null ? null : through + whole, ref sum, ref product);
        return (sum, product);
    }

    /// <summary>gx = Scale·v + slope·(x - Mean) + offset, where v is g taken back through the activation; gx may be g or x.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void GradientInput<A>(T* g, T* x, long count, in Affine<T> map, T slope, T offset, T* gx)
        where A : struct, IFusedActivation
    {
        V mean = V.Broadcast(map.Mean), scale = V.Broadcast(map.Scale), shift = V.Broadcast(map.Shift), slopes = V.Broadcast(slope), offsets = V.Broadcast(offset);
        long i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            V d = V.Load(x + i) - mean, v = A.Back<V, T>(V.Load(g + i), V.Fma(d, scale, shift));
            V.Store(gx + i, V.Fma(scale, v, V.Fma(slopes, d, offsets)));
        }
        if (i < count)
            InputRest<A>(g + i, x + i, (int)(count - i), map, slope, offset, gx + i);
    }

    private static Moments OfBlock(T* x, long count, nint next, nint target)
    {
        double mean = MachineVector.Sum(x, count, target) / count, sum = 0, squares = 0;
        T around = MachineVector.FromDouble<T>(mean);
        long whole = count - (count % V.Count);
        for (long i = 0; i < whole; i += Strip)
            SquareStrip(x + i, Math.Min(Strip, whole - i), around, next, ref sum, ref squares);
        if (whole < count)
            SquareRest(x + whole, (int)(count - whole), around, ref sum, ref squares);
        double rest = sum / count;
        return new Moments { Count = count, Mean = MachineVector.ToDouble(around) + rest, Squares = Math.Max(0, squares - (sum * rest)) };
    }

    // Loops over whole vectors are methods of their own: across a call, even one that is seldom made, no vector stays in its register.
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void SquareStrip(T* x, long count, T around, nint next, ref double sum, ref double squares)
    {
        V shift = V.Broadcast(around), sum0 = V.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0, squares0 = sum0, squares1 = sum0, squares2 = sum0, squares3 = sum0;
        long i = 0;
        for (; i <= count - (4 * V.Count); i += 4 * V.Count)
        {
            if (next != 0)
            {
                Streaming.Prefetch((byte*)(x + i) + next);
                Streaming.Prefetch((byte*)(x + i + (2 * V.Count)) + next);
            }
            V a = V.Load(x + i) - shift, b = V.Load(x + i + V.Count) - shift, c = V.Load(x + i + (2 * V.Count)) - shift, d = V.Load(x + i + (3 * V.Count)) - shift;
            sum0 += a;
            sum1 += b;
            sum2 += c;
            sum3 += d;
            squares0 = V.Fma(a, a, squares0);
            squares1 = V.Fma(b, b, squares1);
            squares2 = V.Fma(c, c, squares2);
            squares3 = V.Fma(d, d, squares3);
        }
        for (; i < count; i += V.Count)
        {
            V a = V.Load(x + i) - shift;
            sum0 += a;
            squares0 = V.Fma(a, a, squares0);
        }
        sum += MachineVector.ToDouble(V.Sum(sum0 + sum1 + (sum2 + sum3)));
        squares += MachineVector.ToDouble(V.Sum(squares0 + squares1 + (squares2 + squares3)));
    }

    [MethodImpl(NoInlining)]
    private static void ApplyRest<A>(T* x, int count, in Affine<T> map, T* y)
        where A : struct, IFusedActivation =>
        Lanes.StorePartial<V, T>(y, A.Apply<V, T>(V.Fma(Lanes.LoadPartial<V, T>(x, count, map.Mean) - V.Broadcast(map.Mean), V.Broadcast(map.Scale), V.Broadcast(map.Shift))), count);

    [MethodImpl(NoInlining)]
    private static void InputRest<A>(T* g, T* x, int count, in Affine<T> map, T slope, T offset, T* gx)
        where A : struct, IFusedActivation
    {
        V d = Lanes.LoadPartial<V, T>(x, count, map.Mean) - V.Broadcast(map.Mean), scale = V.Broadcast(map.Scale);
        V v = A.Back<V, T>(Lanes.LoadPartial<V, T>(g, count, default), V.Fma(d, scale, V.Broadcast(map.Shift)));
        Lanes.StorePartial<V, T>(gx, V.Fma(scale, v, V.Fma(V.Broadcast(slope), d, V.Broadcast(offset))), count);
    }

    [MethodImpl(NoInlining)]
    private static void SquareRest(T* x, int count, T around, ref double sum, ref double squares)
    {
        V d = Lanes.LoadPartial<V, T>(x, count, around) - V.Broadcast(around);
        sum += MachineVector.ToDouble(V.Sum(d));
        squares += MachineVector.ToDouble(V.Sum(d * d));
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void GradientStrip<A>(T* g, T* x, long count, in Affine<T> map, T* through, ref double sum, ref double product)
        where A : struct, IFusedActivation
    {
        V mean = V.Broadcast(map.Mean), scale = V.Broadcast(map.Scale), shift = V.Broadcast(map.Shift), sum0 = V.Zero, sum1 = sum0, product0 = sum0, product1 = sum0;
        long i = 0;
        for (; i <= count - (2 * V.Count); i += 2 * V.Count)
        {
            V d = V.Load(x + i) - mean, e = V.Load(x + i + V.Count) - mean;
            V v = A.Back<V, T>(V.Load(g + i), V.Fma(d, scale, shift)), w = A.Back<V, T>(V.Load(g + i + V.Count), V.Fma(e, scale, shift));
            if (!A.IsNone && through != null)
            {
                V.Store(through + i, v);
                V.Store(through + i + V.Count, w);
            }
            sum0 += v;
            sum1 += w;
            product0 = V.Fma(v, d, product0);
            product1 = V.Fma(w, e, product1);
        }
        for (; i < count; i += V.Count)
        {
            V d = V.Load(x + i) - mean, v = A.Back<V, T>(V.Load(g + i), V.Fma(d, scale, shift));
            if (!A.IsNone && through != null)
                V.Store(through + i, v);
            sum0 += v;
            product0 = V.Fma(v, d, product0);
        }
        sum += MachineVector.ToDouble(V.Sum(sum0 + sum1));
        product += MachineVector.ToDouble(V.Sum(product0 + product1));
    }

    [MethodImpl(NoInlining)]
    private static void GradientRest<A>(T* g, T* x, int count, in Affine<T> map, T* through, ref double sum, ref double product)
        where A : struct, IFusedActivation
    {
        V d = Lanes.LoadPartial<V, T>(x, count, map.Mean) - V.Broadcast(map.Mean);
        V v = A.Back<V, T>(Lanes.LoadPartial<V, T>(g, count, default), V.Fma(d, V.Broadcast(map.Scale), V.Broadcast(map.Shift)));
        if (!A.IsNone && through != null)
            Lanes.StorePartial<V, T>(through, v, count);
        sum += MachineVector.ToDouble(V.Sum(v));
        product += MachineVector.ToDouble(V.Sum(v * d));
    }
}
