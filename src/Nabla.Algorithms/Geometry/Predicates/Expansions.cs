using System.Runtime.CompilerServices;

namespace Nabla.Algorithms.Geometry.Predicates;

/// <summary>
/// Exact sums and products of doubles, kept as unevaluated sums of non-overlapping doubles in increasing magnitude
/// ("expansions"), carved out of one caller-supplied buffer. Zero terms are dropped, so easy inputs stay short.
/// </summary>
/// <remarks>
/// Theory: T. J. Dekker (1971), D. M. Priest (1991), J. R. Shewchuk, "Adaptive precision floating-point arithmetic and
/// fast robust geometric predicates" (1997). Exact while nothing overflows or underflows.
/// </remarks>
internal ref struct Expansions(Span<double> store)
{
    private readonly Span<double> _store = store;
    private int _used;

    /// <summary>high + low = a + b exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double TwoSum(double a, double b, out double low)
    {
        double sum = a + b, bPart = sum - a;
        low = (a - (sum - bPart)) + (b - bPart);
        return sum;
    }

    /// <summary>high + low = a - b exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double TwoDifference(double a, double b, out double low) => TwoSum(a, -b, out low);

    /// <summary>high + low = a·b exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double TwoProduct(double a, double b, out double low)
    {
        double product = a * b;
        low = Math.FusedMultiplyAdd(a, b, -product);
        return product;
    }

    /// <summary>Sign of an expansion: that of its largest term.</summary>
    public static int Sign(scoped ReadOnlySpan<double> e) => e.IsEmpty ? 0 : e[^1] > 0 ? 1 : -1;

    /// <summary>The expansion rounded to a double.</summary>
    public static double Estimate(scoped ReadOnlySpan<double> e)
    {
        double sum = 0;
        foreach (double term in e)
            sum += term;
        return sum;
    }

    /// <summary>One double as an expansion.</summary>
    public ReadOnlySpan<double> Of(double a)
    {
        if (a == 0)
            return default;
        _store[_used++] = a;
        return _store.Slice(_used - 1, 1);
    }

    /// <summary>a - b.</summary>
    public ReadOnlySpan<double> Difference(double a, double b)
    {
        int start = _used;
        double high = TwoDifference(a, b, out double low);
        if (low != 0)
            _store[_used++] = low;
        if (high != 0)
            _store[_used++] = high;
        return _store[start.._used];
    }

    /// <summary>e + f.</summary>
    public ReadOnlySpan<double> Sum(scoped ReadOnlySpan<double> e, scoped ReadOnlySpan<double> f) => Add(e, f, 1);

    /// <summary>e - f.</summary>
    public ReadOnlySpan<double> Subtract(scoped ReadOnlySpan<double> e, scoped ReadOnlySpan<double> f) => Add(e, f, -1);

    /// <summary>e · f.</summary>
    public ReadOnlySpan<double> Product(scoped ReadOnlySpan<double> e, scoped ReadOnlySpan<double> f)
    {
        if (e.Length < f.Length)
        {
            ReadOnlySpan<double> swap = e;
            e = f;
            f = swap;
        }

        int start = _used;
        ReadOnlySpan<double> total = default;
        foreach (double factor in f)
        {
            ReadOnlySpan<double> row = Scale(e, factor);
            total = total.IsEmpty ? row : Sum(total, row);
        }

        // Only the last sum is needed: slide it down over the partial ones and give the rest back.
        total.CopyTo(_store[start..]);
        _used = start + total.Length;
        return _store[start.._used];
    }

    /// <summary>a·d - b·c of four expansions.</summary>
    public ReadOnlySpan<double> Determinant(
        scoped ReadOnlySpan<double> a, scoped ReadOnlySpan<double> b, scoped ReadOnlySpan<double> c, scoped ReadOnlySpan<double> d) =>
        Subtract(Product(a, d), Product(b, c));

    private ReadOnlySpan<double> Scale(scoped ReadOnlySpan<double> e, double b)
    {
        int start = _used;
        double q = TwoProduct(e[0], b, out double low);
        if (low != 0)
            _store[_used++] = low;
        for (int i = 1; i < e.Length; i++)
        {
            double product = TwoProduct(e[i], b, out double productLow);
            double sum = TwoSum(q, productLow, out low);
            if (low != 0)
                _store[_used++] = low;
            q = TwoSum(product, sum, out low);
            if (low != 0)
                _store[_used++] = low;
        }

        if (q != 0)
            _store[_used++] = q;
        return _store[start.._used];
    }

    private ReadOnlySpan<double> Add(scoped ReadOnlySpan<double> e, scoped ReadOnlySpan<double> f, double sign)
    {
        int start = _used, i = 0, j = 0;
        if (e.IsEmpty && f.IsEmpty)
            return default;
        double q = Next(e, f, sign, ref i, ref j);
        while (i < e.Length || j < f.Length)
        {
            q = TwoSum(q, Next(e, f, sign, ref i, ref j), out double low);
            if (low != 0)
                _store[_used++] = low;
        }

        if (q != 0)
            _store[_used++] = q;
        return _store[start.._used];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Next(
        scoped ReadOnlySpan<double> e, scoped ReadOnlySpan<double> f, double sign, ref int i, ref int j) =>
        j >= f.Length || (i < e.Length && Math.Abs(e[i]) < Math.Abs(f[j])) ? e[i++] : sign * f[j++];
}
