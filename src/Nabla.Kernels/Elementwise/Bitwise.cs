using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>a &amp; b of integers.</summary>
public readonly struct BitwiseAndKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "bitwise_and";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        a & b;
}

/// <summary>a | b of integers.</summary>
public readonly struct BitwiseOrKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "bitwise_or";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        a | b;
}

/// <summary>a ^ b of integers.</summary>
public readonly struct BitwiseXorKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "bitwise_xor";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        a ^ b;
}

/// <summary>~x of integers.</summary>
public readonly struct BitwiseNotKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "bitwise_not";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        ~x;
}

/// <summary>a · 2^b of integers, wrapping; 0 when b is negative or not below the width.</summary>
public readonly struct ShiftLeftKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "shift_left";

    /// <inheritdoc/>
    public static int Cost => 12;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        Lanes.Zip<V, T, ShiftedLeft>(a, b);
}

/// <summary>⌊a / 2^b⌋ of integers; shifts that are negative or not below the width leave only the sign.</summary>
public readonly struct ShiftRightKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "shift_right";

    /// <inheritdoc/>
    public static int Cost => 12;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        Lanes.Zip<V, T, ShiftedRight>(a, b);
}

/// <summary>1 for a zero byte, 0 for any other.</summary>
public readonly struct BooleanNotKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "boolean_not";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Constant(1) & V.Equal(x, V.Zero);
}

internal readonly struct ShiftedLeft : INumberFunction
{
    public static TNumber Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber>
    {
        long count = long.CreateSaturating(b);
        return count < 0 || count >= 8 * Unsafe.SizeOf<TNumber>() ? TNumber.Zero : TNumber.CreateTruncating(ScalarNumber.ToBits(a) << (int)count);
    }
}

internal readonly struct ShiftedRight : INumberFunction
{
    public static TNumber Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber>
    {
        long count = long.CreateSaturating(b);
        if (count < 0 || count >= 8 * Unsafe.SizeOf<TNumber>())
            return TNumber.IsNegative(a) ? -TNumber.One : TNumber.Zero;
        return TNumber.IsNegative(a) ? TNumber.CreateTruncating(long.CreateTruncating(a) >> (int)count) : TNumber.CreateTruncating(ulong.CreateTruncating(a) >> (int)count);
    }
}
