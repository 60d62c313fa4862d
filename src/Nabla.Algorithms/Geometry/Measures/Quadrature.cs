namespace Nabla.Algorithms.Geometry.Measures;

/// <summary>Numerical integration by Simpson's rule.</summary>
public static class Quadrature
{
    private const int MaxDepth = 50;

    /// <summary>Composite Simpson rule on <paramref name="intervals"/> equal pieces; exact for cubics, error O(h⁴).</summary>
    /// <param name="f">The integrand.</param>
    /// <param name="from">Lower limit, finite.</param>
    /// <param name="to">Upper limit, finite; may be below <paramref name="from"/> (the sign flips).</param>
    /// <param name="intervals">Even number of pieces, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not finite, or the number of pieces is odd or below 2.</exception>
    [Export("algorithms.geometry.measures.quadrature.simpson")]
    public static double Simpson(Func<double, double> f, double from, double to, int intervals)
    {
        ArgumentNullException.ThrowIfNull(f);
        Guard.Finite(from);
        Guard.Finite(to);
        if (intervals < 2 || intervals % 2 != 0)
            throw new ArgumentOutOfRangeException(nameof(intervals), intervals, "intervals must be even and at least 2.");
        double h = (to - from) / intervals, odd = 0, even = 0;
        for (int i = 1; i < intervals; i += 2)
            odd += f(from + (i * h));
        for (int i = 2; i < intervals; i += 2)
            even += f(from + (i * h));
        return h / 3 * (f(from) + (4 * odd) + (2 * even) + f(to));
    }

    /// <summary>Adaptive Simpson: halves every piece until both halves agree with the whole.</summary>
    /// <param name="f">The integrand, finite on the closed interval.</param>
    /// <param name="from">Lower limit, finite.</param>
    /// <param name="to">Upper limit, finite.</param>
    /// <param name="tolerance">Absolute error aimed at, greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not finite or the tolerance is not positive.</exception>
    /// <exception cref="ArithmeticException">The integrand is not finite somewhere.</exception>
    /// <remarks>Lyness (1969): |S₂ - S₁| ≤ 15·tolerance, with Richardson's correction (S₂ - S₁)/15. At most 50 halvings.</remarks>
    [Export("algorithms.geometry.measures.quadrature.adaptive")]
    public static double Adaptive(Func<double, double> f, double from, double to, double tolerance = 1e-10)
    {
        ArgumentNullException.ThrowIfNull(f);
        Guard.Finite(from);
        Guard.Finite(to);
        if (!(tolerance > 0) || double.IsInfinity(tolerance))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "tolerance must be finite and greater than 0.");
        if (from == to)
            return 0;
        double fa = Value(f, from), fb = Value(f, to), middle = (from * 0.5) + (to * 0.5), fm = Value(f, middle);
        return Refine(f, from, to, fa, fm, fb, (to - from) / 6 * (fa + (4 * fm) + fb), tolerance, MaxDepth);
    }

    private static double Refine(
        Func<double, double> f, double a, double b, double fa, double fm, double fb, double whole, double tolerance, int depth)
    {
        double m = (a * 0.5) + (b * 0.5), left = (a * 0.5) + (m * 0.5), right = (m * 0.5) + (b * 0.5);
        double fl = Value(f, left), fr = Value(f, right);
        double first = (m - a) / 6 * (fa + (4 * fl) + fm), second = (b - m) / 6 * (fm + (4 * fr) + fb);
        double change = first + second - whole;
        // The first few halvings always happen: a coarse grid can miss a narrow peak and agree with itself.
        if (depth == 0 || (Math.Abs(change) <= 15 * tolerance && depth < MaxDepth - 3))
            return first + second + (change / 15);
        return Refine(f, a, m, fa, fl, fm, first, tolerance / 2, depth - 1) +
            Refine(f, m, b, fm, fr, fb, second, tolerance / 2, depth - 1);
    }

    private static double Value(Func<double, double> f, double x)
    {
        double y = f(x);
        return double.IsFinite(y) ? y : throw new ArithmeticException($"The integrand is {y} at {x}; it must be finite.");
    }
}
