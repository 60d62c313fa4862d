using System.Runtime.CompilerServices;
using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Normalization;

/// <summary>An activation that runs in the same pass as a normalisation.</summary>
public enum FusedActivation
{
    /// <summary>None.</summary>
    None,

    /// <summary>max(v, 0).</summary>
    ReLU,

    /// <summary>min(max(v, 0), 6).</summary>
    ReLU6,

    /// <summary>v·σ(v).</summary>
    SiLU,
}

/// <summary>A <see cref="FusedActivation"/> as a type, so that loops are compiled for each.</summary>
internal interface IFusedActivation
{
    /// <summary>Whether the value stays as it is.</summary>
    static abstract bool IsNone { get; }

    /// <summary>The activation at <paramref name="v"/>.</summary>
    static abstract V Apply<V, T>(V v) where V : struct, ILanes<V, T> where T : unmanaged;

    /// <summary>The gradient at the input <paramref name="v"/> of the activation from that at its output.</summary>
    static abstract V Back<V, T>(V g, V v) where V : struct, ILanes<V, T> where T : unmanaged;
}

/// <summary>The value itself.</summary>
internal readonly struct FusedNone : IFusedActivation
{
    public static bool IsNone => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V v) where V : struct, ILanes<V, T> where T : unmanaged => v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Back<V, T>(V g, V v) where V : struct, ILanes<V, T> where T : unmanaged => g;
}

/// <summary>max(v, 0); NaN passes both ways.</summary>
internal readonly struct FusedRelu : IFusedActivation
{
    public static bool IsNone => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V v) where V : struct, ILanes<V, T> where T : unmanaged => default(ReluKernel).Invoke<V, T>(v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Back<V, T>(V g, V v) where V : struct, ILanes<V, T> where T : unmanaged => default(ReluBackwardKernel).Invoke<V, T>(g, v);
}

/// <summary>min(max(v, 0), 6).</summary>
internal readonly struct FusedRelu6 : IFusedActivation
{
    public static bool IsNone => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V v) where V : struct, ILanes<V, T> where T : unmanaged => default(Relu6Kernel).Invoke<V, T>(v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Back<V, T>(V g, V v) where V : struct, ILanes<V, T> where T : unmanaged => default(Relu6BackwardKernel).Invoke<V, T>(g, v);
}

/// <summary>v·σ(v), with σ(v) = 1/(1 + e^-v) as it stands: behind a normalisation, whose own rounding is larger, the last bit is not worth the steps that <see cref="SiluKernel"/> takes for it.</summary>
internal readonly struct FusedSilu : IFusedActivation
{
    public static bool IsNone => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V v) where V : struct, ILanes<V, T> where T : unmanaged => v * Sigmoid<V, T>(v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Back<V, T>(V g, V v) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V s = Sigmoid<V, T>(v);
        return g * s * V.Fma(v, V.Constant(1) - s, V.Constant(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Sigmoid<V, T>(V v) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Constant(1) / (VectorMath.Exp<V, T>(-v) + 1);
}
