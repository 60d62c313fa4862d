using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Reductions;

/// <summary>Smallest element; NaN if any is NaN.</summary>
public readonly struct MinKernel : IMinReduction
{
    /// <inheritdoc/>
    public static string Name => "min";

    /// <inheritdoc/>
    public static double Identity => double.PositiveInfinity;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => x;

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total;
}

/// <summary>Largest element; NaN if any is NaN.</summary>
public readonly struct MaxKernel : IMaxReduction
{
    /// <inheritdoc/>
    public static string Name => "max";

    /// <inheritdoc/>
    public static double Identity => double.NegativeInfinity;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => x;

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total;
}

/// <summary>1 if any element is not zero (NaN counts), else 0.</summary>
public readonly struct AnyKernel : IMaxReduction
{
    /// <inheritdoc/>
    public static string Name => "any";

    /// <inheritdoc/>
    public static double Identity => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => V.Constant(1) & ~V.Equal(x, V.Zero);

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total;
}

/// <summary>1 if no element is zero, else 0.</summary>
public readonly struct AllKernel : IMinReduction
{
    /// <inheritdoc/>
    public static string Name => "all";

    /// <inheritdoc/>
    public static double Identity => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => V.Constant(1) & ~V.Equal(x, V.Zero);

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total;
}
