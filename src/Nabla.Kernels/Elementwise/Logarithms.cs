using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>Natural logarithm (accuracy: <see cref="VectorMath.Log"/>).</summary>
public readonly struct LogKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "log";

    /// <inheritdoc/>
    public static int Cost => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.Log<V, T>(x);
}

/// <summary>Binary logarithm (accuracy: <see cref="VectorMath.Log2"/>).</summary>
public readonly struct Log2Kernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "log2";

    /// <inheritdoc/>
    public static int Cost => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.Log2<V, T>(x);
}

/// <summary>Decimal logarithm (accuracy: <see cref="VectorMath.Log10"/>).</summary>
public readonly struct Log10Kernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "log10";

    /// <inheritdoc/>
    public static int Cost => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.Log10<V, T>(x);
}

/// <summary>log(1 + x) (accuracy: <see cref="VectorMath.Log1P"/>).</summary>
public readonly struct Log1PKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "log1p";

    /// <inheritdoc/>
    public static int Cost => 5;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.Log1P<V, T>(x);
}

/// <summary>log(e^a + e^b).</summary>
public readonly struct LogAddExpKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "logaddexp";

    /// <inheritdoc/>
    public static int Cost => 10;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V max = V.Max(a, b);
        V distance = V.Abs(a - b);
        V y = max + VectorMath.LogOnePlusExpOfMinusAbs<V, T>(distance);
        return V.Select(V.Equal(a, b) & V.Equal(V.Abs(a), V.Constant(double.PositiveInfinity)), a, y);
    }
}
