using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>max(x, 0); NaN stays.</summary>
public readonly struct ReluKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "relu";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.MaxFast(V.Zero, x);
}

/// <summary>min(max(x, 0), 6); NaN stays.</summary>
public readonly struct Relu6Kernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "relu6";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Clamp(x, 0, 6);
}

/// <summary>x above 0, slope · x elsewhere.</summary>
/// <param name="slope">Factor of negative values.</param>
public readonly struct LeakyReluKernel(double slope) : IUnaryKernel
{
    private readonly Parameter _slope = new(slope);

    /// <inheritdoc/>
    public static string Name => "leaky_relu";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Select(V.Greater(x, V.Zero), x, x * _slope.Lanes<V, T>());
}

/// <summary>a where the output (or input) b is above 0 or NaN, else 0.</summary>
public readonly struct ReluBackwardKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "relu_backward";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.AndNot(a, V.LessOrEqual(b, V.Zero));
}

/// <summary>a where the input b is inside (0, 6), else 0.</summary>
public readonly struct Relu6BackwardKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "relu6_backward";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        a & V.Greater(b, V.Zero) & V.Less(b, V.Constant(6));
}

/// <summary>a where the input b is above 0, slope · a elsewhere.</summary>
/// <param name="slope">Factor of negative values.</param>
public readonly struct LeakyReluBackwardKernel(double slope) : IBinaryKernel
{
    private readonly Parameter _slope = new(slope);

    /// <inheritdoc/>
    public static string Name => "leaky_relu_backward";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Select(V.Greater(b, V.Zero), a, a * _slope.Lanes<V, T>());
}

/// <summary>a where the input b is above the threshold, else 0.</summary>
/// <param name="threshold">Largest input that was replaced.</param>
public readonly struct ThresholdBackwardKernel(double threshold) : IBinaryKernel
{
    private readonly Parameter _threshold = new(threshold);

    /// <inheritdoc/>
    public static string Name => "threshold_backward";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.AndNot(a, V.LessOrEqual(b, _threshold.Lanes<V, T>()));
}
