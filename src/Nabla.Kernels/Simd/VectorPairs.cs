using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <remarks>
/// Functions whose intermediate results are pairs, a number and what rounding took from it, so that only the last operation shows its rounding; powers of two are
/// multiplied in at the end, so that subnormal results round once. At most 1.1 ulp (double) over the whole range, measured against 100 digits.
/// </remarks>
public static partial class VectorMath
{
    /// <summary>a·b - product, exactly, where product is a·b rounded.</summary>
    [MethodImpl(AggressiveInlining)]
    public static V ProductError<V, T>(V a, V b, V product) where V : struct, ILanes<V, T> where T : unmanaged
    {
        if (System.Runtime.Intrinsics.X86.Fma.IsSupported || AdvSimd.IsSupported)
            return V.Fma(a, b, -product);
        // Dekker: products of halves do not round.
        V mask = V.Bits(typeof(T) == typeof(float) ? unchecked((int)0xFFFFF000) : unchecked((long)0xFFFFFFFFF8000000));
        V high = a & mask, top = b & mask, low = a - high, bottom = b - top;
        return ((high * top) - product) + (high * bottom) + (low * top) + (low * bottom);
    }

    /// <summary>x·σ(v + low): SiLU, Swish and the like.</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Gated<V, T>(V x, V v, V low) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V negative = V.Less(v, V.Zero);
        V lowest = V.Constant(typeof(T) == typeof(float) ? -174 : -1416);
        V c = V.MaxFast(lowest, -V.Abs(v));
        V p = ExpParts<V, T>(c, V.Select(negative, low, -low) & V.Greater(c, lowest), out V rest, out V first, out V second);
        V e = p * first * second;
        V d = e + 1;
        V lost = (e - (d - 1)) + (rest * first * second);
        V one = V.Constant(1), inverse = one / d;
        V top = V.Select(negative, p, one);
        V y = top * inverse;
        V z = (V.Fma(-y, d, top) + ((negative & rest) - (y * lost))) * inverse;
        y = V.Fma(x, y, V.MinFast(V.Constant(1e30), x) * z);
        y = y * V.Select(negative, first, one) * V.Select(negative, second, one);
        return V.Select(V.LessOrEqual(v, lowest), x * 0, y);
    }

    /// <summary>x·σ(2√(2/π)(x + 0.044715x³)).</summary>
    [MethodImpl(AggressiveInlining)]
    public static V GeluTanh<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        // The argument as a pair: k(1 + a·x²) with k = 2√(2/π) and a = 0.044715. Beyond 1e3 the gate is 0 or 1.
        V k = V.Constant(1.5957691216057308), t = V.MinFast(V.Constant(1e3), V.MaxFast(V.Constant(-1e3), x));
        V square = t * t;
        V cubic = square * 0.044715;
        V inner = cubic + 1;
        V below = V.MinFast(cubic, V.Constant(1)), above = V.Max(cubic, V.Constant(1));
        V small = (below - (inner - above)) + ProductError<V, T>(square, V.Constant(0.044715), cubic) + (SquareError<V, T>(t, square) * 0.044715);
        V factor = t * k;
        V factorRest = ProductError<V, T>(t, k, factor) + (t * (typeof(T) == typeof(float) ? 0 : -9.96930880911092e-17));
        V v = factor * inner;
        V low = ProductError<V, T>(factor, inner, v) + V.Fma(factor, small, factorRest * inner);
        return Gated<V, T>(x, v, low);
    }

    /// <summary>x·tanh(log(1 + e^x)).</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Mish<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        // tanh(log(1 + e)) = e·w / (e·w + 2) with w = e + 2; beyond 20 the quotient is 1.
        V c = V.MaxFast(V.Constant(typeof(T) == typeof(float) ? -104 : -800), x);
        V p = ExpParts<V, T>(V.MinFast(V.Constant(20), c), V.Zero, out V rest, out V first, out V second);
        V e = p * first * second, eRest = rest * first * second;
        V w = e + 2;
        V wRest = SumError<V, T>(e, V.Constant(2), w) + eRest;
        V product = e * w;
        V d = product + 2;
        V lost = SumError<V, T>(product, V.Constant(2), d) + ProductError<V, T>(e, w, product) + V.Fma(e, wRest, eRest * w);
        V inverse = V.Constant(1) / d;
        V y = w * inverse;
        V z = (V.Fma(-y, d, w) + (wRest - (y * lost))) * inverse;
        V gate = y * p;
        z = ProductError<V, T>(y, p, gate) + V.Fma(y, rest, z * p);
        y = V.Fma(c, gate, V.MinFast(V.Constant(1e30), c) * z) * first * second;
        return V.Select(V.Less(x, c), x * 0, y);
    }

    /// <summary>x·tanh(e^x).</summary>
    [MethodImpl(AggressiveInlining)]
    public static V TanhExp<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V c = V.MaxFast(V.Constant(typeof(T) == typeof(float) ? -104 : -800), x);
        V p = ExpParts<V, T>(V.MinFast(V.Constant(4), c), V.Zero, out V rest, out V first, out V second);
        V far = V.Fma(c, p, c * rest) * first * second;
        V t = p * first * second;
        V e = ExpM1Pair<V, T>(V.MinFast(V.Constant(40), t + t), rest * first * second * 2, out V low);
        V d = e + 2;
        V lost = SumError<V, T>(e, V.Constant(2), d) + low;
        V inverse = V.Constant(1) / d;
        V y = e * inverse;
        V z = (V.Fma(-y, d, e) + (low - (y * lost))) * inverse;
        return V.Select(V.Less(c, V.Constant(-20)), far, V.Fma(c, y, V.MinFast(V.Constant(1e30), c) * z));
    }

    /// <summary>x - tanh x.</summary>
    [MethodImpl(AggressiveInlining)]
    public static V TanhShrink<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        // x³·P(x²): near 0 the difference would have no digits left.
        V s = x * x;
        V p = V.Horner(V.Constant(-6.93404642097266569e-6), s, 0.000032086614037902225, -0.00009332432233844403, 0.0002379520138392343, -0.0005897680994688217);
        p = V.Horner(p, s, 0.0014557958855734624, -0.0035921242500086922, 0.0088632352928032894, -0.021869488527368108);
        p = V.Fma(p, s, 0.053968253968085306);
        p = V.Fma(p, s, -0.13333333333333206);
        V cube = x * s;
        V rest = V.Fma(x, SquareError<V, T>(x, s), ProductError<V, T>(x, s, cube));
        p = V.Fma(p, s, 0.33333333333333333);
        V near = V.Fma(cube, p, rest * p);
        V t = V.MinFast(V.Constant(20), V.Abs(x));
        V e = ExpM1Pair<V, T>(t + t, V.Zero, out V low);
        V d = e + 2;
        V lost = SumError<V, T>(e, V.Constant(2), d) + low;
        V inverse = V.Constant(1) / d;
        V y = e * inverse;
        V z = (V.Fma(-y, d, e) + (low - (y * lost))) * inverse;
        return V.Select(V.Less(t, V.Constant(0.6)), near, x - CopySign<V, T>(y, x) - CopySign<V, T>(z, x ^ z));
    }

    /// <summary>x·erf(log(1 + e^x)).</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Serf<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V c = V.MaxFast(V.Constant(typeof(T) == typeof(float) ? -104 : -800), x);
        V p = ExpParts<V, T>(V.MinFast(V.Constant(7), c), V.Zero, out V rest, out V first, out V second);
        // Far to the left erf(log(1 + e)) = 2e/√π.
        V k = V.Constant(1.1283791670955126), w = c * k;
        V wRest = ProductError<V, T>(c, k, w) + (c * (typeof(T) == typeof(float) ? 0 : 1.533545961316588e-17));
        V far = V.Fma(w, p, V.Fma(w, rest, wRest * p)) * first * second;
        V s = V.MinFast(V.Constant(7), c);
        SoftplusCall<V, T>(ref s);
        // One step of Newton's method puts back what s lacks: e^s - 1 should be e^x.
        V e = ExpM1Pair<V, T>(s, V.Zero, out V low);
        V lacks = (((p * first * second) - e) + ((rest * first * second) - low)) / (e + 1);
        V bell = -(s * s);
        ExpCall<V, T>(ref bell);
        V y = s;
        ErfCall<V, T>(ref y);
        return V.Select(V.Less(c, V.Constant(-38)), far, V.Fma(c, y, V.MinFast(V.Constant(1e30), c) * (bell * k * lacks)));
    }

    /// <summary>sin²(x + low), and what rounding took from it.</summary>
    [MethodImpl(AggressiveInlining)]
    public static V SinSquared<V, T>(V x, V low, out V rest) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V y = SinOrCos<V, T>(x, V.Zero, low, out V lost);
        V large = V.Greater(V.Abs(x), V.Constant(typeof(T) == typeof(float) ? 8192 : 65536));
        if (V.Any(large))
        {
            y = V.Select(large, Lanes.Map<V, T, SinFunction>(x, default), y);
            lost = V.AndNot(lost, large);
        }
        V square = y * y;
        rest = V.Fma(y + y, lost, SquareError<V, T>(y, square));
        return square;
    }

    // e^(x + low) = (result + rest)·first·second, for x in the range of the two halves of the exponent.
    [MethodImpl(AggressiveInlining)]
    private static V ExpParts<V, T>(V x, V low, out V rest, out V first, out V second) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V z = V.Fma(x, Log2E, Shifter<T>());
        V n = z - Shifter<T>();
        V m = ExpM1ReducedPair<V, T>(x, n, low, out V tail);
        V p = m + 1;
        rest = (m - (p - 1)) + tail;
        first = Halves<V, T>(n, z, out second);
        return p;
    }

    // e^(x + low) - 1 as a pair, for x in -1..60.
    [MethodImpl(AggressiveInlining)]
    private static V ExpM1Pair<V, T>(V x, V low, out V rest) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V z = V.Fma(x, Log2E, Shifter<T>());
        V n = z - Shifter<T>();
        V m = ExpM1ReducedPair<V, T>(x, n, low, out V tail);
        V scale = typeof(T) == typeof(float)
            ? V.ShiftLeft(V.AddBits(z, V.Bits(127)), 23)
            : V.ShiftLeft(V.AddBits(z, V.Bits(1023)), 52);
        V whole = scale - 1;
        V y = V.Fma(scale, m, whole);
        rest = V.Fma(scale, m, whole - y) + (scale * tail);
        return y;
    }

    // e^r - 1 as a pair, where r = x + low - n·ln 2.
    [MethodImpl(AggressiveInlining)]
    private static V ExpM1ReducedPair<V, T>(V x, V n, V low, out V tail) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V high, r, rest;
        if (typeof(T) == typeof(float))
        {
            high = V.Fma(n, -0.693145751953125, x);
            r = V.Fma(n, -1.4286068203094172321e-6, high);
            rest = V.Fma(n, -1.4286068203094172321e-6, high - r) + low;
        }
        else
        {
            high = V.Fma(n, -6.93147180369123816490e-01, x);
            r = V.Fma(n, -1.90821492927058770002e-10, high);
            rest = V.Fma(n, -1.90821492927058770002e-10, high - r) + low;
        }
        V q = ExpQuotient<V, T>(r);
        V square = r * r;
        V m = V.Fma(q, square, r);
        tail = V.Fma(q, square, r - m) + V.Fma(rest, m, rest);
        return m;
    }

    // a + b - sum, exactly (Knuth).
    [MethodImpl(AggressiveInlining)]
    private static V SumError<V, T>(V a, V b, V sum) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V other = sum - a;
        return (a - (sum - other)) + (b - other);
    }

    /// <summary>Replaces x by <see cref="Softplus"/>, as a call.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void SoftplusCall<V, T>(ref V x) where V : struct, ILanes<V, T> where T : unmanaged => x = Softplus<V, T>(x);

    // Calls for formulas that would grow too long for the just-in-time compiler's inliner.
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void ExpPartsCall<V, T>(ref V x, ref V low, out V first, out V second) where V : struct, ILanes<V, T> where T : unmanaged =>
        x = ExpParts<V, T>(x, low, out low, out first, out second);

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void ErfCall<V, T>(ref V x) where V : struct, ILanes<V, T> where T : unmanaged => x = Erf<V, T>(x);
}
