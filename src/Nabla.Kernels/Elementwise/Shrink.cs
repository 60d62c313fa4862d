using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>x / (1 + |x|).</summary>
public readonly struct SoftSignKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "softsign";

    /// <inheritdoc/>
    public static int Cost => 3;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        x / (V.Constant(1) + V.Abs(x));
}

/// <summary>a / (1 + |b|)²: a is the upstream gradient, b the input.</summary>
public readonly struct SoftSignBackwardKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "softsign_backward";

    /// <inheritdoc/>
    public static int Cost => 3;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V d = V.Constant(1) + V.Abs(b);
        return a / (d * d);
    }
}

/// <summary>x moved towards 0 by lambda, 0 within lambda; NaN stays.</summary>
/// <param name="lambda">Width, not negative.</param>
public readonly struct SoftShrinkKernel(double lambda) : IUnaryKernel
{
    private readonly Parameter _lambda = new(lambda);

    /// <inheritdoc/>
    public static string Name => "softshrink";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V limit = _lambda.Lanes<V, T>();
        V y = V.Select(V.Greater(x, limit), x - limit, V.Select(V.Less(x, -limit), x + limit, V.Zero));
        return V.Select(Lanes.IsNaN<V, T>(x), x, y);
    }
}

/// <summary>x, and 0 within [-lambda, lambda]; NaN stays.</summary>
/// <param name="lambda">Width, not negative.</param>
public readonly struct HardShrinkKernel(double lambda) : IUnaryKernel
{
    private readonly Parameter _lambda = new(lambda);

    /// <inheritdoc/>
    public static string Name => "hardshrink";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.AndNot(x, V.LessOrEqual(V.Abs(x), _lambda.Lanes<V, T>()));
}

/// <summary>a where the input b is outside [-lambda, lambda], else 0: gradient of both shrink functions.</summary>
/// <param name="lambda">Width, not negative.</param>
public readonly struct ShrinkBackwardKernel(double lambda) : IBinaryKernel
{
    private readonly Parameter _lambda = new(lambda);

    /// <inheritdoc/>
    public static string Name => "shrink_backward";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.AndNot(a, V.LessOrEqual(V.Abs(b), _lambda.Lanes<V, T>()));
}
