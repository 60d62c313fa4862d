using System.Globalization;
using System.Runtime.CompilerServices;

namespace Nabla;

/// <summary>A 16-bit "brain" floating-point number: the upper half of a float32. A storage type; convert to compute.</summary>
/// <param name="Bits">The raw bits: sign, 8 exponent bits, 7 fraction bits.</param>
[Export("BFloat16")]
public readonly record struct BFloat16(ushort Bits) : IComparable<BFloat16>
{
    /// <summary>Rounds to nearest, ties to even; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static explicit operator BFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value)
            ? new((ushort)((bits >> 16) | 0x40))
            : new((ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16));
    }

    /// <summary>Rounds through float32.</summary>
    public static explicit operator BFloat16(double value) => (BFloat16)(float)value;

    /// <summary>Exact widening.</summary>
    public static implicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.Bits << 16);

    /// <summary>Exact widening.</summary>
    public static implicit operator double(BFloat16 value) => (float)value;

    /// <summary>Less than, as float32.</summary>
    public static bool operator <(BFloat16 left, BFloat16 right) => (float)left < (float)right;

    /// <summary>Greater than, as float32.</summary>
    public static bool operator >(BFloat16 left, BFloat16 right) => (float)left > (float)right;

    /// <summary>Less than or equal, as float32.</summary>
    public static bool operator <=(BFloat16 left, BFloat16 right) => (float)left <= (float)right;

    /// <summary>Greater than or equal, as float32.</summary>
    public static bool operator >=(BFloat16 left, BFloat16 right) => (float)left >= (float)right;

    /// <inheritdoc/>
    public int CompareTo(BFloat16 other) => ((float)this).CompareTo(other);

    /// <summary>The value as a float32, printed in the invariant culture.</summary>
    public override string ToString() => ((float)this).ToString(CultureInfo.InvariantCulture);
}
