using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Copying;

/// <summary>Conversions between float and the two 16-bit formats, eight values at a time; results round to nearest, ties to even.</summary>
/// <remarks>bfloat16 values travel as the <see cref="ushort"/> that is the upper half of a float.</remarks>
public static unsafe class HalfFloats
{
    /// <summary>Rounds floats to IEEE half precision.</summary>
    public static void FromSingle(float* x, Half* y, long count)
    {
        long i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; i <= count - 8; i += 8)
            {
                Vector128<uint> low = ToHalfBits(Vector128.Load(x + i));
                Vector128<uint> high = ToHalfBits(Vector128.Load(x + i + 4));
                Vector128.Narrow(low, high).Store((ushort*)(y + i));
            }
        }
        for (; i < count; i++)
            y[i] = (Half)x[i];
    }

    /// <summary>Widens IEEE half precision to float, exactly.</summary>
    public static void ToSingle(Half* x, float* y, long count)
    {
        long i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; i <= count - 8; i += 8)
            {
                (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(Vector128.Load((ushort*)(x + i)));
                FromHalfBits(low).Store(y + i);
                FromHalfBits(high).Store(y + i + 4);
            }
        }
        for (; i < count; i++)
            y[i] = (float)x[i];
    }

    /// <summary>Rounds floats to bfloat16.</summary>
    public static void FromSingle(float* x, ushort* y, long count)
    {
        long i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; i <= count - 8; i += 8)
            {
                Vector128<uint> low = ToBrainBits(Vector128.Load((uint*)(x + i)));
                Vector128<uint> high = ToBrainBits(Vector128.Load((uint*)(x + i + 4)));
                Vector128.Narrow(low, high).Store(y + i);
            }
        }
        for (; i < count; i++)
            y[i] = ToBrain(x[i]);
    }

    /// <summary>Widens bfloat16 to float, exactly.</summary>
    public static void ToSingle(ushort* x, float* y, long count)
    {
        long i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; i <= count - 8; i += 8)
            {
                (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(Vector128.Load(x + i));
                (low << 16).Store((uint*)(y + i));
                (high << 16).Store((uint*)(y + i + 4));
            }
        }
        for (; i < count; i++)
            y[i] = FromBrain(x[i]);
    }

    /// <summary>The nearest bfloat16, ties to even; NaN becomes the quiet NaN 0x7FC0.</summary>
    [MethodImpl(AggressiveInlining)]
    public static ushort ToBrain(float x)
    {
        uint bits = BitConverter.SingleToUInt32Bits(x);
        return float.IsNaN(x) ? (ushort)0x7FC0 : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>The float a bfloat16 stands for.</summary>
    [MethodImpl(AggressiveInlining)]
    public static float FromBrain(ushort x) => BitConverter.UInt32BitsToSingle((uint)x << 16);

    private static Vector128<uint> ToBrainBits(Vector128<uint> bits)
    {
        Vector128<uint> rounded = (bits + Vector128.Create(0x7FFFu) + ((bits >>> 16) & Vector128<uint>.One)) >>> 16;
        Vector128<float> x = bits.AsSingle();
        return Vector128.ConditionalSelect(Vector128.Equals(x, x).AsUInt32(), rounded, Vector128.Create(0x7FC0u));
    }

    private static Vector128<uint> ToHalfBits(Vector128<float> x)
    {
        Vector128<uint> bits = x.AsUInt32();
        Vector128<uint> sign = bits & Vector128.Create(0x80000000u);
        Vector128<uint> magnitude = bits ^ sign;
        // Normal results: rebias the exponent and round the 13 lost bits to even. Overflow runs into the pattern of infinity by itself, or is cut there.
        Vector128<uint> odd = (magnitude >>> 13) & Vector128<uint>.One;
        Vector128<uint> normal = (magnitude - Vector128.Create((127u - 15) << 23) + Vector128.Create(0xFFFu) + odd) >>> 13;
        // Subnormal results: adding ½ puts the last bit of a half at the last bit of the float, which rounds it.
        Vector128<uint> subnormal = (magnitude.AsSingle() + Vector128.Create(0.5f)).AsUInt32() - Vector128.Create(0x3F000000u);
        Vector128<uint> result = Vector128.ConditionalSelect(Vector128.LessThan(magnitude.AsInt32(), Vector128.Create(0x38800000)).AsUInt32(), subnormal, normal);
        result = Vector128.ConditionalSelect(Vector128.GreaterThanOrEqual(magnitude.AsInt32(), Vector128.Create(0x47800000)).AsUInt32(), Vector128.Create(0x7C00u), result);
        // NaN keeps its leading bits and becomes quiet.
        Vector128<uint> nan = Vector128.Create(0x7E00u) | ((magnitude >>> 13) & Vector128.Create(0x3FFu));
        result = Vector128.ConditionalSelect(Vector128.GreaterThan(magnitude.AsInt32(), Vector128.Create(0x7F800000)).AsUInt32(), nan, result);
        return result | (sign >>> 16);
    }

    private static Vector128<float> FromHalfBits(Vector128<uint> bits)
    {
        Vector128<uint> sign = (bits & Vector128.Create(0x8000u)) << 16;
        Vector128<uint> magnitude = bits & Vector128.Create(0x7FFFu);
        Vector128<uint> shifted = magnitude << 13;
        Vector128<uint> normal = shifted + Vector128.Create((127u - 15) << 23);
        // Subnormal halves: the same trick backwards, 2^-14 + x minus 2^-14.
        Vector128<uint> subnormal = ((shifted + Vector128.Create(113u << 23)).AsSingle() - Vector128.Create(113u << 23).AsSingle()).AsUInt32();
        Vector128<uint> special = shifted | Vector128.Create(0x7F800000u);
        Vector128<uint> quiet = Vector128.GreaterThan(magnitude.AsInt32(), Vector128.Create(0x7C00)).AsUInt32() & Vector128.Create(0x00400000u);
        Vector128<uint> result = Vector128.ConditionalSelect(Vector128.LessThan(magnitude.AsInt32(), Vector128.Create(0x0400)).AsUInt32(), subnormal, normal);
        result = Vector128.ConditionalSelect(Vector128.GreaterThanOrEqual(magnitude.AsInt32(), Vector128.Create(0x7C00)).AsUInt32(), special | quiet, result);
        return (result | sign).AsSingle();
    }
}
