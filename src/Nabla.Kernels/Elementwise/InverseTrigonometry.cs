using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>Tangent; computed lane by lane in double precision.</summary>
public readonly struct TanKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "tan";

    /// <inheritdoc/>
    public static int Cost => 40;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        Lanes.Map<V, T, TanFunction>(x, default);
}

/// <summary>Inverse sine; computed lane by lane in double precision.</summary>
public readonly struct AsinKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "asin";

    /// <inheritdoc/>
    public static int Cost => 40;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        Lanes.Map<V, T, AsinFunction>(x, default);
}

/// <summary>Inverse cosine; computed lane by lane in double precision.</summary>
public readonly struct AcosKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "acos";

    /// <inheritdoc/>
    public static int Cost => 40;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        Lanes.Map<V, T, AcosFunction>(x, default);
}

/// <summary>Inverse tangent; computed lane by lane in double precision.</summary>
public readonly struct AtanKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "atan";

    /// <inheritdoc/>
    public static int Cost => 40;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        Lanes.Map<V, T, AtanFunction>(x, default);
}

internal readonly struct TanFunction : IScalarFunction
{
    public double Invoke(double x) => Math.Tan(x);
}

internal readonly struct AsinFunction : IScalarFunction
{
    public double Invoke(double x) => Math.Asin(x);
}

internal readonly struct AcosFunction : IScalarFunction
{
    public double Invoke(double x) => Math.Acos(x);
}

internal readonly struct AtanFunction : IScalarFunction
{
    public double Invoke(double x) => Math.Atan(x);
}

/// <summary>Angle of the point (b, a), in (-π, π].</summary>
public readonly struct Atan2Kernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "atan2";

    /// <inheritdoc/>
    public static int Cost => 60;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        Lanes.Map<V, T, Atan2Function>(a, b, default);
}

internal readonly struct Atan2Function : IScalarFunction2
{
    public double Invoke(double x, double y) => Math.Atan2(x, y);
}
