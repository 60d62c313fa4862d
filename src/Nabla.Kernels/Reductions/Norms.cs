using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Reductions;

/// <summary>Σ |x|.</summary>
public readonly struct NormL1Kernel : ISumReduction
{
    /// <inheritdoc/>
    public static string Name => "norm1";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => V.Abs(x);

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total;
}

/// <summary>√Σ x².</summary>
public readonly struct NormL2Kernel : ISumReduction
{
    /// <inheritdoc/>
    public static string Name => "norm2";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => x * x;

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => Math.Sqrt(total);
}

/// <summary>Σ x².</summary>
public readonly struct SquaredSumKernel : ISumReduction
{
    /// <inheritdoc/>
    public static string Name => "sumsq";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => x * x;

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total;
}

/// <summary>max |x|; NaN if any element is NaN, 0 for none.</summary>
public readonly struct NormMaxKernel : IMaxReduction
{
    /// <inheritdoc/>
    public static string Name => "norm_inf";

    /// <inheritdoc/>
    public static double Identity => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => V.Abs(x);

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total;
}

/// <summary>(Σ |x|^p)^(1/p).</summary>
/// <param name="p">The order, not 0 and finite.</param>
public readonly struct NormPKernel(double p) : ISumReduction
{
    /// <inheritdoc/>
    public static string Name => "norm_p";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => Lanes.Map<V, T, PowerOfAbsolute>(x, new PowerOfAbsolute(p));

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => Math.Pow(total, 1 / p);
}

/// <summary>Number of elements that are not zero.</summary>
public readonly struct NonZeroCountKernel : ISumReduction
{
    /// <inheritdoc/>
    public static string Name => "count_nonzero";

    /// <inheritdoc/>
    public static bool Widens => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Map<V, T>(V x, V center) where V : struct, ILanes<V, T> where T : unmanaged => V.Constant(1) & ~V.Equal(x, V.Zero);

    /// <inheritdoc/>
    public double Finish(double total, long count, double center) => total;
}

internal readonly struct PowerOfAbsolute(double p) : IScalarFunction
{
    public double Invoke(double x) => Math.Pow(Math.Abs(x), p);
}
