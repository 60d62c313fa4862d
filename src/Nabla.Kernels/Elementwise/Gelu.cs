using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>x · Φ(x) with the exact normal distribution function; at most 2 ulp (float), 1 ulp (double).</summary>
public readonly struct GeluKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "gelu";

    /// <inheritdoc/>
    public static int Cost => 8;

    /// <inheritdoc/>
    public static bool SinglesInDouble => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.Gelu<V, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ForSingle<V, K>(K kernel, V x) where V : struct, ILanes<V, double> where K : struct, IUnaryKernel =>
        x * VectorMath.NormalCdfForSingle(x);

    /// <inheritdoc/>
    public static bool HasQuick => GeluSingle.IsSupported;

    /// <inheritdoc/>
    public static bool HasQuickPair => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Quick<K>(K kernel, Vector256<float> x, out Vector256<float> outside) where K : struct, IUnaryKernel
    {
        Vector256<float> same = x;
        QuickPair(kernel, ref x, ref same, out outside);
        return x;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void QuickPair<K>(K kernel, ref Vector256<float> x, ref Vector256<float> y, out Vector256<float> outside) where K : struct, IUnaryKernel
    {
        outside = GeluSingle.Outside(x) | GeluSingle.Outside(y);
        GeluSingle.Value(ref x, ref y);
    }
}

/// <summary>a · (Φ(b) + b · φ(b)): a is the upstream gradient, b the input; the slope errs by at most 4.4 ulp (float; 11 without fused multiply-add), ulp of 1/16 around its zero.</summary>
public readonly struct GeluBackwardKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "gelu_backward";

    /// <inheritdoc/>
    public static int Cost => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V cdf = VectorMath.NormalCdf<V, T>(b, out V bell);
        return a * V.Fma(b * 0.39894228040143267794, bell, cdf);
    }

    /// <inheritdoc/>
    public static bool HasQuick => GeluSingle.IsSupported;

    /// <inheritdoc/>
    public static bool HasQuickPair => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Quick<K>(K kernel, Vector256<float> a, Vector256<float> b, out Vector256<float> outside) where K : struct, IBinaryKernel
    {
        Vector256<float> same = b;
        outside = GeluSingle.Outside(b);
        GeluSingle.Slope(ref b, ref same);
        return a * b;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void QuickPair<K>(K kernel, ref Vector256<float> a, ref Vector256<float> c, Vector256<float> b, Vector256<float> d, out Vector256<float> outside) where K : struct, IBinaryKernel
    {
        outside = GeluSingle.Outside(b) | GeluSingle.Outside(d);
        GeluSingle.Slope(ref b, ref d);
        a *= b;
        c *= d;
    }
}

/// <summary>½x(1 + tanh(√(2/π)(x + 0.044715x³))), computed as x · σ(2√(2/π)(x + 0.044715x³)); at most 0.6 ulp (float), 1 ulp (double).</summary>
public readonly struct GeluTanhKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "gelu_tanh";

    /// <inheritdoc/>
    public static int Cost => 6;

    /// <inheritdoc/>
    public static bool SinglesInDouble => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.GeluTanh<V, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ForSingle<V, K>(K kernel, V x) where V : struct, ILanes<V, double> where K : struct, IUnaryKernel =>
        VectorMath.GatedForSingle(x, x * V.Fma(x * x, 2 * 0.79788456080286535588 * 0.044715, V.Constant(2 * 0.79788456080286535588)));
}

/// <summary>Gradient of <see cref="GeluTanhKernel"/>: a is the upstream gradient, b the input.</summary>
public readonly struct GeluTanhBackwardKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "gelu_tanh_backward";

    /// <inheritdoc/>
    public static int Cost => 6;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V square = b * b;
        V slope = V.Constant(2 * 0.79788456080286535588);
        V s = VectorMath.Gate<V, T>(b * V.Fma(square, 2 * 0.79788456080286535588 * 0.044715, slope));
        V inner = V.Fma(square, 6 * 0.79788456080286535588 * 0.044715, slope);
        return a * V.Fma(b * inner, s * (V.Constant(1) - s), s);
    }
}
