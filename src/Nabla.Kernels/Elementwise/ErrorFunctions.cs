using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>Error function (accuracy: <see cref="VectorMath.Erf"/>).</summary>
public readonly struct ErfKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "erf";

    /// <inheritdoc/>
    public static int Cost => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.Erf<V, T>(x);
}

/// <summary>Complementary error function ; floats at most 0.7 ulp, doubles as <see cref="VectorMath.Erfc"/>.</summary>
public readonly struct ErfcKernel : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "erfc";

    /// <inheritdoc/>
    public static int Cost => 8;

    /// <inheritdoc/>
    public static bool SinglesInDouble => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        VectorMath.Erfc<V, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ForSingle<V, K>(K kernel, V x) where V : struct, ILanes<V, double> where K : struct, IUnaryKernel =>
        VectorMath.NormalCdfForSingle(x * -1.41421356237309504880) * 2;
}
