using System.Numerics;

namespace Nabla.Algorithms.Geometry.Predicates;

/// <summary>
/// Finite doubles as integers over one common power of two: the arbitrary-precision fall-back for coordinates whose
/// products overflow or underflow, and for intersection points that must be compared exactly.
/// </summary>
internal static class ScaledIntegers
{
    /// <summary>Exponent of the last bit of a finite double; <see cref="int.MaxValue"/> for zero.</summary>
    public static int LastBit(double value)
    {
        if (value == 0)
            return int.MaxValue;
        (long mantissa, int exponent) = Split(value);
        return exponent + BitOperations.TrailingZeroCount(mantissa);
    }

    /// <summary>value / 2^unit as an integer; <paramref name="unit"/> must not exceed the value's last bit.</summary>
    public static BigInteger Scale(double value, int unit)
    {
        if (value == 0)
            return BigInteger.Zero;
        (long mantissa, int exponent) = Split(value);
        int shift = exponent - unit;
        return shift >= 0 ? new BigInteger(mantissa) << shift : new BigInteger(mantissa >> -shift);
    }

    /// <summary>Every value over the smallest common unit.</summary>
    public static BigInteger[] Scale(ReadOnlySpan<double> values)
    {
        int unit = Unit(values);
        var scaled = new BigInteger[values.Length];
        for (int i = 0; i < values.Length; i++)
            scaled[i] = Scale(values[i], unit);
        return scaled;
    }

    /// <summary>Largest exponent u such that every value is a multiple of 2^u.</summary>
    public static int Unit(ReadOnlySpan<double> values)
    {
        int unit = int.MaxValue;
        foreach (double value in values)
            unit = Math.Min(unit, LastBit(value));
        return unit == int.MaxValue ? 0 : unit;
    }

    /// <summary>numerator / denominator · 2^unit rounded to a double (denominator positive).</summary>
    public static double Ratio(BigInteger numerator, BigInteger denominator, int unit)
    {
        if (numerator.IsZero)
            return 0;
        // At least 63 bits of the quotient, the last one sticky, round to the nearest double.
        long shift = 63 - (numerator.GetBitLength() - denominator.GetBitLength());
        BigInteger n = shift >= 0 ? numerator << (int)shift : numerator;
        BigInteger d = shift >= 0 ? denominator : denominator << (int)-shift;
        BigInteger quotient = BigInteger.DivRem(BigInteger.Abs(n), d, out BigInteger rest);
        ulong bits = (ulong)quotient | (rest.IsZero ? 0UL : 1UL);
        return Math.ScaleB((double)bits, unit - (int)shift) * numerator.Sign;
    }

    private static (long Mantissa, int Exponent) Split(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int biased = (int)((bits >> 52) & 0x7FF);
        long mantissa = bits & 0xFFFFFFFFFFFFFL;
        if (biased == 0)
            biased = 1;
        else
            mantissa |= 1L << 52;
        return (bits < 0 ? -mantissa : mantissa, biased - 1075);
    }
}
