using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Reductions;

/// <summary>Smallest element; NaN if any is NaN.</summary>
public readonly struct MinKernel : IReduceKernel
{
    /// <inheritdoc/>
    public static string Name => "min";

    /// <inheritdoc/>
    public static double Identity => double.PositiveInfinity;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Combine<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => V.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Across<V, T>(V lanes) where V : struct, ILanes<V, T> where T : unmanaged => V.MinAcross(lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TTotal Fold<TTotal>(TTotal a, TTotal b) where TTotal : unmanaged, INumber<TTotal> => TTotal.Min(a, b);

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total;
}

/// <summary>Largest element; NaN if any is NaN.</summary>
public readonly struct MaxKernel : IReduceKernel
{
    /// <inheritdoc/>
    public static string Name => "max";

    /// <inheritdoc/>
    public static double Identity => double.NegativeInfinity;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Combine<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => V.Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Across<V, T>(V lanes) where V : struct, ILanes<V, T> where T : unmanaged => V.MaxAcross(lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TTotal Fold<TTotal>(TTotal a, TTotal b) where TTotal : unmanaged, INumber<TTotal> => TTotal.Max(a, b);

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total;
}

/// <summary>1 if any element is not zero (NaN counts), else 0.</summary>
public readonly struct AnyKernel : IReduceKernel
{
    /// <inheritdoc/>
    public static string Name => "any";

    /// <inheritdoc/>
    public static double Identity => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => V.Constant(1) & ~V.Equal(x, V.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Combine<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => V.Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Across<V, T>(V lanes) where V : struct, ILanes<V, T> where T : unmanaged => V.MaxAcross(lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TTotal Fold<TTotal>(TTotal a, TTotal b) where TTotal : unmanaged, INumber<TTotal> => TTotal.Max(a, b);

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total;
}

/// <summary>1 if no element is zero, else 0.</summary>
public readonly struct AllKernel : IReduceKernel
{
    /// <inheritdoc/>
    public static string Name => "all";

    /// <inheritdoc/>
    public static double Identity => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => V.Constant(1) & ~V.Equal(x, V.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Combine<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => V.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Across<V, T>(V lanes) where V : struct, ILanes<V, T> where T : unmanaged => V.MinAcross(lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TTotal Fold<TTotal>(TTotal a, TTotal b) where TTotal : unmanaged, INumber<TTotal> => TTotal.Min(a, b);

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total;
}
