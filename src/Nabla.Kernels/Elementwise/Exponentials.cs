using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>e^x (accuracy: <see cref="VectorMath.Exp"/>).</summary>
public readonly struct ExpKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "exp";

    /// <inheritdoc/>
    public static int Cost => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.Exp<V, T>(x);
}

/// <summary>2^x (accuracy: <see cref="VectorMath.Exp2"/>).</summary>
public readonly struct Exp2Kernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "exp2";

    /// <inheritdoc/>
    public static int Cost => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.Exp2<V, T>(x);
}

/// <summary>e^x - 1 (accuracy: <see cref="VectorMath.ExpM1"/>).</summary>
public readonly struct ExpM1Kernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "expm1";

    /// <inheritdoc/>
    public static int Cost => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.ExpM1<V, T>(x);
}
