using System.Numerics;
using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Reductions;

/// <summary>
/// A reduction: every element is mapped, mapped values are combined in lanes over short blocks, the blocks' results are folded in double
/// precision (floats) or 64-bit integers, and a total is finished.
/// </summary>
public interface IReduceKernel : IKernel
{
    /// <summary>The total of no elements; infinities stand for the extreme values of integer types.</summary>
    static abstract double Identity { get; }

    /// <summary>Whether integers narrower than 64 bits are widened before they are combined.</summary>
    static virtual bool Widens => false;

    /// <summary>What an element contributes; <paramref name="center"/> is zero unless centres were given.</summary>
    V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged;

    /// <summary>Two contributions as one; associative up to rounding.</summary>
    static abstract V Combine<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged;

    /// <summary>All lanes as one contribution.</summary>
    static abstract T Across<V, T>(V lanes) where V : struct, ILanes<V, T> where T : unmanaged;

    /// <summary>The same as <see cref="Combine"/> for the totals of blocks.</summary>
    static abstract TTotal Fold<TTotal>(TTotal a, TTotal b) where TTotal : unmanaged, INumber<TTotal>;

    /// <summary>The result from a floating-point total.</summary>
    /// <param name="total">What was folded.</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="center">The output's centre, or 0.</param>
    double Finish(double total, long count, double center) => total;
}
