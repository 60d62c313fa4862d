using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>log(1 + e^(beta·x)) / beta, and x itself where beta · x is above the threshold.</summary>
/// <param name="beta">Sharpness, not 0.</param>
/// <param name="threshold">From here on the function is linear.</param>
public readonly struct SoftplusKernel(double beta, double threshold) : IUnaryKernel
{
    private readonly Parameter _beta = new(beta);
    private readonly Parameter _threshold = new(threshold);

    /// <inheritdoc/>
    public static string Name => "softplus";

    /// <inheritdoc/>
    public static int Cost => 9;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V scaled = x * _beta.Lanes<V, T>();
        return V.Select(V.Greater(scaled, _threshold.Lanes<V, T>()), x, VectorMath.Softplus<V, T>(scaled) / _beta.Lanes<V, T>());
    }
}

/// <summary>a · σ(beta · b), and a itself where beta · b is above the threshold: a is the upstream gradient, b the input.</summary>
/// <param name="beta">As forward.</param>
/// <param name="threshold">As forward.</param>
public readonly struct SoftplusBackwardKernel(double beta, double threshold) : IBinaryKernel
{
    private readonly Parameter _beta = new(beta);
    private readonly Parameter _threshold = new(threshold);

    /// <inheritdoc/>
    public static string Name => "softplus_backward";

    /// <inheritdoc/>
    public static int Cost => 5;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V scaled = b * _beta.Lanes<V, T>();
        return V.Select(V.Greater(scaled, _threshold.Lanes<V, T>()), a, a * VectorMath.Sigmoid<V, T>(scaled));
    }
}

/// <summary>x · tanh(log(1 + e^x)) (Misra 2019).</summary>
public readonly struct MishKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "mish";

    /// <inheritdoc/>
    public static int Cost => 6;

    /// <inheritdoc/>
    public static bool SinglesInDouble => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.Mish<V, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ForSingle<V, K>(K kernel, V x) where V : struct, ILanes<V, double> where K : struct, IUnaryKernel
    {
        V e = VectorMath.ExpForSingle(V.MinFast(V.Constant(40), V.MaxFast(V.Constant(-600), x)));
        V n = e * (e + 2);
        return x * V.AndNot(n / (n + 2), V.Less(x, V.Constant(-600)));
    }
}

/// <summary>Gradient of <see cref="MishKernel"/>: a is the upstream gradient, b the input.</summary>
public readonly struct MishBackwardKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "mish_backward";

    /// <inheritdoc/>
    public static int Cost => 7;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V e = VectorMath.Exp<V, T>(V.MinFast(V.Constant(20), b));
        V n = e * (e + 2);
        V d = n + 2;
        V tanh = n / d;
        // Derivative of n / (n + 2): 2n' / (n + 2)² with n' = 2e(e + 1); above 20 it has vanished.
        V slope = V.Constant(4) * e * (e + 1) / (d * d);
        return a * V.Fma(b, slope & V.Less(b, V.Constant(20)), tanh);
    }
}
