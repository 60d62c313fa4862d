using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Reductions;

/// <summary>A reduction whose contributions are added; integers wrap.</summary>
public interface ISumReduction : IReduceKernel
{
    /// <inheritdoc/>
    static double IReduceKernel.Identity => 0;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    static V IReduceKernel.Combine<V, T>(V a, V b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    static T IReduceKernel.Across<V, T>(V lanes) => V.Sum(lanes);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    static TTotal IReduceKernel.Fold<TTotal>(TTotal a, TTotal b) => unchecked(a + b);
}

/// <summary>A reduction whose contributions are multiplied; integers wrap.</summary>
public interface IProductReduction : IReduceKernel
{
    /// <inheritdoc/>
    static double IReduceKernel.Identity => 1;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    static V IReduceKernel.Combine<V, T>(V a, V b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    static T IReduceKernel.Across<V, T>(V lanes) => Lanes.Product<V, T>(lanes);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    static TTotal IReduceKernel.Fold<TTotal>(TTotal a, TTotal b) => unchecked(a * b);
}

/// <summary>A reduction to the smallest contribution; NaN if any is NaN.</summary>
public interface IMinReduction : IReduceKernel
{
    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    static V IReduceKernel.Combine<V, T>(V a, V b) => V.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    static T IReduceKernel.Across<V, T>(V lanes) => V.MinAcross(lanes);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    static TTotal IReduceKernel.Fold<TTotal>(TTotal a, TTotal b) => TTotal.Min(a, b);
}

/// <summary>A reduction to the largest contribution; NaN if any is NaN.</summary>
public interface IMaxReduction : IReduceKernel
{
    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    static V IReduceKernel.Combine<V, T>(V a, V b) => V.Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    static T IReduceKernel.Across<V, T>(V lanes) => V.MaxAcross(lanes);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    static TTotal IReduceKernel.Fold<TTotal>(TTotal a, TTotal b) => TTotal.Max(a, b);
}
