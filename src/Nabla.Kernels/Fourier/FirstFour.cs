using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Fourier;

/// <summary>The first stage of radix 4: no transforms lie side by side yet, so the lanes hold neighbouring butterflies, and the results are interleaved in registers.</summary>
internal static unsafe class FirstFour
{
    /// <summary>Does whole vectors of butterflies, and says how many it has done; the same operations in the same order as one at a time.</summary>
    public static long Run<T>(long m, T* roots, T* xr, T* xi, T* yr, T* yi)
        where T : unmanaged =>
        Vector256.IsHardwareAccelerated ? Wide(m, roots, xr, xi, yr, yi) : Vector128.IsHardwareAccelerated ? Narrow(m, roots, xr, xi, yr, yi) : 0;

    [MethodImpl(AggressiveOptimization)]
    private static long Wide<T>(long m, T* roots, T* xr, T* xi, T* yr, T* yi)
        where T : unmanaged
    {
        int lanes = Vector256<T>.Count, half = Vector128<T>.Count;
        long p = 0;
        for (; p <= m - lanes; p += lanes)
        {
            Vector256<T> ar = Vector256.Load(xr + p), br = Vector256.Load(xr + p + m), cr = Vector256.Load(xr + p + (2 * m)), dr = Vector256.Load(xr + p + (3 * m));
            Vector256<T> ai = Vector256.Load(xi + p), bi = Vector256.Load(xi + p + m), ci = Vector256.Load(xi + p + (2 * m)), di = Vector256.Load(xi + p + (3 * m));
            Vector256<T> acr = ar + cr, aci = ai + ci, lr = ar - cr, li = ai - ci, bdr = br + dr, bdi = bi + di, tr = bi - di, ti = dr - br;
            Turn(roots, m, 0, p, lr + tr, li + ti, out Vector256<T> y1r, out Vector256<T> y1i);
            Turn(roots, m, 1, p, acr - bdr, aci - bdi, out Vector256<T> y2r, out Vector256<T> y2i);
            Turn(roots, m, 2, p, lr - tr, li - ti, out Vector256<T> y3r, out Vector256<T> y3i);
            Vector256<T> y0r = acr + bdr, y0i = aci + bdi;
            FourierShuffle.Interleave(y0r.GetLower(), y1r.GetLower(), y2r.GetLower(), y3r.GetLower(), yr + (4 * p));
            FourierShuffle.Interleave(y0r.GetUpper(), y1r.GetUpper(), y2r.GetUpper(), y3r.GetUpper(), yr + (4 * (p + half)));
            FourierShuffle.Interleave(y0i.GetLower(), y1i.GetLower(), y2i.GetLower(), y3i.GetLower(), yi + (4 * p));
            FourierShuffle.Interleave(y0i.GetUpper(), y1i.GetUpper(), y2i.GetUpper(), y3i.GetUpper(), yi + (4 * (p + half)));
        }
        return p;
    }

    [MethodImpl(AggressiveOptimization)]
    private static long Narrow<T>(long m, T* roots, T* xr, T* xi, T* yr, T* yi)
        where T : unmanaged
    {
        int lanes = Vector128<T>.Count;
        long p = 0;
        for (; p <= m - lanes; p += lanes)
        {
            Vector128<T> ar = Vector128.Load(xr + p), br = Vector128.Load(xr + p + m), cr = Vector128.Load(xr + p + (2 * m)), dr = Vector128.Load(xr + p + (3 * m));
            Vector128<T> ai = Vector128.Load(xi + p), bi = Vector128.Load(xi + p + m), ci = Vector128.Load(xi + p + (2 * m)), di = Vector128.Load(xi + p + (3 * m));
            Vector128<T> acr = ar + cr, aci = ai + ci, lr = ar - cr, li = ai - ci, bdr = br + dr, bdi = bi + di, tr = bi - di, ti = dr - br;
            Turn(roots, m, 0, p, lr + tr, li + ti, out Vector128<T> y1r, out Vector128<T> y1i);
            Turn(roots, m, 1, p, acr - bdr, aci - bdi, out Vector128<T> y2r, out Vector128<T> y2i);
            Turn(roots, m, 2, p, lr - tr, li - ti, out Vector128<T> y3r, out Vector128<T> y3i);
            FourierShuffle.Interleave(acr + bdr, y1r, y2r, y3r, yr + (4 * p));
            FourierShuffle.Interleave(aci + bdi, y1i, y2i, y3i, yi + (4 * p));
        }
        return p;
    }

    [MethodImpl(AggressiveInlining)]
    private static void Turn<T>(T* roots, long m, int j, long p, Vector256<T> re, Vector256<T> im, out Vector256<T> yr, out Vector256<T> yi)
        where T : unmanaged
    {
        Vector256<T> wr = Vector256.Load(roots + (j * 2 * m) + p), wi = Vector256.Load(roots + (j * 2 * m) + m + p);
        yr = (re * wr) - (im * wi);
        yi = (re * wi) + (im * wr);
    }

    [MethodImpl(AggressiveInlining)]
    private static void Turn<T>(T* roots, long m, int j, long p, Vector128<T> re, Vector128<T> im, out Vector128<T> yr, out Vector128<T> yi)
        where T : unmanaged
    {
        Vector128<T> wr = Vector128.Load(roots + (j * 2 * m) + p), wi = Vector128.Load(roots + (j * 2 * m) + m + p);
        yr = (re * wr) - (im * wi);
        yi = (re * wi) + (im * wr);
    }
}
