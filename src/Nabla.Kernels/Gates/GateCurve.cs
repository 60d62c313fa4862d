using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Gates;

/// <summary>A curve inside a channel gate: behind its first layer, or behind its second.</summary>
public enum GateCurve
{
    /// <summary>max(v, 0).</summary>
    ReLU,

    /// <summary>v·σ(v).</summary>
    SiLU,

    /// <summary>σ(v).</summary>
    Sigmoid,

    /// <summary>v/6 + ½, but 0 at least and 1 at most.</summary>
    Hardsigmoid,
}

/// <summary>A curve with its slope, written once for all lanes.</summary>
internal interface ICurve
{
    /// <summary>f(v), and f'(v) in <paramref name="slope"/>.</summary>
    static abstract V Value<V, T>(V v, out V slope) where V : struct, ILanes<V, T> where T : unmanaged;
}

internal readonly struct ReluCurve : ICurve
{
    public static V Value<V, T>(V v, out V slope)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        slope = V.Select(V.Greater(v, V.Zero), V.Constant(1), V.Zero);
        return V.Max(v, V.Zero);
    }
}

internal readonly struct SiluCurve : ICurve
{
    public static V Value<V, T>(V v, out V slope)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        V s = Activations.SwishFunction.LogisticWithSlope<V, T>(v, out V bell);
        slope = V.Fma(v, bell, s);
        return v * s;
    }
}

internal readonly struct SigmoidCurve : ICurve
{
    public static V Value<V, T>(V v, out V slope)
        where V : struct, ILanes<V, T>
        where T : unmanaged => Activations.SwishFunction.LogisticWithSlope<V, T>(v, out slope);
}

internal readonly struct HardsigmoidCurve : ICurve
{
    public static V Value<V, T>(V v, out V slope)
        where V : struct, ILanes<V, T>
        where T : unmanaged
    {
        slope = V.Select(V.Less(V.Abs(v), V.Constant(3)), V.Constant(1.0 / 6), V.Zero);
        return V.Clamp(V.Fma(v, 1.0 / 6, 0.5), 0, 1);
    }
}
