using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Activations;

/// <summary>x above 0, p·x elsewhere; NaN stays.</summary>
public readonly struct PReluFunction : ILearnedActivation
{
    /// <inheritdoc/>
    public static string Name => "prelu";

    /// <inheritdoc/>
    public static int Cost => 1;

    /// <inheritdoc/>
    public static int Parameters => 1;

    /// <inheritdoc/>
    public static bool SinglesInDouble => false;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V Value<V, T>(V x, V p, V q, V r) where V : struct, ILanes<V, T> where T : unmanaged => V.Select(V.Greater(x, V.Zero), x, x * p);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V ValueForSingle<V>(V x, V p, V q, V r) where V : struct, ILanes<V, double> => Value<V, double>(x, p, q, r);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V Slopes<V, T>(V x, V p, V q, V r, out V dp, out V dq, out V dr) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V positive = V.Greater(x, V.Zero);
        dp = V.AndNot(x, positive);
        dq = dr = V.Zero;
        return V.Select(positive, V.Constant(1), p);
    }
}

/// <summary>x·σ(p·x). With s = σ(p·x): slopes s + p·x·s(1 - s) and x²·s(1 - s).</summary>
public readonly struct SwishFunction : ILearnedActivation
{
    /// <inheritdoc/>
    public static string Name => "swish_learned";

    /// <inheritdoc/>
    public static int Cost => 6;

    /// <inheritdoc/>
    public static int Parameters => 1;

    /// <inheritdoc/>
    public static bool SinglesInDouble => false;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V Value<V, T>(V x, V p, V q, V r) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V v = x * p, low = VectorMath.ProductError<V, T>(x, p, v);
        return typeof(T) == typeof(float) ? VectorMath.GatedQuick<V, T>(x, v, low) : VectorMath.Gated<V, T>(x, v, low);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V ValueForSingle<V>(V x, V p, V q, V r) where V : struct, ILanes<V, double> => VectorMath.GatedForSingle(x, x * p);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V Slopes<V, T>(V x, V p, V q, V r, out V dp, out V dq, out V dr) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V s = LogisticWithSlope<V, T>(x * p, out V bell);
        dp = x * bell * x;
        dq = dr = V.Zero;
        return V.Fma(x * p, bell, s);
    }

    /// <summary>σ(v) and its slope σ(v)(1 - σ(v)), both from the smaller of σ(v) and σ(-v), so that neither cancels.</summary>
    [MethodImpl(AggressiveInlining)]
    internal static V LogisticWithSlope<V, T>(V v, out V slope) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V magnitude = V.Abs(v);
        V small = V.AndNot(VectorMath.Gate<V, T>(-magnitude), V.GreaterOrEqual(magnitude, V.Constant(typeof(T) == typeof(float) ? 87 : 708)));
        V large = V.Constant(1) - small;
        slope = small * large;
        return V.Select(V.Less(v, V.Zero), small, large);
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
    public static int Parameters => 1;

    /// <inheritdoc/>
    public static bool SinglesInDouble => true;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V Value<V, T>(V x, V p, V q, V r) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V v = x * p, inverse = V.Constant(1) / p;
        V square = VectorMath.SinSquared<V, T>(v, VectorMath.ProductError<V, T>(x, p, v), out V rest);
        V y = V.Fma(square, inverse, x);
        rest = V.Fma(square, V.Fma(-p, inverse, V.Constant(1)) * inverse, rest * inverse);
        return y + (V.Fma(square, inverse, x - y) + rest);
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V ValueForSingle<V>(V x, V p, V q, V r) where V : struct, ILanes<V, double> =>
        V.Fma(VectorMath.SinSquaredForSingle(x * p), V.Constant(1) / p, x);

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V Slopes<V, T>(V x, V p, V q, V r, out V dp, out V dq, out V dr) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V v = x * p, s = VectorMath.Sin<V, T>(v), twice = VectorMath.Sin<V, T>(v + v);
        dp = ((x * twice) - (s * s / p)) / p;
        dq = dr = V.Zero;
        return twice + 1;
    }
}
