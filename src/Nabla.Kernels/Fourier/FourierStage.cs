using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Fourier;

/// <summary>One stage of Stockham's transform: butterflies of 2, 3, 4 or 5 values, multiplied with roots of unity, written in order.</summary>
internal static unsafe class FourierStage
{
    /// <summary>y[q + s·(r·p + j)] = wᵖʲ·Σ_k x[q + s·(p + k·m)]·exp(-2πi·j·k/r) for q below s and p below m = n/r.</summary>
    /// <param name="radix">r: 2, 3, 4 or 5.</param>
    /// <param name="n">Values that are still together.</param>
    /// <param name="s">Transforms side by side.</param>
    /// <param name="roots">wᵖʲ, for each j from 1 all real parts, then all imaginary parts.</param>
    /// <param name="xr">Input.</param>
    /// <param name="xi">Input, imaginary parts.</param>
    /// <param name="yr">Output.</param>
    /// <param name="yi">Output, imaginary parts.</param>
    public static void Run<T>(int radix, long n, long s, T* roots, T* xr, T* xi, T* yr, T* yi)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (s == 1 && radix == 4)
        {
            long done = FirstFour.Run(n / 4, roots, xr, xi, yr, yi);
            Four<Lanes1<T>, T>(n / 4, s, roots, xr, xi, yr, yi, done);
            return;
        }
        if (Vector256.IsHardwareAccelerated && s % Vector256<T>.Count == 0) Run<Lanes256<T>, T>(radix, n, s, roots, xr, xi, yr, yi);
        else if (Vector128.IsHardwareAccelerated && s % Vector128<T>.Count == 0) Run<Lanes128<T>, T>(radix, n, s, roots, xr, xi, yr, yi);
        else Run<Lanes1<T>, T>(radix, n, s, roots, xr, xi, yr, yi);
    }

    private static void Run<V, T>(int radix, long n, long s, T* roots, T* xr, T* xi, T* yr, T* yi)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        switch (radix)
        {
            case 2: Two<V, T>(n / 2, s, roots, xr, xi, yr, yi); break;
            case 3: Three<V, T>(n / 3, s, roots, xr, xi, yr, yi); break;
            case 4: Four<V, T>(n / 4, s, roots, xr, xi, yr, yi); break;
            default: Five<V, T>(n / 5, s, roots, xr, xi, yr, yi); break;
        }
    }

    private static void Two<V, T>(long m, long s, T* roots, T* xr, T* xi, T* yr, T* yi)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        for (long p = 0; p < m; p++)
        {
            Root<V, T> w1 = new(roots, m, 0, p);
            long from = s * p, to = 2 * from;
            for (long q = 0; q < s; q += V.Count)
            {
                Value<V, T> a = new(xr, xi, from + q), b = new(xr, xi, from + q + (s * m));
                (a + b).Store(yr, yi, to + q);
                w1.Turn(a - b).Store(yr, yi, to + q + s);
            }
        }
    }

    private static void Three<V, T>(long m, long s, T* roots, T* xr, T* xi, T* yr, T* yi)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        V half = V.Constant(-0.5), sine = V.Constant(0.86602540378443864676);
        for (long p = 0; p < m; p++)
        {
            Root<V, T> w1 = new(roots, m, 0, p), w2 = new(roots, m, 1, p);
            long from = s * p, to = 3 * from;
            for (long q = 0; q < s; q += V.Count)
            {
                Value<V, T> a = new(xr, xi, from + q), b = new(xr, xi, from + q + (s * m)), c = new(xr, xi, from + q + (2 * s * m));
                Value<V, T> sum = b + c, middle = a + (sum * half), side = ((b - c) * sine).TimesMinusI();
                (a + sum).Store(yr, yi, to + q);
                w1.Turn(middle + side).Store(yr, yi, to + q + s);
                w2.Turn(middle - side).Store(yr, yi, to + q + (2 * s));
            }
        }
    }

    private static void Four<V, T>(long m, long s, T* roots, T* xr, T* xi, T* yr, T* yi, long first = 0)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        for (long p = first; p < m; p++)
        {
            Root<V, T> w1 = new(roots, m, 0, p), w2 = new(roots, m, 1, p), w3 = new(roots, m, 2, p);
            long from = s * p, to = 4 * from, step = s * m;
            for (long q = 0; q < s; q += V.Count)
            {
                Value<V, T> a = new(xr, xi, from + q), b = new(xr, xi, from + q + step), c = new(xr, xi, from + q + (2 * step)), d = new(xr, xi, from + q + (3 * step));
                Value<V, T> ac = a + c, less = a - c, bd = b + d, turned = (b - d).TimesMinusI();
                (ac + bd).Store(yr, yi, to + q);
                w1.Turn(less + turned).Store(yr, yi, to + q + s);
                w2.Turn(ac - bd).Store(yr, yi, to + q + (2 * s));
                w3.Turn(less - turned).Store(yr, yi, to + q + (3 * s));
            }
        }
    }

    private static void Five<V, T>(long m, long s, T* roots, T* xr, T* xi, T* yr, T* yi)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        V c1 = V.Constant(0.30901699437494742410), c2 = V.Constant(-0.80901699437494742410), s1 = V.Constant(0.95105651629515357212), s2 = V.Constant(0.58778525229247312917);
        for (long p = 0; p < m; p++)
        {
            Root<V, T> w1 = new(roots, m, 0, p), w2 = new(roots, m, 1, p), w3 = new(roots, m, 2, p), w4 = new(roots, m, 3, p);
            long from = s * p, to = 5 * from, step = s * m;
            for (long q = 0; q < s; q += V.Count)
            {
                Value<V, T> a = new(xr, xi, from + q), b = new(xr, xi, from + q + step), c = new(xr, xi, from + q + (2 * step));
                Value<V, T> d = new(xr, xi, from + q + (3 * step)), e = new(xr, xi, from + q + (4 * step));
                Value<V, T> be = b + e, cd = c + d, lessBe = b - e, lessCd = c - d;
                Value<V, T> first = a + (be * c1) + (cd * c2), second = a + (be * c2) + (cd * c1);
                Value<V, T> side1 = ((lessBe * s1) + (lessCd * s2)).TimesMinusI(), side2 = ((lessBe * s2) - (lessCd * s1)).TimesMinusI();
                (a + be + cd).Store(yr, yi, to + q);
                w1.Turn(first + side1).Store(yr, yi, to + q + s);
                w2.Turn(second + side2).Store(yr, yi, to + q + (2 * s));
                w3.Turn(second - side2).Store(yr, yi, to + q + (3 * s));
                w4.Turn(first - side1).Store(yr, yi, to + q + (4 * s));
            }
        }
    }

    /// <summary>Complex numbers, one a lane.</summary>
    [method: MethodImpl(AggressiveInlining)]
    private readonly struct Value<V, T>(V re, V im)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        private readonly V _re = re, _im = im;

        [MethodImpl(AggressiveInlining)]
        public Value(T* re, T* im, long at) : this(V.Load(re + at), V.Load(im + at))
        {
        }

        public V Re => _re;

        public V Im => _im;

        [MethodImpl(AggressiveInlining)]
        public static Value<V, T> operator +(Value<V, T> a, Value<V, T> b) => new(a._re + b._re, a._im + b._im);

        [MethodImpl(AggressiveInlining)]
        public static Value<V, T> operator -(Value<V, T> a, Value<V, T> b) => new(a._re - b._re, a._im - b._im);

        [MethodImpl(AggressiveInlining)]
        public static Value<V, T> operator *(Value<V, T> a, V b) => new(a._re * b, a._im * b);

        [MethodImpl(AggressiveInlining)]
        public Value<V, T> TimesMinusI() => new(_im, -_re);

        [MethodImpl(AggressiveInlining)]
        public void Store(T* re, T* im, long at)
        {
            V.Store(re + at, _re);
            V.Store(im + at, _im);
        }
    }

    /// <summary>One root of unity in every lane.</summary>
    [method: MethodImpl(AggressiveInlining)]
    private readonly struct Root<V, T>(T* roots, long m, int j, long p)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        private readonly V _re = V.Broadcast(roots[(j * 2 * m) + p]), _im = V.Broadcast(roots[(j * 2 * m) + m + p]);

        [MethodImpl(AggressiveInlining)]
        public Value<V, T> Turn(Value<V, T> x) => new((x.Re * _re) - (x.Im * _im), (x.Re * _im) + (x.Im * _re));
    }
}
