using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Gemm;

/// <summary>sum += x·w on a sum that stays in its register: what the inner loops of the convolutions do.</summary>
/// <remarks>
/// <c>sum = TLanes.Fma(TLanes.Load(x), w, sum)</c> gives the same bits, but its results travel through temporaries: the just-in-time compiler loads x by an instruction of its own
/// and moves the sum back to its register after each multiply-add, three instructions where one does (see <see cref="ITileMath{TV, T}"/>). Here nothing is returned, so nothing is moved.
/// </remarks>
internal static unsafe class Accumulate<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    /// <summary>sum += x[0 .. Count)·w.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Add(ref TLanes sum, T* x, TLanes w)
    {
        if (typeof(TLanes) == typeof(Lanes256<float>))
            Unsafe.As<TLanes, Vector256<float>>(ref sum) = Vector256.MultiplyAddEstimate(Unsafe.BitCast<TLanes, Vector256<float>>(w), Vector256.Load((float*)x), Unsafe.As<TLanes, Vector256<float>>(ref sum));
        else if (typeof(TLanes) == typeof(Lanes256<double>))
            Unsafe.As<TLanes, Vector256<double>>(ref sum) = Vector256.MultiplyAddEstimate(Unsafe.BitCast<TLanes, Vector256<double>>(w), Vector256.Load((double*)x), Unsafe.As<TLanes, Vector256<double>>(ref sum));
        else if (typeof(TLanes) == typeof(Lanes512<float>))
            Unsafe.As<TLanes, Vector512<float>>(ref sum) = Vector512.MultiplyAddEstimate(Unsafe.BitCast<TLanes, Vector512<float>>(w), Vector512.Load((float*)x), Unsafe.As<TLanes, Vector512<float>>(ref sum));
        else if (typeof(TLanes) == typeof(Lanes512<double>))
            Unsafe.As<TLanes, Vector512<double>>(ref sum) = Vector512.MultiplyAddEstimate(Unsafe.BitCast<TLanes, Vector512<double>>(w), Vector512.Load((double*)x), Unsafe.As<TLanes, Vector512<double>>(ref sum));
        else
            sum = TLanes.Fma(TLanes.Load(x), w, sum);
    }

    /// <summary>sum += x·w.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Add(ref TLanes sum, TLanes x, TLanes w)
    {
        if (typeof(TLanes) == typeof(Lanes256<float>))
            Unsafe.As<TLanes, Vector256<float>>(ref sum) = Vector256.MultiplyAddEstimate(Unsafe.BitCast<TLanes, Vector256<float>>(x), Unsafe.BitCast<TLanes, Vector256<float>>(w), Unsafe.As<TLanes, Vector256<float>>(ref sum));
        else if (typeof(TLanes) == typeof(Lanes256<double>))
            Unsafe.As<TLanes, Vector256<double>>(ref sum) = Vector256.MultiplyAddEstimate(Unsafe.BitCast<TLanes, Vector256<double>>(x), Unsafe.BitCast<TLanes, Vector256<double>>(w), Unsafe.As<TLanes, Vector256<double>>(ref sum));
        else if (typeof(TLanes) == typeof(Lanes512<float>))
            Unsafe.As<TLanes, Vector512<float>>(ref sum) = Vector512.MultiplyAddEstimate(Unsafe.BitCast<TLanes, Vector512<float>>(x), Unsafe.BitCast<TLanes, Vector512<float>>(w), Unsafe.As<TLanes, Vector512<float>>(ref sum));
        else if (typeof(TLanes) == typeof(Lanes512<double>))
            Unsafe.As<TLanes, Vector512<double>>(ref sum) = Vector512.MultiplyAddEstimate(Unsafe.BitCast<TLanes, Vector512<double>>(x), Unsafe.BitCast<TLanes, Vector512<double>>(w), Unsafe.As<TLanes, Vector512<double>>(ref sum));
        else
            sum = TLanes.Fma(x, w, sum);
    }
}
