using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>1 / (1 + e^-x), at most 1.9 ulp (float), 1.3 ulp (double).</summary>
public readonly struct SigmoidKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "sigmoid";

    /// <inheritdoc/>
    public static int Cost => 5;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.Sigmoid<V, T>(x);

    /// <inheritdoc/>
    public static bool SinglesInDouble => GatedSingle.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ForSingle<V, K>(K kernel, V x) where V : struct, ILanes<V, double> where K : struct, IUnaryKernel =>
        VectorMath.GatedForSingle(V.Constant(1), x);

    /// <inheritdoc/>
    public static bool HasQuick => GatedSingle.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Quick<K>(K kernel, Vector256<float> x, out Vector256<float> outside) where K : struct, IUnaryKernel
    {
        outside = GatedSingle.Outside(x);
        return Vector256<float>.One / GatedSingle.OnePlusExp(x);
    }
}

/// <summary>a · b · (1 - b): a is the upstream gradient, b the output.</summary>
public readonly struct SigmoidBackwardKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "sigmoid_backward";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        a * ((V.Constant(1) - b) * b);
}

/// <summary>log σ(x) = min(x, 0) - log(1 + e^-|x|).</summary>
public readonly struct LogSigmoidKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "logsigmoid";

    /// <inheritdoc/>
    public static int Cost => 9;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Min(x, V.Zero) - VectorMath.LogOnePlusExpOfMinusAbs<V, T>(x);
}

/// <summary>a · σ(-b): a is the upstream gradient, b the input.</summary>
public readonly struct LogSigmoidBackwardKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "logsigmoid_backward";

    /// <inheritdoc/>
    public static int Cost => 5;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        a * VectorMath.Sigmoid<V, T>(-b);
}

/// <summary>x · σ(x); at most 1.9 ulp (float), 1 ulp (double).</summary>
public readonly struct SiluKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "silu";

    /// <inheritdoc/>
    public static int Cost => 5;

    /// <inheritdoc/>
    public static bool SinglesInDouble => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.Gated<V, T>(x, x, V.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ForSingle<V, K>(K kernel, V x) where V : struct, ILanes<V, double> where K : struct, IUnaryKernel =>
        VectorMath.GatedForSingle(x, x);

    /// <inheritdoc/>
    public static bool HasQuick => GatedSingle.IsSupported;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Quick<K>(K kernel, Vector256<float> x, out Vector256<float> outside) where K : struct, IUnaryKernel
    {
        outside = GatedSingle.Outside(x);
        return x / GatedSingle.OnePlusExp(x);
    }
}

/// <summary>a · σ(b) · (1 + b · (1 - σ(b))): a is the upstream gradient, b the input.</summary>
public readonly struct SiluBackwardKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "silu_backward";

    /// <inheritdoc/>
    public static int Cost => 5;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V s = VectorMath.Gate<V, T>(b);
        return a * s * V.Fma(b, V.Constant(1) - s, V.Constant(1));
    }
}

/// <summary>min(max(x + 3, 0), 6) / 6; NaN stays.</summary>
public readonly struct HardSigmoidKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "hardsigmoid";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Clamp(x + 3, 0, 6) * (1 / 6.0);
}

/// <summary>a / 6 where the input b is inside (-3, 3), else 0.</summary>
public readonly struct HardSigmoidBackwardKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "hardsigmoid_backward";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        (a * (1 / 6.0)) & V.Greater(b, V.Constant(-3)) & V.Less(b, V.Constant(3));
}

/// <summary>x · min(max(x + 3, 0), 6) / 6.</summary>
public readonly struct HardSwishKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "hardswish";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        x * (V.Clamp(x + 3, 0, 6) / V.Constant(6));
}

/// <summary>Gradient of <see cref="HardSwishKernel"/>: a is the upstream gradient, b the input.</summary>
public readonly struct HardSwishBackwardKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "hardswish_backward";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V middle = a * V.Fma(b, 1 / 3.0, V.Constant(0.5));
        return V.Select(V.Less(b, V.Constant(-3)), V.Zero, V.Select(V.LessOrEqual(b, V.Constant(3)), middle, a));
    }
}
