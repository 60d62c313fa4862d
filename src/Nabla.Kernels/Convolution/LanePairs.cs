using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Every second element of two vectors, for rows read at stride 2.</summary>
/// <remarks>256-bit shuffles stay within halves of a vector: what they select comes in a mixed order, in which sums are made; only the results are sorted.</remarks>
internal static class LanePairs<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    /// <summary>Whether the machine has these shuffles.</summary>
    public static bool IsSupported
    {
        [MethodImpl(AggressiveInlining)]
        get => Avx2.IsSupported && (typeof(TLanes) == typeof(Lanes256<float>) || typeof(TLanes) == typeof(Lanes256<double>));
    }

    /// <summary>Elements 0, 2, 4, ... of a followed by b, mixed.</summary>
    [MethodImpl(AggressiveInlining)]
    public static TLanes Even(TLanes a, TLanes b) => typeof(T) == typeof(float)
        ? Unsafe.BitCast<Vector256<float>, TLanes>(Avx.Shuffle(Float(a), Float(b), 0b10_00_10_00))
        : Unsafe.BitCast<Vector256<double>, TLanes>(Avx.UnpackLow(Double(a), Double(b)));

    /// <summary>Elements 1, 3, 5, ... of a followed by b, mixed.</summary>
    [MethodImpl(AggressiveInlining)]
    public static TLanes Odd(TLanes a, TLanes b) => typeof(T) == typeof(float)
        ? Unsafe.BitCast<Vector256<float>, TLanes>(Avx.Shuffle(Float(a), Float(b), 0b11_01_11_01))
        : Unsafe.BitCast<Vector256<double>, TLanes>(Avx.UnpackHigh(Double(a), Double(b)));

    /// <summary>Sorts mixed elements, or mixes sorted ones.</summary>
    [MethodImpl(AggressiveInlining)]
    public static TLanes Sort(TLanes x) => Unsafe.BitCast<Vector256<double>, TLanes>(Avx2.Permute4x64(Double(x), 0b11_01_10_00));

    /// <summary>e0, o0, e1, o1, ... of sorted vectors, in two.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Weave(TLanes even, TLanes odd, out TLanes first, out TLanes second)
    {
        Vector256<double> low, high;
        if (typeof(T) == typeof(float))
        {
            low = Avx.UnpackLow(Float(even), Float(odd)).AsDouble();
            high = Avx.UnpackHigh(Float(even), Float(odd)).AsDouble();
        }
        else
        {
            low = Avx.UnpackLow(Double(even), Double(odd));
            high = Avx.UnpackHigh(Double(even), Double(odd));
        }
        first = Unsafe.BitCast<Vector256<double>, TLanes>(Avx.Permute2x128(low, high, 0x20));
        second = Unsafe.BitCast<Vector256<double>, TLanes>(Avx.Permute2x128(low, high, 0x31));
    }

    [MethodImpl(AggressiveInlining)]
    private static Vector256<float> Float(TLanes x) => Unsafe.BitCast<TLanes, Vector256<float>>(x);

    [MethodImpl(AggressiveInlining)]
    private static Vector256<double> Double(TLanes x) => Unsafe.BitCast<TLanes, Vector256<double>>(x);
}
