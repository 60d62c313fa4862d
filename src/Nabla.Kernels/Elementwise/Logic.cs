using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>Mask of both operands not being zero (NaN counts as true).</summary>
public readonly struct LogicalAndKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "logical_and";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.AndNot(~V.Equal(a, V.Zero), V.Equal(b, V.Zero));
}

/// <summary>Mask of any operand not being zero.</summary>
public readonly struct LogicalOrKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "logical_or";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        ~(V.Equal(a, V.Zero) & V.Equal(b, V.Zero));
}

/// <summary>Mask of exactly one operand not being zero.</summary>
public readonly struct LogicalXorKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "logical_xor";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Equal(a, V.Zero) ^ V.Equal(b, V.Zero);
}

/// <summary>Mask of zero.</summary>
public readonly struct LogicalNotKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "logical_not";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Equal(x, V.Zero);
}

/// <summary>Mask of everything but zero (NaN counts as true).</summary>
public readonly struct IsNonZeroKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "nonzero";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        ~V.Equal(x, V.Zero);
}
