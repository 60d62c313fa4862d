using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>a + value · b · c.</summary>
/// <param name="value">Factor of the product.</param>
public readonly struct AddProductKernel(double value) : ITernaryKernel
{
    private readonly Parameter _value = new(value);

    /// <inheritdoc/>
    public static string Name => "addcmul";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b, V c) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Fma(_value.Lanes<V, T>() * b, c, a);
}

/// <summary>a + value · b / c.</summary>
/// <param name="value">Factor of the quotient.</param>
public readonly struct AddQuotientKernel(double value) : ITernaryKernel
{
    private readonly Parameter _value = new(value);

    /// <inheritdoc/>
    public static string Name => "addcdiv";

    /// <inheritdoc/>
    public static int Cost => 3;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b, V c) where V : struct, ILanes<V, T> where T : unmanaged =>
        a + (_value.Lanes<V, T>() * b / c);
}

/// <summary>a · b + c.</summary>
public readonly struct MultiplyAddKernel : ITernaryKernel
{
    /// <inheritdoc/>
    public static string Name => "fma";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b, V c) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Fma(a, b, c);
}

/// <summary>a + c · (b - a), from the nearer end, as in PyTorch.</summary>
public readonly struct LerpKernel : ITernaryKernel
{
    /// <inheritdoc/>
    public static string Name => "lerp";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b, V c) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Select(V.Less(V.Abs(c), V.Constant(0.5)), a + (c * (b - a)), b - ((b - a) * (V.Constant(1) - c)));
}

/// <summary>a + weight · (b - a), from the nearer end, as in PyTorch.</summary>
/// <param name="weight">0 gives a, 1 gives b.</param>
public readonly struct LerpScalarKernel(double weight) : IBinaryKernel
{
    private readonly Parameter _weight = new(weight);
    private readonly bool _near = Math.Abs(weight) < 0.5;

    /// <inheritdoc/>
    public static string Name => "lerp_scalar";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        _near ? a + (_weight.Lanes<V, T>() * (b - a)) : b - ((b - a) * (V.Constant(1) - _weight.Lanes<V, T>()));
}

/// <summary>x above the threshold, a constant elsewhere; NaN stays.</summary>
/// <param name="threshold">Largest value to replace.</param>
/// <param name="value">What replaces it.</param>
public readonly struct ThresholdKernel(double threshold, double value) : IUnaryKernel
{
    private readonly Parameter _threshold = new(threshold);
    private readonly Parameter _value = new(value);

    /// <inheritdoc/>
    public static string Name => "threshold";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Select(V.LessOrEqual(x, _threshold.Lanes<V, T>()), _value.Lanes<V, T>(), x);
}
