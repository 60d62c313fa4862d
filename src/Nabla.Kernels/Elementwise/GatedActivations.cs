using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>x · σ(beta·x): Swish (Ramachandran and others 2017); with 1.702 QuickGELU.</summary>
/// <param name="beta">Sharpness of the gate.</param>
public readonly struct SwishKernel(double beta) : IUnaryKernel
{
    private readonly Parameter _beta = new(beta);

    /// <inheritdoc/>
    public static string Name => "swish";

    /// <inheritdoc/>
    public static int Cost => 6;

    /// <inheritdoc/>
    public static bool SinglesInDouble => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V beta = _beta.Lanes<V, T>();
        V v = x * beta;
        return VectorMath.Gated<V, T>(x, v, VectorMath.ProductError<V, T>(x, beta, v));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ForSingle<V, K>(K kernel, V x) where V : struct, ILanes<V, double> where K : struct, IUnaryKernel =>
        VectorMath.GatedForSingle(x, x * Unsafe.BitCast<K, SwishKernel>(kernel)._beta.Lanes<V, double>());
}

/// <summary>a · σ(v)(1 + v(1 - σ(v))) with v = beta·b: a is the upstream gradient, b the input.</summary>
/// <param name="beta">As forward.</param>
public readonly struct SwishBackwardKernel(double beta) : IBinaryKernel
{
    private readonly Parameter _beta = new(beta);

    /// <inheritdoc/>
    public static string Name => "swish_backward";

    /// <inheritdoc/>
    public static int Cost => 6;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V v = b * _beta.Lanes<V, T>();
        V s = VectorMath.Gate<V, T>(v);
        return a * s * V.Fma(v, V.Constant(1) - s, V.Constant(1));
    }
}

/// <summary>max(x, 0)²; NaN stays (So and others 2021).</summary>
public readonly struct SquaredReluKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "squared_relu";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V y = V.MaxFast(V.Zero, x);
        return y * y;
    }
}

/// <summary>x · tanh(e^x) (Liu and Di 2020).</summary>
public readonly struct TanhExpKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "tanhexp";

    /// <inheritdoc/>
    public static int Cost => 10;

    /// <inheritdoc/>
    public static bool SinglesInDouble => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.TanhExp<V, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ForSingle<V, K>(K kernel, V x) where V : struct, ILanes<V, double> where K : struct, IUnaryKernel
    {
        x = V.MaxFast(V.Constant(-800), x);
        return x * VectorMath.Tanh<V, double>(VectorMath.Exp<V, double>(V.MinFast(V.Constant(4), x)));
    }
}

/// <summary>x · erf(log(1 + e^x)) (Nag and Bhattacharyya 2021).</summary>
public readonly struct SerfKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "serf";

    /// <inheritdoc/>
    public static int Cost => 16;

    /// <inheritdoc/>
    public static bool SinglesInDouble => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.Serf<V, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ForSingle<V, K>(K kernel, V x) where V : struct, ILanes<V, double> where K : struct, IUnaryKernel
    {
        x = V.MaxFast(V.Constant(-800), x);
        V y = x;
        VectorMath.SoftplusCall<V, double>(ref y);
        return x * VectorMath.Erf<V, double>(y);
    }
}

/// <summary>½x · min(max(x + 2, 0), 2).</summary>
public readonly struct HardMishKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "hardmish";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        x * (V.Clamp(x + 2, 0, 2) * 0.5);
}

/// <summary>x + sin²(alpha·x) / alpha (Ziyin and others 2020).</summary>
/// <param name="alpha">Frequency, not 0.</param>
public readonly struct SnakeKernel(double alpha) : IUnaryKernel
{
    private readonly Parameter _alpha = new(alpha);
    private readonly Parameter _inverse = new(1 / alpha);
    private readonly Parameter _inverseRest = new(Math.FusedMultiplyAdd(-alpha, 1 / alpha, 1) / alpha);

    /// <inheritdoc/>
    public static string Name => "snake";

    /// <inheritdoc/>
    public static int Cost => 10;

    /// <inheritdoc/>
    public static bool SinglesInDouble => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            V s = VectorMath.Sin<V, T>(x * _alpha.Lanes<V, T>());
            return V.Fma(s * s, _inverse.Lanes<V, T>(), x);
        }
        V alpha = _alpha.Lanes<V, T>();
        V v = x * alpha;
        V square = VectorMath.SinSquared<V, T>(v, VectorMath.ProductError<V, T>(x, alpha, v), out V rest);
        V y = V.Fma(square, _inverse.Lanes<V, T>(), x);
        rest = V.Fma(square, _inverseRest.Lanes<V, T>(), rest * _inverse.Lanes<V, T>());
        return y + (V.Fma(square, _inverse.Lanes<V, T>(), x - y) + rest);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ForSingle<V, K>(K kernel, V x) where V : struct, ILanes<V, double> where K : struct, IUnaryKernel
    {
        SnakeKernel snake = Unsafe.BitCast<K, SnakeKernel>(kernel);
        return V.Fma(VectorMath.SinSquaredForSingle(x * snake._alpha.Lanes<V, double>()), snake._inverse.Lanes<V, double>(), x);
    }
}

/// <summary>½((1 + slope)x + (1 - slope)x · erf(mu(1 - slope)x)): a smooth leaky rectifier (Biswas and others 2021).</summary>
/// <param name="slope">Slope for x to -∞.</param>
/// <param name="mu">Sharpness of the corner.</param>
public readonly struct SmuKernel(double slope, double mu) : IUnaryKernel
{
    private readonly Parameter _slope = new(slope);
    private readonly Parameter _half = new((1 - slope) / 2);
    private readonly Parameter _sharp = new(mu * (1 - slope));

    /// <inheritdoc/>
    public static string Name => "smu";

    /// <inheritdoc/>
    public static int Cost => 12;

    /// <inheritdoc/>
    public static bool SinglesInDouble => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        // (1 + s + (1 - s)·erf z) / 2 is s + (1 - s)/2 · erfc(-z), which keeps its digits where erf z is near -1.
        V gate = VectorMath.Erfc<V, T>(-(x * _sharp.Lanes<V, T>()));
        return x * V.Fma(gate, _half.Lanes<V, T>(), _slope.Lanes<V, T>());
    }
}
