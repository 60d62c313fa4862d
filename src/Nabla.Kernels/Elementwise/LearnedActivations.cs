using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Elementwise;

/// <summary>An activation f(x, p) with a learned parameter, and its two slopes; written once for forward and backward passes.</summary>
public interface ILearnedActivation
{
    /// <summary>Short lower-case name.</summary>
    static abstract string Name { get; }

    /// <summary>Rough price of one vector of values, an addition being 1.</summary>
    static abstract int Cost { get; }

    /// <summary>f(x, p).</summary>
    V Value<V, T>(V x, V p) where V : struct, ILanes<V, T> where T : unmanaged;

    /// <summary>∂f/∂x.</summary>
    V InputSlope<V, T>(V x, V p) where V : struct, ILanes<V, T> where T : unmanaged;

    /// <summary>∂f/∂p.</summary>
    V ParameterSlope<V, T>(V x, V p) where V : struct, ILanes<V, T> where T : unmanaged;
}

/// <summary>f(a, b), with b the parameter.</summary>
/// <param name="function">The activation.</param>
public readonly struct LearnedKernel<TFunction>(TFunction function) : IBinaryKernel where TFunction : struct, ILearnedActivation
{
    /// <inheritdoc/>
    public static string Name => TFunction.Name;

    /// <inheritdoc/>
    public static int Cost => TFunction.Cost;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged => function.Value<V, T>(a, b);
}

/// <summary>a · ∂f/∂x at (b, c): a is the upstream gradient, b the input, c the parameter.</summary>
/// <param name="function">The activation.</param>
public readonly struct LearnedInputKernel<TFunction>(TFunction function) : ITernaryKernel where TFunction : struct, ILearnedActivation
{
    /// <inheritdoc/>
    public static string Name => TFunction.Name + "_backward";

    /// <inheritdoc/>
    public static int Cost => TFunction.Cost;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V Invoke<V, T>(V a, V b, V c) where V : struct, ILanes<V, T> where T : unmanaged => a * function.InputSlope<V, T>(b, c);
}

/// <summary>a · ∂f/∂p at (b, c): a is the upstream gradient, b the input, c the parameter.</summary>
/// <param name="function">The activation.</param>
public readonly struct LearnedParameterKernel<TFunction>(TFunction function) : ITernaryKernel where TFunction : struct, ILearnedActivation
{
    /// <inheritdoc/>
    public static string Name => TFunction.Name + "_parameter_backward";

    /// <inheritdoc/>
    public static int Cost => TFunction.Cost;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V Invoke<V, T>(V a, V b, V c) where V : struct, ILanes<V, T> where T : unmanaged => a * function.ParameterSlope<V, T>(b, c);
}

/// <summary>x above 0, p·x elsewhere; NaN stays.</summary>
public readonly struct PReluFunction : ILearnedActivation
{
    /// <inheritdoc/>
    public static string Name => "prelu";

    /// <inheritdoc/>
    public static int Cost => 1;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V Value<V, T>(V x, V p) where V : struct, ILanes<V, T> where T : unmanaged => V.Select(V.Greater(x, V.Zero), x, x * p);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V InputSlope<V, T>(V x, V p) where V : struct, ILanes<V, T> where T : unmanaged => V.Select(V.Greater(x, V.Zero), V.Constant(1), p);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V ParameterSlope<V, T>(V x, V p) where V : struct, ILanes<V, T> where T : unmanaged => V.AndNot(x, V.Greater(x, V.Zero));
}

/// <summary>x·σ(p·x). With s = σ(p·x): slopes s(1 + p·x(1 - s)) and x²·s(1 - s).</summary>
public readonly struct SwishFunction : ILearnedActivation
{
    /// <inheritdoc/>
    public static string Name => "swish_learned";

    /// <inheritdoc/>
    public static int Cost => 6;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V Value<V, T>(V x, V p) where V : struct, ILanes<V, T> where T : unmanaged => x * VectorMath.Sigmoid<V, T>(x * p);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V InputSlope<V, T>(V x, V p) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V v = x * p, s = VectorMath.Gate<V, T>(v);
        return s * V.Fma(v, V.Constant(1) - s, V.Constant(1));
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V ParameterSlope<V, T>(V x, V p) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V s = VectorMath.Gate<V, T>(x * p);
        return x * s * x * (V.Constant(1) - s);
    }
}

/// <summary>x + sin²(p·x)/p. Slopes 1 + sin 2px and (x·sin 2px - sin²(px)/p)/p.</summary>
public readonly struct SnakeFunction : ILearnedActivation
{
    /// <inheritdoc/>
    public static string Name => "snake_learned";

    /// <inheritdoc/>
    public static int Cost => 12;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V Value<V, T>(V x, V p) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V s = VectorMath.Sin<V, T>(x * p);
        return x + (s * s / p);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V InputSlope<V, T>(V x, V p) where V : struct, ILanes<V, T> where T : unmanaged => VectorMath.Sin<V, T>(x * p * 2) + 1;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V ParameterSlope<V, T>(V x, V p) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V v = x * p, s = VectorMath.Sin<V, T>(v);
        return ((x * VectorMath.Sin<V, T>(v * 2)) - (s * s / p)) / p;
    }
}
