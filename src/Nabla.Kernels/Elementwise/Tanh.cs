using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>Hyperbolic tangent (accuracy: <see cref="VectorMath.Tanh"/>).</summary>
public readonly struct TanhKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "tanh";

    /// <inheritdoc/>
    public static int Cost => 6;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.Tanh<V, T>(x);
}

/// <summary>a · (1 - b²): a is the upstream gradient, b the output.</summary>
public readonly struct TanhBackwardKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "tanh_backward";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        a * (V.Constant(1) - (b * b));
}

/// <summary>x - tanh x.</summary>
public readonly struct TanhShrinkKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "tanhshrink";

    /// <inheritdoc/>
    public static int Cost => 6;

    /// <inheritdoc/>
    public static bool SinglesInDouble => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.TanhShrink<V, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ForSingle<V, K>(K kernel, V x) where V : struct, ILanes<V, double> where K : struct, IUnaryKernel
    {
        V s = x * x;
        V p = V.Horner(V.Constant(-0.0035921280365724810), s, 0.0088632355299021966, -0.021869488536155203, 0.053968253968253971, -0.13333333333333333);
        return V.Select(V.Less(V.Abs(x), V.Constant(0.03)), x * s * V.Fma(p, s, 1 / 3.0), x - VectorMath.Tanh<V, double>(x));
    }
}

/// <summary>x limited to [low, high]; NaN stays.</summary>
/// <param name="low">Lower limit.</param>
/// <param name="high">Upper limit.</param>
public readonly struct HardTanhKernel(double low, double high) : IUnaryKernel
{
    private readonly Parameter _low = new(low);
    private readonly Parameter _high = new(high);

    /// <inheritdoc/>
    public static string Name => "hardtanh";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.MinFast(_high.Lanes<V, T>(), V.MaxFast(_low.Lanes<V, T>(), x));
}

/// <summary>a where the input b is inside (low, high), else 0.</summary>
/// <param name="low">Lower limit.</param>
/// <param name="high">Upper limit.</param>
public readonly struct HardTanhBackwardKernel(double low, double high) : IBinaryKernel
{
    private readonly Parameter _low = new(low);
    private readonly Parameter _high = new(high);

    /// <inheritdoc/>
    public static string Name => "hardtanh_backward";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        a & V.Greater(b, _low.Lanes<V, T>()) & V.Less(b, _high.Lanes<V, T>());
}
