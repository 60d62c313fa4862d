using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>Hyperbolic sine; computed lane by lane in double precision.</summary>
public readonly struct SinhKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "sinh";

    /// <inheritdoc/>
    public static int Cost => 40;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        Lanes.Map<V, T, SinhFunction>(x, default);
}

/// <summary>Hyperbolic cosine; computed lane by lane in double precision.</summary>
public readonly struct CoshKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "cosh";

    /// <inheritdoc/>
    public static int Cost => 40;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        Lanes.Map<V, T, CoshFunction>(x, default);
}

/// <summary>Inverse hyperbolic sine; computed lane by lane in double precision.</summary>
public readonly struct AsinhKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "asinh";

    /// <inheritdoc/>
    public static int Cost => 40;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        Lanes.Map<V, T, AsinhFunction>(x, default);
}

/// <summary>Inverse hyperbolic cosine; computed lane by lane in double precision.</summary>
public readonly struct AcoshKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "acosh";

    /// <inheritdoc/>
    public static int Cost => 40;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        Lanes.Map<V, T, AcoshFunction>(x, default);
}

/// <summary>Inverse hyperbolic tangent; computed lane by lane in double precision.</summary>
public readonly struct AtanhKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "atanh";

    /// <inheritdoc/>
    public static int Cost => 40;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        Lanes.Map<V, T, AtanhFunction>(x, default);
}

internal readonly struct SinhFunction : IScalarFunction
{
    public double Invoke(double x) => Math.Sinh(x);
}

internal readonly struct CoshFunction : IScalarFunction
{
    public double Invoke(double x) => Math.Cosh(x);
}

internal readonly struct AsinhFunction : IScalarFunction
{
    public double Invoke(double x) => Math.Asinh(x);
}

internal readonly struct AcoshFunction : IScalarFunction
{
    public double Invoke(double x) => Math.Acosh(x);
}

internal readonly struct AtanhFunction : IScalarFunction
{
    public double Invoke(double x) => Math.Atanh(x);
}
