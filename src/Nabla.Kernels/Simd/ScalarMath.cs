namespace Nabla.Kernels.Simd;

/// <summary>Special functions of one double that the runtime lacks.</summary>
public static class ScalarMath
{
    /// <summary>Error function.</summary>
    public static double Erf(double x) => VectorMath.Erf<Lanes1<double>, double>(new(x)).Value;

    /// <summary>Complementary error function.</summary>
    public static double Erfc(double x) => VectorMath.Erfc<Lanes1<double>, double>(new(x)).Value;

    /// <summary>Inverse of the error function on (-1, 1); ±∞ at the ends, NaN outside.</summary>
    /// <remarks>A first guess from Winitzki's formula, then Halley's method; it triples the correct digits each time.</remarks>
    public static double InverseErf(double y)
    {
        if (double.IsNaN(y) || Math.Abs(y) > 1)
            return double.NaN;
        if (Math.Abs(y) == 1)
            return y * double.PositiveInfinity;
        if (Math.Abs(y) < 1e-10)
            return y * 0.88622692545275801365;
        double log = Math.Log((1 - y) * (1 + y));
        const double A = 0.147;
        double b = (2 / (Math.PI * A)) + (log / 2);
        double x = Math.CopySign(Math.Sqrt(Math.Sqrt((b * b) - (log / A)) - b), y);
        for (int i = 0; i < 3; i++)
        {
            // Away from zero the complement keeps the digits that 1 - y has.
            double error = Math.Abs(y) < 0.5 ? Erf(x) - y : Math.Sign(y) * (1 - Math.Abs(y) - Erfc(Math.Abs(x)));
            double slope = 1.12837916709551257390 * Math.Exp(-x * x);
            double step = error / slope;
            x -= step / (1 + (x * step));
        }
        return x;
    }

    /// <summary>log |Γ(x)|; +∞ at zero and the negative integers.</summary>
    /// <remarks>Stirling's series from 10 up, the recurrence below, Euler's reflection for negative arguments; series near the zeros at 1 and 2.</remarks>
    public static double LogGamma(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (double.IsInfinity(x))
            return double.PositiveInfinity;
        if (x <= 0)
        {
            if (x == Math.Floor(x))
                return double.PositiveInfinity;
            // Γ(x)Γ(1 - x) = π / sin πx, with the sine's argument reduced first.
            double sine = Math.Abs(Math.Sin(Math.PI * (x - Math.Round(x))));
            return Math.Log(Math.PI / (sine == 0 ? Math.Abs(x) * Math.PI : sine)) - LogGamma(1 - x);
        }
        if (x < 1e-10)
            return -Math.Log(x) - (0.57721566490153286061 * x);
        if (Math.Abs(x - 1) < 0.25)
            return NearOne(x - 1);
        if (Math.Abs(x - 2) < 0.25)
            return NearOne(x - 2) + LogOnePlus(x - 2);
        double product = 1;
        while (x < 10)
            product *= x++;
        double inverse = 1 / x;
        double z = inverse * inverse;
        double series = inverse * (1 / 12.0 + (z * (-1 / 360.0 + (z * (1 / 1260.0 + (z * (-1 / 1680.0 + (z * (1 / 1188.0
            + (z * (-691 / 360360.0 + (z * (1 / 156.0)))))))))))));
        return ((x - 0.5) * Math.Log(x)) - x + 0.91893853320467274178 + series - Math.Log(product);
    }

    /// <summary>Γ'(x) / Γ(x); NaN at the negative integers, -∞ at 0.</summary>
    public static double Digamma(double x)
    {
        if (x == 0)
            return double.IsNegative(x) ? double.PositiveInfinity : double.NegativeInfinity;
        double result = 0;
        if (x < 0)
        {
            if (x == Math.Floor(x))
                return double.NaN;
            // The distance to the nearest integer is exact, also just below zero.
            result = -Math.PI / Math.Tan(Math.PI * (x - Math.Round(x)));
            x = 1 - x;
        }
        while (x < 10)
            result -= 1 / x++;
        double z = 1 / (x * x);
        double series = z * (1 / 12.0 - (z * (1 / 120.0 - (z * (1 / 252.0 - (z * (1 / 240.0 - (z * (1 / 132.0
            - (z * (691 / 32760.0 - (z * (1 / 12.0)))))))))))));
        return result + Math.Log(x) - (0.5 / x) - series;
    }

    private static double LogOnePlus(double x) => VectorMath.Log1P<Lanes1<double>, double>(new(x)).Value;

    // log Γ(1 + t) = -γt + Σ ζ(k)(-t)^k/k, with ζ(k) - 1 summed and the rest in closed form: quick for |t| ≤ ¼.
    private static double NearOne(double t)
    {
        ReadOnlySpan<double> zetaLessOne =
        [
            0.64493406684822643647, 0.20205690315959428540, 0.08232323371113819152, 0.03692775514336992633, 0.01734306198444913971,
            0.00834927738192282684, 0.00407735619794433938, 0.00200839282608221442, 0.00099457512781808534, 0.00049418860411946456,
            0.00024608655330804830, 0.00012271334757848915, 0.00006124813505870483, 0.00003058823630702049, 0.00001528225940865187,
            0.00000763719763789976, 0.00000381729326499984, 0.00000190821271655394, 0.00000095396203387280, 0.00000047693298678781,
        ];
        double sum = 0;
        for (int k = zetaLessOne.Length + 1; k >= 2; k--)
            sum = (zetaLessOne[k - 2] / k) - (t * sum);
        // Σ (-t)^k/k over k ≥ 2 is t - log(1 + t).
        return (t * t * sum) + (t * (1 - 0.57721566490153286061)) - LogOnePlus(t);
    }
}
