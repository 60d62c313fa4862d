using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>Largest integer not above x.</summary>
public readonly struct FloorKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "floor";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Floor(x);
}

/// <summary>Smallest integer not below x.</summary>
public readonly struct CeilingKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "ceil";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Ceiling(x);
}

/// <summary>Nearest integer, ties to even.</summary>
public readonly struct RoundKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "round";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Round(x);
}

/// <summary>Integer part of x, towards zero.</summary>
public readonly struct TruncateKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "trunc";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Truncate(x);
}

/// <summary>x - trunc(x), with the sign of x.</summary>
public readonly struct FractionKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "frac";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        x - V.Truncate(x);
}
