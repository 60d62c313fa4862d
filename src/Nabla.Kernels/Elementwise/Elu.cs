using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>scale · x above 0, scale · alpha · (e^(inputScale·x) - 1) elsewhere.</summary>
/// <param name="alpha">Limit for x to -∞.</param>
/// <param name="scale">Factor of the whole.</param>
/// <param name="inputScale">Factor inside the exponential.</param>
public readonly struct EluKernel(double alpha, double scale, double inputScale) : IUnaryKernel
{
    private readonly Parameter _negative = new(alpha * scale);
    private readonly Parameter _scale = new(scale);
    private readonly Parameter _inputScale = new(inputScale);

    /// <inheritdoc/>
    public static string Name => "elu";

    /// <inheritdoc/>
    public static int Cost => 5;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V negative = VectorMath.ExpM1NonPositive<V, T>(V.MinFast(V.Zero, x * _inputScale.Lanes<V, T>())) * _negative.Lanes<V, T>();
        return V.Select(V.LessOrEqual(x, V.Zero), negative, x * _scale.Lanes<V, T>());
    }
}

/// <summary>Self-normalising unit (Klambauer and others 2017).</summary>
public readonly struct SeluKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "selu";

    /// <inheritdoc/>
    public static int Cost => 5;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        new EluKernel(1.6732632423543772848, 1.0507009873554804934, 1).Invoke<V, T>(x);
}

/// <summary>max(x, 0) + min(0, alpha · (e^(x/alpha) - 1)).</summary>
/// <param name="alpha">Limit for x to -∞, not 0.</param>
public readonly struct CeluKernel(double alpha) : IUnaryKernel
{
    private readonly EluKernel _elu = new(alpha, 1, 1 / alpha);

    /// <inheritdoc/>
    public static string Name => "celu";

    /// <inheritdoc/>
    public static int Cost => 5;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        _elu.Invoke<V, T>(x);
}

/// <summary>Gradient of <see cref="EluKernel"/>: a is the upstream gradient, b the input.</summary>
/// <param name="alpha">As forward.</param>
/// <param name="scale">As forward.</param>
/// <param name="inputScale">As forward.</param>
public readonly struct EluBackwardKernel(double alpha, double scale, double inputScale) : IBinaryKernel
{
    private readonly Parameter _negative = new(alpha * scale * inputScale);
    private readonly Parameter _scale = new(scale);
    private readonly Parameter _inputScale = new(inputScale);

    /// <inheritdoc/>
    public static string Name => "elu_backward";

    /// <inheritdoc/>
    public static int Cost => 5;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V negative = VectorMath.Exp<V, T>(V.MinFast(V.Zero, b * _inputScale.Lanes<V, T>())) * _negative.Lanes<V, T>();
        return a * V.Select(V.LessOrEqual(b, V.Zero), negative, _scale.Lanes<V, T>());
    }
}
