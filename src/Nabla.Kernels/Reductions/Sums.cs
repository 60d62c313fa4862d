using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Reductions;

/// <summary>Sum; integers as 64-bit, wrapping.</summary>
public readonly struct SumKernel : IReduceKernel
{
    /// <inheritdoc/>
    public static string Name => "sum";

    /// <inheritdoc/>
    public static double Identity => 0;

    /// <inheritdoc/>
    public static bool Widens => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Combine<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Across<V, T>(V lanes) where V : struct, ILanes<V, T> where T : unmanaged => V.Sum(lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TTotal Fold<TTotal>(TTotal a, TTotal b) where TTotal : unmanaged, INumber<TTotal> => unchecked(a + b);

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total;
}

/// <summary>Sum divided by the number of elements; NaN for none.</summary>
public readonly struct MeanKernel : IReduceKernel
{
    /// <inheritdoc/>
    public static string Name => "mean";

    /// <inheritdoc/>
    public static double Identity => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Combine<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Across<V, T>(V lanes) where V : struct, ILanes<V, T> where T : unmanaged => V.Sum(lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TTotal Fold<TTotal>(TTotal a, TTotal b) where TTotal : unmanaged, INumber<TTotal> => unchecked(a + b);

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total / count;
}

/// <summary>Product; integers as 64-bit, wrapping.</summary>
public readonly struct ProductKernel : IReduceKernel
{
    /// <inheritdoc/>
    public static string Name => "prod";

    /// <inheritdoc/>
    public static double Identity => 1;

    /// <inheritdoc/>
    public static bool Widens => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Combine<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Across<V, T>(V lanes) where V : struct, ILanes<V, T> where T : unmanaged => Lanes.Product<V, T>(lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TTotal Fold<TTotal>(TTotal a, TTotal b) where TTotal : unmanaged, INumber<TTotal> => unchecked(a * b);

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total;
}

/// <summary>Mean squared distance from given centres (the means), divided by count - correction.</summary>
/// <param name="correction">1 for the unbiased estimate, 0 for the population.</param>
public readonly struct VarianceKernel(double correction) : IReduceKernel
{
    /// <inheritdoc/>
    public static string Name => "var";

    /// <inheritdoc/>
    public static double Identity => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => (x - center) * (x - center);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Combine<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Across<V, T>(V lanes) where V : struct, ILanes<V, T> where T : unmanaged => V.Sum(lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TTotal Fold<TTotal>(TTotal a, TTotal b) where TTotal : unmanaged, INumber<TTotal> => unchecked(a + b);

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total / Math.Max(0, count - correction);
}

/// <summary>Mean distance from given centres: what rounding left of the means.</summary>
public readonly struct MeanDistanceKernel : IReduceKernel
{
    /// <inheritdoc/>
    public static string Name => "mean_distance";

    /// <inheritdoc/>
    public static double Identity => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => x - center;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Combine<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Across<V, T>(V lanes) where V : struct, ILanes<V, T> where T : unmanaged => V.Sum(lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TTotal Fold<TTotal>(TTotal a, TTotal b) where TTotal : unmanaged, INumber<TTotal> => unchecked(a + b);

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total / count;
}

/// <summary>log Σ e^x relative to given centres (the maxima).</summary>
public readonly struct LogSumExpKernel : IReduceKernel
{
    /// <inheritdoc/>
    public static string Name => "logsumexp";

    /// <inheritdoc/>
    public static double Identity => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => VectorMath.Exp<V, T>(x - center);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Combine<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Across<V, T>(V lanes) where V : struct, ILanes<V, T> where T : unmanaged => V.Sum(lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TTotal Fold<TTotal>(TTotal a, TTotal b) where TTotal : unmanaged, INumber<TTotal> => unchecked(a + b);

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => Math.Log(total) + center;
}
