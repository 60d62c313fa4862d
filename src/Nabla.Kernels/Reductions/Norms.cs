using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Reductions;

/// <summary>Σ |x|.</summary>
public readonly struct NormL1Kernel : IReduceKernel
{
    /// <inheritdoc/>
    public static string Name => "norm1";

    /// <inheritdoc/>
    public static double Identity => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => V.Abs(x);

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

/// <summary>√Σ x².</summary>
public readonly struct NormL2Kernel : IReduceKernel
{
    /// <inheritdoc/>
    public static string Name => "norm2";

    /// <inheritdoc/>
    public static double Identity => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => x * x;

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
    public double Finish(double total, long count, double center) => Math.Sqrt(total);
}

/// <summary>Σ x².</summary>
public readonly struct SquaredSumKernel : IReduceKernel
{
    /// <inheritdoc/>
    public static string Name => "sumsq";

    /// <inheritdoc/>
    public static double Identity => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => x * x;

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

/// <summary>max |x|; NaN if any element is NaN, 0 for none.</summary>
public readonly struct NormMaxKernel : IReduceKernel
{
    /// <inheritdoc/>
    public static string Name => "norm_inf";

    /// <inheritdoc/>
    public static double Identity => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => V.Abs(x);

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

/// <summary>(Σ |x|^p)^(1/p).</summary>
/// <param name="p">The order, not 0 and finite.</param>
public readonly struct NormPKernel(double p) : IReduceKernel
{
    /// <inheritdoc/>
    public static string Name => "norm_p";

    /// <inheritdoc/>
    public static double Identity => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => Lanes.Map<V, T, PowerOfAbsolute>(x, new PowerOfAbsolute(p));

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
    public double Finish(double total, long count, double center) => Math.Pow(total, 1 / p);
}

/// <summary>Number of elements that are not zero.</summary>
public readonly struct NonZeroCountKernel : IReduceKernel
{
    /// <inheritdoc/>
    public static string Name => "count_nonzero";

    /// <inheritdoc/>
    public static double Identity => 0;

    /// <inheritdoc/>
    public static bool Widens => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => V.Constant(1) & ~V.Equal(x, V.Zero);

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

internal readonly struct PowerOfAbsolute(double p) : IScalarFunction
{
    public double Invoke(double x) => Math.Pow(Math.Abs(x), p);
}
