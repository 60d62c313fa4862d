using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Kernels.Elementwise;

/// <summary>The logistic family of eight floats at a time in single precision, for arguments of the gate from <see cref="Lowest"/> up; the rest goes through double lanes.</summary>
/// <remarks>
/// 1 + e^-v = 2ⁿ·m + (2ⁿ + 1) with m = e^r - 1: one rounding, as the sum of two powers of two is exact where it matters. With the division that makes three
/// small errors, 1.9 ulp at most.
/// </remarks>
internal static class GatedSingle
{
    /// <summary>Below this e^-v overflows, and the results are close to the subnormal numbers.</summary>
    public const float Lowest = -87;

    // 1.5·2²³ leaves the nearest integer in the low bits of a sum; 127 is the bias of the exponent.
    private const float Shifter = 12582912f + 127;

    /// <summary>Whether the machine has what the formulas need.</summary>
    public static bool IsSupported => Fma.IsSupported && Avx2.IsSupported;

    /// <summary>1 + e^-v for v ≥ <see cref="Lowest"/> or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> OnePlusExp(Vector256<float> v)
    {
        // The second operand is the result if there is a NaN.
        v = Avx.Min(Vector256.Create(87f), v);
        Vector256<float> shifter = Vector256.Create(Shifter);
        Vector256<float> z = Fma.MultiplyAdd(v, Vector256.Create(-1.44269504f), shifter);
        Vector256<float> n = z - shifter;
        Vector256<float> r = Fma.MultiplySubtractNegated(n, Vector256.Create(0.693145751953125f), v);
        r = Fma.MultiplyAddNegated(n, Vector256.Create(1.42860682e-6f), r);
        Vector256<float> q = Fma.MultiplyAdd(r, Vector256.Create(0.001381450987f), Vector256.Create(0.008368906173f));
        q = Fma.MultiplyAdd(q, r, Vector256.Create(0.04166840584f));
        q = Fma.MultiplyAdd(q, r, Vector256.Create(0.1666651907f));
        q = Fma.MultiplyAdd(q, r, Vector256.Create(0.4999999331f));
        Vector256<float> m = Fma.MultiplyAdd(q, r * r, r);
        Vector256<float> power = Avx2.ShiftLeftLogical(z.AsInt32(), 23).AsSingle();
        return Fma.MultiplyAdd(m, power, power + Vector256<float>.One);
    }

    /// <summary>Mask of the arguments for which <see cref="OnePlusExp"/> does not hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Outside(Vector256<float> v) => Avx.CompareLessThan(v, Vector256.Create(Lowest));
}
