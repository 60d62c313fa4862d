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
/// Sums run in the element type over at most 64 vectors, in two chains of at most 32, and continue in double: widening every element would cost more than the sums themselves. Squares are summed around the
/// mean of each block of 2048 elements, which is still in the first-level cache then, so that a large common offset costs nothing.
/// </remarks>
internal static unsafe class ChannelRows<V, T>
    where V : struct, ILanes<V, T>
    where T : unmanaged, INumberBase<T>
{
    private const long Block = 2048;
    private const long Chain = 32;

    /// <summary>Count, mean and centred squares of a row.</summary>
    public static Moments Moments(T* x, long count)
    {
        Moments moments = default;
        for (long start = 0; start < count; start += Block)
            moments.Add(OfBlock(x + start, Math.Min(Block, count - start)));
        return moments;
    }

    /// <summary>y = activation((x - Mean)·Scale + Shift); y may be x.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Apply<A>(T* x, long count, in Affine<T> map, T* y)
        where A : struct, IFusedActivation
    {
        V mean = V.Broadcast(map.Mean), scale = V.Broadcast(map.Scale), shift = V.Broadcast(map.Shift);
        long i = 0;
        for (; i <= count - V.Count; i += V.Count)
            V.Store(y + i, A.Apply<V, T>(V.Fma(V.Load(x + i) - mean, scale, shift)));
        if (i < count)
            Lanes.StorePartial<V, T>(y + i, A.Apply<V, T>(V.Fma(Lanes.LoadPartial<V, T>(x + i, (int)(count - i), map.Mean) - mean, scale, shift)), (int)(count - i));
    }

    /// <summary>Σ v and Σ v·(x - Mean), where v is g taken back through the activation.</summary>
    /// <param name="g">Gradient at the output.</param>
    /// <param name="x">Input.</param>
    /// <param name="count">Length of the row.</param>
    /// <param name="map">The forward map.</param>
    /// <param name="through">Receives v unless null; may be g.</param>
    [MethodImpl(AggressiveOptimization)]
    public static (double Sum, double Product) GradientSums<A>(T* g, T* x, long count, in Affine<T> map, T* through)
        where A : struct, IFusedActivation
    {
        V mean = V.Broadcast(map.Mean), scale = V.Broadcast(map.Scale), shift = V.Broadcast(map.Shift);
        double sum = 0, product = 0;
        for (long i = 0; i < count;)
        {
            V sum0 = V.Zero, sum1 = V.Zero, product0 = V.Zero, product1 = V.Zero;
            long end = Math.Min(count, i + (2 * Chain * V.Count));
            for (; i <= end - (2 * V.Count); i += 2 * V.Count)
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
            if (end == count)
            {
                while (i < count)
                {
                    int left = (int)Math.Min(V.Count, count - i);
                    V d = (left == V.Count ? V.Load(x + i) : Lanes.LoadPartial<V, T>(x + i, left, map.Mean)) - mean;
                    V v = A.Back<V, T>(left == V.Count ? V.Load(g + i) : Lanes.LoadPartial<V, T>(g + i, left, default), V.Fma(d, scale, shift));
                    if (!A.IsNone && through != null)
                        Lanes.StorePartial<V, T>(through + i, v, left);
                    sum0 += v;
                    product0 = V.Fma(v, d, product0);
                    i += left;
                }
            }
            sum += MachineVector.ToDouble(V.Sum(sum0 + sum1));
            product += MachineVector.ToDouble(V.Sum(product0 + product1));
        }
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
        {
            int left = (int)(count - i);
            V d = Lanes.LoadPartial<V, T>(x + i, left, map.Mean) - mean, v = A.Back<V, T>(Lanes.LoadPartial<V, T>(g + i, left, default), V.Fma(d, scale, shift));
            Lanes.StorePartial<V, T>(gx + i, V.Fma(scale, v, V.Fma(slopes, d, offsets)), left);
        }
    }

    [MethodImpl(AggressiveOptimization)]
    private static Moments OfBlock(T* x, long count)
    {
        double mean = MachineVector.Sum(x, count) / count, sum = 0, squares = 0;
        T around = MachineVector.FromDouble<T>(mean);
        V shift = V.Broadcast(around);
        for (long i = 0; i < count;)
        {
            V sum0 = V.Zero, sum1 = V.Zero, squares0 = V.Zero, squares1 = V.Zero;
            long end = Math.Min(count, i + (2 * Chain * V.Count));
            for (; i <= end - (2 * V.Count); i += 2 * V.Count)
            {
                V d = V.Load(x + i) - shift, e = V.Load(x + i + V.Count) - shift;
                sum0 += d;
                sum1 += e;
                squares0 = V.Fma(d, d, squares0);
                squares1 = V.Fma(e, e, squares1);
            }
            while (end == count && i < count)
            {
                int left = (int)Math.Min(V.Count, count - i);
                V d = (left == V.Count ? V.Load(x + i) : Lanes.LoadPartial<V, T>(x + i, left, around)) - shift;
                sum0 += d;
                squares0 = V.Fma(d, d, squares0);
                i += left;
            }
            sum += MachineVector.ToDouble(V.Sum(sum0 + sum1));
            squares += MachineVector.ToDouble(V.Sum(squares0 + squares1));
        }
        double rest = sum / count;
        return new Moments { Count = count, Mean = MachineVector.ToDouble(around) + rest, Squares = Math.Max(0, squares - (sum * rest)) };
    }
}
