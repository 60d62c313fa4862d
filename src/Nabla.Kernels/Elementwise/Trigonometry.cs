using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>Sine (accuracy: <see cref="VectorMath.Sin"/>).</summary>
public readonly struct SinKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "sin";

    /// <inheritdoc/>
    public static int Cost => 5;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.Sin<V, T>(x);
}

/// <summary>Cosine (accuracy: <see cref="VectorMath.Cos"/>).</summary>
public readonly struct CosKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "cos";

    /// <inheritdoc/>
    public static int Cost => 5;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.Cos<V, T>(x);
}
