using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>The greatest common divisor of integers, not negative; computed lane by lane.</summary>
public readonly struct GcdKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "gcd";

    /// <inheritdoc/>
    public static int Cost => 60;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => Lanes.Zip<V, T, GcdFunction>(a, b);
}

/// <summary>The least common multiple of integers, wrapping; 0 where either is 0. Computed lane by lane.</summary>
public readonly struct LcmKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "lcm";

    /// <inheritdoc/>
    public static int Cost => 80;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => Lanes.Zip<V, T, LcmFunction>(a, b);
}

/// <summary>The next representable number after a towards b, in the element type; computed lane by lane.</summary>
public readonly struct NextAfterKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "nextafter";

    /// <inheritdoc/>
    public static int Cost => 12;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => Lanes.Zip<V, T, NextAfterFunction>(a, b);
}

internal readonly struct GcdFunction : INumberFunction
{
    public static TNumber Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber> =>
        TNumber.CreateTruncating(Divisor(Magnitude(a), Magnitude(b)));

    /// <summary>Euclid's algorithm.</summary>
    internal static ulong Divisor(ulong a, ulong b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }

    /// <summary>|x|; the smallest number of a signed type keeps its magnitude.</summary>
    internal static ulong Magnitude<TNumber>(TNumber x) where TNumber : unmanaged, INumber<TNumber>
    {
        long wide = long.CreateTruncating(x);
        return TNumber.IsNegative(x) ? (ulong)-wide : (ulong)wide;
    }
}

internal readonly struct LcmFunction : INumberFunction
{
    public static TNumber Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber>
    {
        ulong x = GcdFunction.Magnitude(a), y = GcdFunction.Magnitude(b), divisor = GcdFunction.Divisor(x, y);
        TNumber multiple = divisor == 0 ? TNumber.Zero : TNumber.CreateTruncating(unchecked(x / divisor * y));
        // Narrow types wrap, as a cast from int does; wide ones keep the magnitude.
        return TNumber.IsNegative(multiple) && Unsafe.SizeOf<TNumber>() >= 4 ? unchecked(TNumber.Zero - multiple) : multiple;
    }
}

internal readonly struct NextAfterFunction : INumberFunction
{
    public static TNumber Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber>
    {
        if (typeof(TNumber) == typeof(float)) return ScalarNumber.Cast<float, TNumber>(Step(ScalarNumber.Cast<TNumber, float>(a), ScalarNumber.Cast<TNumber, float>(b)));
        if (typeof(TNumber) == typeof(double)) return ScalarNumber.Cast<double, TNumber>(Step(ScalarNumber.Cast<TNumber, double>(a), ScalarNumber.Cast<TNumber, double>(b)));
        return a;
    }

    private static T Step<T>(T a, T b) where T : IFloatingPointIeee754<T> =>
        T.IsNaN(a) || T.IsNaN(b) ? T.NaN : a == b ? b : a < b ? T.BitIncrement(a) : T.BitDecrement(a);
}
