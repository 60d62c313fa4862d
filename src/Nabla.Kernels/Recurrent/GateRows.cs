using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Recurrent;

/// <summary>Gates of a row in place, one function a loop: iterations do not wait for each other.</summary>
internal static unsafe class GateRows
{
    /// <summary>x = σ(x).</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Sigmoid<V, T>(T* x, nint count) where V : struct, ILanes<V, T> where T : unmanaged
    {
        nint j = 0;
        for (; j <= count - V.Count; j += V.Count)
            V.Store(x + j, VectorMath.Gate<V, T>(V.Load(x + j)));
        for (; j < count; j++)
            Lanes1<T>.Store(x + j, VectorMath.Gate<Lanes1<T>, T>(Lanes1<T>.Load(x + j)));
    }

    /// <summary>x = σ(x + y).</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void SigmoidOfSum<V, T>(T* x, T* y, nint count) where V : struct, ILanes<V, T> where T : unmanaged
    {
        nint j = 0;
        for (; j <= count - V.Count; j += V.Count)
            V.Store(x + j, VectorMath.Gate<V, T>(V.Load(x + j) + V.Load(y + j)));
        for (; j < count; j++)
            Lanes1<T>.Store(x + j, VectorMath.Gate<Lanes1<T>, T>(Lanes1<T>.Load(x + j) + Lanes1<T>.Load(y + j)));
    }

    /// <summary>x = tanh(x).</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Tanh<V, T>(T* x, nint count) where V : struct, ILanes<V, T> where T : unmanaged
    {
        nint j = 0;
        for (; j <= count - V.Count; j += V.Count)
            V.Store(x + j, VectorMath.Squash<V, T>(V.Load(x + j)));
        for (; j < count; j++)
            Lanes1<T>.Store(x + j, VectorMath.Squash<Lanes1<T>, T>(Lanes1<T>.Load(x + j)));
    }
}
