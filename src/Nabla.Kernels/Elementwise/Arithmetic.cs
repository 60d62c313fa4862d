using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>a + b; integers wrap.</summary>
public readonly struct AddKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "add";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        a + b;
}

/// <summary>a - b; integers wrap.</summary>
public readonly struct SubtractKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "sub";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        a - b;
}

/// <summary>a · b; integers wrap.</summary>
public readonly struct MultiplyKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "mul";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        a * b;
}

/// <summary>a / b of floats: the true quotient.</summary>
public readonly struct DivideKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "div";

    /// <inheritdoc/>
    public static int Cost => 3;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        a / b;
}

/// <summary>a + scale · b, the sum with a scaled second operand (PyTorch's alpha).</summary>
/// <param name="scale">Factor of b.</param>
public readonly struct ScaledAddKernel(double scale) : IBinaryKernel
{
    private readonly Parameter _scale = new(scale);

    /// <inheritdoc/>
    public static string Name => "add_scaled";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        a + (_scale.Lanes<V, T>() * b);
}

/// <summary>-x; unsigned integers wrap.</summary>
public readonly struct NegateKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "neg";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        -x;
}

/// <summary>|x|.</summary>
public readonly struct AbsoluteKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "abs";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Abs(x);
}

/// <summary>x².</summary>
public readonly struct SquareKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "square";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        x * x;
}

/// <summary>1 / x.</summary>
public readonly struct ReciprocalKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "reciprocal";

    /// <inheritdoc/>
    public static int Cost => 3;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Constant(1) / x;
}

/// <summary>x + value.</summary>
/// <param name="value">The addend.</param>
public readonly struct AddScalarKernel(double value) : IUnaryKernel
{
    private readonly Parameter _value = new(value);

    /// <inheritdoc/>
    public static string Name => "add_scalar";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        x + _value.Lanes<V, T>();
}

/// <summary>x · value.</summary>
/// <param name="value">The factor.</param>
public readonly struct MultiplyScalarKernel(double value) : IUnaryKernel
{
    private readonly Parameter _value = new(value);

    /// <inheritdoc/>
    public static string Name => "mul_scalar";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        x * _value.Lanes<V, T>();
}

/// <summary>scale · x + shift, rounded once where the machine can.</summary>
/// <param name="scale">The factor.</param>
/// <param name="shift">The addend.</param>
public readonly struct AffineKernel(double scale, double shift) : IUnaryKernel
{
    private readonly Parameter _scale = new(scale);
    private readonly Parameter _shift = new(shift);

    /// <inheritdoc/>
    public static string Name => "affine";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Fma(x, _scale.Lanes<V, T>(), _shift.Lanes<V, T>());
}
