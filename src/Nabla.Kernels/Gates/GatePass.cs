using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Gates;

/// <summary>The passes of a channel gate over planes, a thread some planes, and over its small matrices.</summary>
internal static unsafe class GatePass<T>
    where T : unmanaged
{
    private const long Grain = 1 << 15;

    /// <summary>Σ g·x of each plane.</summary>
    public static void Dots(T* g, T* x, long planes, long plane, T* sums) => Run(new() { X = g, Other = x, Plane = plane, Values = sums }, planes);

    /// <summary>y = x·factor + addend, one of each for a plane; no addends where they are null.</summary>
    public static void Scale(T* x, long planes, long plane, T* factors, T* addends, T* y) =>
        Run(new() { X = x, Other = addends, Plane = plane, Values = factors, Y = y }, planes);

    /// <summary>values = curve(values), and its slopes.</summary>
    public static void Curve<TCurve>(T* values, T* slopes, long count)
        where TCurve : struct, ICurve
    {
        long i = Width.Is256 ? Curve<TCurve, Lanes256<T>>(values, slopes, 0, count) : Width.Is128 ? Curve<TCurve, Lanes128<T>>(values, slopes, 0, count) : 0;
        Curve<TCurve, Lanes1<T>>(values, slopes, i, count);
    }

    /// <summary>a = a·b.</summary>
    public static void Multiply(T* a, T* b, long count)
    {
        for (long i = 0; i < count; i++)
            Lanes1<T>.Store(a + i, Lanes1<T>.Load(a + i) * Lanes1<T>.Load(b + i));
    }

    [MethodImpl(AggressiveOptimization)]
    private static long Curve<TCurve, V>(T* values, T* slopes, long i, long count)
        where TCurve : struct, ICurve
        where V : struct, ILanes<V, T>
    {
        for (; i <= count - V.Count; i += V.Count)
        {
            V value = TCurve.Value<V, T>(V.Load(values + i), out V slope);
            V.Store(values + i, value);
            V.Store(slopes + i, slope);
        }
        return i;
    }

    private static void Run(Body body, long planes) => WorkPool.For(planes, Math.Max(1, Grain / Math.Max(1, body.Plane)), ref body);

    private struct Body : IRangeBody
    {
        public T* X, Other, Values, Y;
        public long Plane;

        public readonly void Invoke(long start, long end)
        {
            if (Width.Is512) Planes<Lanes512<T>>(start, end);
            else if (Width.Is256) Planes<Lanes256<T>>(start, end);
            else if (Width.Is128) Planes<Lanes128<T>>(start, end);
            else Planes<Lanes1<T>>(start, end);
        }

        private readonly void Planes<V>(long start, long end)
            where V : struct, ILanes<V, T>
        {
            for (long i = start; i < end; i++)
            {
                T* x = X + (i * Plane);
                if (Y == null)
                    Values[i] = Dot<V>(x, Other + (i * Plane), (nint)Plane);
                else
                    Line<V>(x, Values[i], Other == null ? default : Other[i], Y + (i * Plane), (nint)Plane);
            }
        }

        [MethodImpl(AggressiveOptimization)]
        private static T Dot<V>(T* x, T* y, nint count)
            where V : struct, ILanes<V, T>
        {
            V a = V.Zero, b = V.Zero, c = V.Zero, d = V.Zero;
            nint i = 0;
            for (; i <= count - (4 * V.Count); i += 4 * V.Count)
            {
                a = V.Fma(V.Load(x + i), V.Load(y + i), a);
                b = V.Fma(V.Load(x + i + V.Count), V.Load(y + i + V.Count), b);
                c = V.Fma(V.Load(x + i + (2 * V.Count)), V.Load(y + i + (2 * V.Count)), c);
                d = V.Fma(V.Load(x + i + (3 * V.Count)), V.Load(y + i + (3 * V.Count)), d);
            }
            for (; i <= count - V.Count; i += V.Count)
                a = V.Fma(V.Load(x + i), V.Load(y + i), a);
            Lanes1<T> sum = Lanes1<T>.Broadcast(V.Sum((a + b) + (c + d)));
            for (; i < count; i++)
                sum = Lanes1<T>.Fma(Lanes1<T>.Load(x + i), Lanes1<T>.Load(y + i), sum);
            return Lanes1<T>.Get(sum, 0);
        }

        [MethodImpl(AggressiveOptimization)]
        private static void Line<V>(T* x, T factor, T addend, T* y, nint count)
            where V : struct, ILanes<V, T>
        {
            V f = V.Broadcast(factor), a = V.Broadcast(addend);
            nint i = 0;
            for (; i <= count - V.Count; i += V.Count)
                V.Store(y + i, V.Fma(V.Load(x + i), f, a));
            Lanes1<T> rest = Lanes1<T>.Broadcast(factor), more = Lanes1<T>.Broadcast(addend);
            for (; i < count; i++)
                Lanes1<T>.Store(y + i, Lanes1<T>.Fma(Lanes1<T>.Load(x + i), rest, more));
        }
    }
}
