using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>log |Γ(x)|; computed lane by lane in double precision.</summary>
public readonly struct LogGammaKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "lgamma";

    /// <inheritdoc/>
    public static int Cost => 40;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        Lanes.Map<V, T, LogGammaFunction>(x, default);
}

/// <summary>Γ'(x) / Γ(x); computed lane by lane in double precision.</summary>
public readonly struct DigammaKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "digamma";

    /// <inheritdoc/>
    public static int Cost => 40;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        Lanes.Map<V, T, DigammaFunction>(x, default);
}

/// <summary>Inverse error function; computed lane by lane in double precision.</summary>
public readonly struct ErfInverseKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "erfinv";

    /// <inheritdoc/>
    public static int Cost => 40;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        Lanes.Map<V, T, ErfInverseFunction>(x, default);
}

internal readonly struct LogGammaFunction : IScalarFunction
{
    public double Invoke(double x) => ScalarMath.LogGamma(x);
}

internal readonly struct DigammaFunction : IScalarFunction
{
    public double Invoke(double x) => ScalarMath.Digamma(x);
}

internal readonly struct ErfInverseFunction : IScalarFunction
{
    public double Invoke(double x) => ScalarMath.InverseErf(x);
}
