using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>⌊a / b⌋ with PyTorch's rounding; integers throw <see cref="DivideByZeroException"/> on a zero divisor.</summary>
public readonly struct FloorDivideKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "floor_divide";

    /// <inheritdoc/>
    public static int Cost => 24;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => Lanes.Zip<V, T, FlooredQuotient>(a, b);
}

/// <summary>trunc(a / b); integers throw <see cref="DivideByZeroException"/> on a zero divisor.</summary>
public readonly struct TruncateDivideKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "trunc_divide";

    /// <inheritdoc/>
    public static int Cost => 12;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        ScalarNumber.IsFloating<T>() ? V.Truncate(a / b) : Lanes.Zip<V, T, TruncatedQuotient>(a, b);
}

/// <summary>a - b · ⌊a / b⌋, exact, with the sign of b (Python's %); integers throw on a zero divisor.</summary>
public readonly struct RemainderKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "remainder";

    /// <inheritdoc/>
    public static int Cost => 24;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => Lanes.Zip<V, T, FlooredRemainder>(a, b);
}

/// <summary>a - b · trunc(a / b), exact, with the sign of a (C's fmod); integers throw on a zero divisor.</summary>
public readonly struct FModKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "fmod";

    /// <inheritdoc/>
    public static int Cost => 24;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => Lanes.Zip<V, T, TruncatedRemainder>(a, b);
}

internal readonly struct TruncatedQuotient : INumberFunction
{
    // The most negative integer divided by -1 overflows in hardware; it wraps to itself here.
    public static TNumber Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber> =>
        TNumber.IsNegative(b) && b + TNumber.One == TNumber.Zero ? unchecked(-a) : a / b;
}

internal readonly struct TruncatedRemainder : INumberFunction
{
    public static TNumber Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber>
    {
        if (typeof(TNumber) != typeof(float) && typeof(TNumber) != typeof(double) && b + TNumber.One == TNumber.Zero && TNumber.IsNegative(b))
            return TNumber.Zero;
        return a % b;
    }
}

internal readonly struct FlooredRemainder : INumberFunction
{
    public static TNumber Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber>
    {
        TNumber rest = TruncatedRemainder.Invoke(a, b);
        return rest != TNumber.Zero && TNumber.IsNegative(rest) != TNumber.IsNegative(b) ? rest + b : rest;
    }
}

internal readonly struct FlooredQuotient : INumberFunction
{
    public static TNumber Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber>
    {
        if (typeof(TNumber) == typeof(float))
            return (TNumber)(object)Floating((float)(object)a, (float)(object)b);
        if (typeof(TNumber) == typeof(double))
            return (TNumber)(object)Floating((double)(object)a, (double)(object)b);
        TNumber quotient = TruncatedQuotient.Invoke(a, b);
        TNumber rest = TruncatedRemainder.Invoke(a, b);
        return rest != TNumber.Zero && TNumber.IsNegative(rest) != TNumber.IsNegative(b) ? quotient - TNumber.One : quotient;
    }

    // (a - a mod b) / b is close to an integer, which one further step rounds to: the quotient that goes with the exact remainder.
    private static TFloat Floating<TFloat>(TFloat a, TFloat b) where TFloat : unmanaged, IFloatingPoint<TFloat>
    {
        if (b == TFloat.Zero)
            return a / b;
        TFloat rest = a % b;
        TFloat quotient = (a - rest) / b;
        if (rest != TFloat.Zero && (b < TFloat.Zero) != (rest < TFloat.Zero))
            quotient -= TFloat.One;
        if (quotient == TFloat.Zero)
            return TFloat.CopySign(TFloat.Zero, a / b);
        TFloat floor = TFloat.Floor(quotient);
        return quotient - floor > TFloat.CreateTruncating(0.5) ? floor + TFloat.One : floor;
    }
}
