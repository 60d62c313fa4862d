using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Reductions;

/// <summary>Sum; integers as 64-bit, wrapping.</summary>
public readonly struct SumKernel : ISumReduction
{
    /// <inheritdoc/>
    public static string Name => "sum";

    /// <inheritdoc/>
    public static bool Widens => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => x;

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total;
}

/// <summary>Sum divided by the number of elements; NaN for none.</summary>
public readonly struct MeanKernel : ISumReduction
{
    /// <inheritdoc/>
    public static string Name => "mean";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => x;

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total / count;
}

/// <summary>Product; integers as 64-bit, wrapping.</summary>
public readonly struct ProductKernel : IProductReduction
{
    /// <inheritdoc/>
    public static string Name => "prod";

    /// <inheritdoc/>
    public static bool Widens => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => x;

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total;
}

/// <summary>Mean squared distance from given centres (the means), divided by count - correction.</summary>
/// <param name="correction">1 for the unbiased estimate, 0 for the population.</param>
public readonly struct VarianceKernel(double correction) : ISumReduction
{
    /// <inheritdoc/>
    public static string Name => "var";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => (x - center) * (x - center);

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total / Math.Max(0, count - correction);
}

/// <summary>Mean distance from given centres: what rounding left of the means.</summary>
public readonly struct MeanDistanceKernel : ISumReduction
{
    /// <inheritdoc/>
    public static string Name => "mean_distance";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => x - center;

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total / count;
}

/// <summary>log Σ e^x relative to given centres (the maxima).</summary>
public readonly struct LogSumExpKernel : ISumReduction
{
    /// <inheritdoc/>
    public static string Name => "logsumexp";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => VectorMath.Exp<V, T>(x - center);

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => Math.Log(total) + center;
}
