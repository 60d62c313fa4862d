using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>Mask of a = b.</summary>
public readonly struct EqualKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "eq";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Equal(a, b);
}

/// <summary>Mask of a ≠ b; true with NaN.</summary>
public readonly struct NotEqualKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "ne";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        ~V.Equal(a, b);
}

/// <summary>Mask of a &lt; b.</summary>
public readonly struct LessKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "lt";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Less(a, b);
}

/// <summary>Mask of a ≤ b.</summary>
public readonly struct LessOrEqualKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "le";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.LessOrEqual(a, b);
}

/// <summary>Mask of a &gt; b.</summary>
public readonly struct GreaterKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "gt";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Greater(a, b);
}

/// <summary>Mask of a ≥ b.</summary>
public readonly struct GreaterOrEqualKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "ge";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.GreaterOrEqual(a, b);
}

/// <summary>Mask of NaN.</summary>
public readonly struct IsNaNKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "isnan";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        Lanes.IsNaN<V, T>(x);
}

/// <summary>Mask of plus and minus infinity; none for integers.</summary>
public readonly struct IsInfinityKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "isinf";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        ScalarNumber.IsFloating<T>() ? V.Equal(V.Abs(x), V.Constant(double.PositiveInfinity)) : V.Zero;
}

/// <summary>Mask of finite numbers; all for integers.</summary>
public readonly struct IsFiniteKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "isfinite";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        ScalarNumber.IsFloating<T>() ? V.Less(V.Abs(x), V.Constant(double.PositiveInfinity)) : ~V.Zero;
}
