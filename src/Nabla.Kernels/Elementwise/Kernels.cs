using System.Runtime.Intrinsics;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>What every elementwise kernel has.</summary>
public interface IKernel
{
    /// <summary>Short lower-case name, for error messages and benchmarks.</summary>
    static abstract string Name { get; }

    /// <summary>
    /// Rough price of one vector of values, an addition being 1: decides how finely work is shared among threads and how far loops are unrolled.
    /// </summary>
    static virtual int Cost => 1;
}

/// <summary>y = f(x), lane by lane. Parameters are fields of the implementing struct.</summary>
public interface IUnaryKernel : IKernel
{
    /// <summary>
    /// Whether floats are computed in double lanes and rounded once at the end: for formulas whose intermediate roundings would cost more
    /// than two units in the last place.
    /// </summary>
    static virtual bool SinglesInDouble => false;

    /// <summary>The values of the function at <paramref name="x"/>; for a predicate, a mask.</summary>
    V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged;

    /// <summary>
    /// The formula behind <see cref="SinglesInDouble"/>, good to about 30 bits: the double formula itself unless the kernel has a shorter one.
    /// </summary>
    static virtual V ForSingle<V, K>(K kernel, V x) where V : struct, ILanes<V, double> where K : struct, IUnaryKernel => kernel.Invoke<V, double>(x);

    /// <summary>Whether <see cref="Quick"/> can run on this machine.</summary>
    static virtual bool HasQuick => false;

    /// <summary>
    /// A formula in single precision that is as exact as <see cref="SinglesInDouble"/> asks for, for a part of the range.
    /// </summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="x">Arguments.</param>
    /// <param name="outside">Mask of the arguments that lie outside that part, and take the way through double lanes.</param>
    static virtual Vector256<float> Quick<K>(K kernel, Vector256<float> x, out Vector256<float> outside) where K : struct, IUnaryKernel
    {
        outside = Vector256<float>.AllBitsSet;
        return x;
    }

    /// <summary>Whether <see cref="QuickPair"/> is worth more than <see cref="Quick"/> twice; a short formula needs no company and keeps its registers.</summary>
    static virtual bool HasQuickPair => false;

    /// <summary>The same of two vectors, in place: kernels with many constants read each of them once for both.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="x">Arguments, then values.</param>
    /// <param name="y">More of them.</param>
    /// <param name="outside">Not zero in a lane if one of its two arguments lies outside the part for which <see cref="Quick"/> holds.</param>
    static virtual void QuickPair<K>(K kernel, ref Vector256<float> x, ref Vector256<float> y, out Vector256<float> outside) where K : struct, IUnaryKernel
    {
        x = K.Quick(kernel, x, out outside);
        y = K.Quick(kernel, y, out Vector256<float> more);
        outside |= more;
    }
}

/// <summary>y = f(a, b), lane by lane.</summary>
public interface IBinaryKernel : IKernel
{
    /// <summary>Whether <see cref="Quick"/> can run on this machine.</summary>
    static virtual bool HasQuick => false;

    /// <summary>A shorter formula for floats that holds for a part of the range.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="a">First arguments.</param>
    /// <param name="b">Second arguments.</param>
    /// <param name="outside">Mask of the arguments that lie outside that part, for which <see cref="Invoke"/> is called.</param>
    static virtual Vector256<float> Quick<K>(K kernel, Vector256<float> a, Vector256<float> b, out Vector256<float> outside) where K : struct, IBinaryKernel
    {
        outside = Vector256<float>.AllBitsSet;
        return a;
    }

    /// <summary>Whether <see cref="QuickPair"/> is worth more than <see cref="Quick"/> twice; a short formula needs no company and keeps its registers.</summary>
    static virtual bool HasQuickPair => false;

    /// <summary>The same of two vectors: kernels with many constants read each of them once for both.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="a">First arguments, then values.</param>
    /// <param name="c">More of them.</param>
    /// <param name="b">Second arguments of <paramref name="a"/>.</param>
    /// <param name="d">Second arguments of <paramref name="c"/>.</param>
    /// <param name="outside">Not zero in a lane if one of its two results lies outside the part for which <see cref="Quick"/> holds.</param>
    static virtual void QuickPair<K>(K kernel, ref Vector256<float> a, ref Vector256<float> c, Vector256<float> b, Vector256<float> d, out Vector256<float> outside) where K : struct, IBinaryKernel
    {
        a = K.Quick(kernel, a, b, out outside);
        c = K.Quick(kernel, c, d, out Vector256<float> more);
        outside |= more;
    }

    /// <summary>The values of the function at (<paramref name="a"/>, <paramref name="b"/>); for a comparison, a mask.</summary>
    V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged;
}

/// <summary>y = f(a, b, c), lane by lane.</summary>
public interface ITernaryKernel : IKernel
{
    /// <summary>The values of the function at (<paramref name="a"/>, <paramref name="b"/>, <paramref name="c"/>).</summary>
    V Invoke<V, T>(V a, V b, V c) where V : struct, ILanes<V, T> where T : unmanaged;
}
