using System.Runtime.CompilerServices;
using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Activations;

/// <summary>
/// SMU, x·(slope + (1 - slope)·Φ(u)) with u = √2·p·(1 - slope)·x: a smooth leaky rectifier of learned sharpness (Biswas and others 2021).
/// Slopes slope + (1 - slope)·(Φ(u) + u·φ(u)) and √2·(1 - slope)²·x²·φ(u).
/// </summary>
/// <param name="slope">Slope for x to -∞.</param>
public readonly struct SmuFunction(double slope) : ILearnedActivation
{
    private readonly Parameter _slope = new(slope);
    private readonly Parameter _rest = new(1 - slope);
    private readonly Parameter _half = new((1 - slope) / 2);
    private readonly Parameter _sharp = new(Math.Sqrt(2) * (1 - slope));
    private readonly Parameter _bell = new((1 - slope) * (1 - slope) / Math.Sqrt(Math.PI));

    /// <inheritdoc/>
    public static string Name => "smu_learned";

    /// <inheritdoc/>
    public static int Cost => 12;

    /// <inheritdoc/>
    public static int Parameters => 1;

    /// <inheritdoc/>
    public static bool SinglesInDouble => true;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V Value<V, T>(V x, V p, V q, V r) where V : struct, ILanes<V, T> where T : unmanaged =>
        x * V.Fma(VectorMath.Erfc<V, T>(-(x * (p * _rest.Lanes<V, T>()))), _half.Lanes<V, T>(), _slope.Lanes<V, T>());

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V ValueForSingle<V>(V x, V p, V q, V r) where V : struct, ILanes<V, double> =>
        x * V.Fma(VectorMath.NormalCdfForSingle(x * (p * _sharp.Lanes<V, double>())), _rest.Lanes<V, double>(), _slope.Lanes<V, double>());

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V Slopes<V, T>(V x, V p, V q, V r, out V dp, out V dq, out V dr) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V u = x * (p * _sharp.Lanes<V, T>());
        V cdf = VectorMath.NormalCdf<V, T>(u, out V bell);
        dp = x * (bell * _bell.Lanes<V, T>()) * x;
        dq = dr = V.Zero;
        return V.Fma(V.Fma(u * 0.39894228040143267794, bell, cdf), _rest.Lanes<V, T>(), _slope.Lanes<V, T>());
    }
}

/// <summary>
/// ACON-C, u·σ(v) + q·x with u = (p - q)·x and v = r·u (Ma and others 2021). With s = σ(v), t = s(1 - s) and h = s + v·t:
/// slopes (p - q)·h + q, x·h, x·(1 - h) and u²·t.
/// </summary>
public readonly struct AconFunction : ILearnedActivation
{
    /// <inheritdoc/>
    public static string Name => "acon";

    /// <inheritdoc/>
    public static int Cost => 10;

    /// <inheritdoc/>
    public static int Parameters => 3;

    /// <inheritdoc/>
    public static bool SinglesInDouble => true;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V Value<V, T>(V x, V p, V q, V r) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V u = (p - q) * x, v = r * u;
        return V.Fma(q, x, VectorMath.Gated<V, T>(u, v, VectorMath.ProductError<V, T>(r, u, v)));
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V ValueForSingle<V>(V x, V p, V q, V r) where V : struct, ILanes<V, double>
    {
        V u = (p - q) * x;
        return V.Fma(q, x, VectorMath.GatedForSingle(u, r * u));
    }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public V Slopes<V, T>(V x, V p, V q, V r, out V dp, out V dq, out V dr) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V d = p - q, u = d * x, v = r * u;
        V s = SwishFunction.LogisticWithSlope<V, T>(v, out V bell);
        V h = V.Fma(v, bell, s);
        dp = x * h;
        dq = x - dp;
        dr = u * bell * u;
        return V.Fma(d, h, q);
    }
}
