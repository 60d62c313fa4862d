using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>√(a² + b²) without overflow; computed lane by lane in double precision.</summary>
public readonly struct HypotKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "hypot";

    /// <inheritdoc/>
    public static int Cost => 20;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => Lanes.Map<V, T, HypotFunction>(a, b, default);
}

/// <summary>a · log b, and 0 where a is 0 unless b is NaN; computed lane by lane in double precision.</summary>
public readonly struct XLogYKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "xlogy";

    /// <inheritdoc/>
    public static int Cost => 30;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => Lanes.Map<V, T, XLogYFunction>(a, b, default);
}

/// <summary>log₂(2^a + 2^b); computed lane by lane in double precision.</summary>
public readonly struct LogAddExp2Kernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "logaddexp2";

    /// <inheritdoc/>
    public static int Cost => 60;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => Lanes.Map<V, T, LogAddExp2Function>(a, b, default);
}

/// <summary>The magnitude of a with the sign of b.</summary>
public readonly struct CopySignKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "copysign";

    /// <inheritdoc/>
    public static int Cost => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => Lanes.Map<V, T, CopySignFunction>(a, b, default);
}

internal readonly struct HypotFunction : IScalarFunction2
{
    public double Invoke(double x, double y) => double.Hypot(x, y);
}

internal readonly struct XLogYFunction : IScalarFunction2
{
    public double Invoke(double x, double y) => x == 0 && !double.IsNaN(y) ? 0 : x * Math.Log(y);
}

internal readonly struct LogAddExp2Function : IScalarFunction2
{
    public double Invoke(double x, double y)
    {
        if (x == y) return x + 1;
        double high = Math.Max(x, y);
        return high + double.Log2P1(Math.Pow(2, Math.Min(x, y) - high));
    }
}

internal readonly struct CopySignFunction : IScalarFunction2
{
    public double Invoke(double x, double y) => Math.CopySign(x, y);
}
