using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Fourier;

/// <summary>Between the spectrum of n real numbers and that of n/2 complex ones, which are their even and odd samples. Vectors and single values take the same steps.</summary>
/// <remarks>With w_k = exp(-2πi·k/n), m = n/2: the even samples have the transform E_k = (Z_k + conj Z_{m-k}) / 2, the odd ones G_k = (Z_k - conj Z_{m-k}) / 2i.</remarks>
internal static unsafe class HalfSpectrum
{
    /// <summary>w_k for k = 0..n/4: real parts, then imaginary parts.</summary>
    public static T[] Roots<T>(long n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long count = (n / 4) + 1;
        T[] roots = new T[2 * count];
        for (long k = 0; k < count; k++)
        {
            (double s, double c) = Math.SinCos(-2 * Math.PI * k / n);
            (roots[k], roots[count + k]) = (T.CreateChecked(c), T.CreateChecked(s));
        }
        return roots;
    }

    /// <summary>X_k = E_k + w_k·G_k and X_{m-k} = conj(E_k - w_k·G_k), for k = 0..m, as pairs.</summary>
    /// <param name="re">Real parts of Z, m of them.</param>
    /// <param name="im">Imaginary parts of Z.</param>
    /// <param name="m">n/2.</param>
    /// <param name="roots">From <see cref="Roots"/>.</param>
    /// <param name="scale">Factor of the result.</param>
    /// <param name="to">m + 1 pairs.</param>
    [MethodImpl(AggressiveOptimization)]
    public static void Unpack<T>(T* re, T* im, long m, T* roots, T scale, T* to)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* sines = roots + (m / 2) + 1;
        T half = T.CreateChecked(0.5) * scale;
        to[0] = (re[0] + im[0]) * scale;
        to[1] = T.Zero;
        to[2 * m] = (re[0] - im[0]) * scale;
        to[(2 * m) + 1] = T.Zero;
        long k = 1;
        if (Vector128.IsHardwareAccelerated)
        {
            Vector128<T> factor = Vector128.Create(half);
            for (int lanes = Vector128<T>.Count; k + lanes - 1 <= m / 2; k += lanes)
            {
                long mirror = m - k - lanes + 1;
                Vector128<T> ar = Vector128.Load(re + k), ai = Vector128.Load(im + k), wr = Vector128.Load(roots + k), wi = Vector128.Load(sines + k);
                Vector128<T> br = FourierShuffle.Reverse(Vector128.Load(re + mirror)), bi = FourierShuffle.Reverse(Vector128.Load(im + mirror));
                Vector128<T> er = ar + br, ei = ai - bi, gr = ai + bi, gi = br - ar;
                Vector128<T> tr = (gr * wr) - (gi * wi), ti = (gr * wi) + (gi * wr);
                FourierShuffle.Pairs((er + tr) * factor, (ei + ti) * factor, to + (2 * k));
                FourierShuffle.Pairs(FourierShuffle.Reverse((er - tr) * factor), FourierShuffle.Reverse((ti - ei) * factor), to + (2 * mirror));
            }
        }
        for (; k <= m / 2; k++)
        {
            long mirror = m - k;
            T er = re[k] + re[mirror], ei = im[k] - im[mirror], gr = im[k] + im[mirror], gi = re[mirror] - re[k];
            T wr = roots[k], wi = sines[k], tr = (gr * wr) - (gi * wi), ti = (gr * wi) + (gi * wr);
            to[2 * k] = (er + tr) * half;
            to[(2 * k) + 1] = (ei + ti) * half;
            to[2 * mirror] = (er - tr) * half;
            to[(2 * mirror) + 1] = (ti - ei) * half;
        }
    }

    /// <summary>2·Z_k = (X_k + conj X_{m-k}) + i·(X_k - conj X_{m-k})·conj w_k, for k = 0..m - 1.</summary>
    /// <param name="from">m + 1 pairs; the imaginary parts of the first and the last are not read.</param>
    /// <param name="m">n/2.</param>
    /// <param name="roots">From <see cref="Roots"/>.</param>
    /// <param name="re">Receives the real parts, m of them.</param>
    /// <param name="im">Receives the imaginary parts.</param>
    [MethodImpl(AggressiveOptimization)]
    public static void Pack<T>(T* from, long m, T* roots, T* re, T* im)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* sines = roots + (m / 2) + 1;
        re[0] = from[0] + from[2 * m];
        im[0] = from[0] - from[2 * m];
        long k = 1;
        if (Vector128.IsHardwareAccelerated)
        {
            for (int lanes = Vector128<T>.Count; k + lanes - 1 <= m / 2; k += lanes)
            {
                long mirror = m - k - lanes + 1;
                FourierShuffle.Parts(from + (2 * k), out Vector128<T> ar, out Vector128<T> ai);
                FourierShuffle.Parts(from + (2 * mirror), out Vector128<T> br, out Vector128<T> bi);
                br = FourierShuffle.Reverse(br);
                bi = FourierShuffle.Reverse(bi);
                Vector128<T> wr = Vector128.Load(roots + k), wi = Vector128.Load(sines + k), gr = ar - br, gi = ai + bi;
                Vector128<T> tr = (gr * wr) + (gi * wi), ti = (gi * wr) - (gr * wi);
                (ar + br - ti).Store(re + k);
                (ai - bi + tr).Store(im + k);
                FourierShuffle.Reverse(ar + br + ti).Store(re + mirror);
                FourierShuffle.Reverse(bi - ai + tr).Store(im + mirror);
            }
        }
        for (; k <= m / 2; k++)
        {
            long mirror = m - k;
            T ar = from[2 * k], ai = from[(2 * k) + 1], br = from[2 * mirror], bi = from[(2 * mirror) + 1];
            T gr = ar - br, gi = ai + bi, wr = roots[k], wi = sines[k];
            T tr = (gr * wr) + (gi * wi), ti = (gi * wr) - (gr * wi);
            re[k] = ar + br - ti;
            im[k] = ai - bi + tr;
            re[mirror] = ar + br + ti;
            im[mirror] = bi - ai + tr;
        }
    }
}
