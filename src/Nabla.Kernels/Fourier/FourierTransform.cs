using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Fourier;

/// <summary>Transforms of many rows: complex to complex, real to half-complex and back. Complex numbers are pairs in memory.</summary>
/// <typeparam name="T">float or double.</typeparam>
public static unsafe class FourierTransform<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly ConcurrentDictionary<long, T[]> Roots = new();

    /// <summary>Y_k = scale·Σ x_t·exp(∓2πi·k·t/n) for every row of n complex numbers.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="n">Length of a row.</param>
    /// <param name="inverse">Positive exponent.</param>
    /// <param name="scale">Factor of the result.</param>
    /// <param name="x">Input, pairs.</param>
    /// <param name="y">Output, pairs; may be the input.</param>
    public static void Complex(long rows, long n, bool inverse, T scale, T* x, T* y)
    {
        ComplexRows body = new(FourierPlan<T>.Of(n), inverse, scale, x, y);
        WorkPool.For(rows, Grain(n), ref body);
    }

    /// <summary>The first n/2 + 1 values of the transform of every row of n real numbers.</summary>
    public static void Real(long rows, long n, T scale, T* x, T* y)
    {
        RealRows body = new(FourierPlan<T>.Of(Packs(n) ? n / 2 : n), n, scale, x, y);
        WorkPool.For(rows, Grain(n), ref body);
    }

    /// <summary>n real numbers from the first n/2 + 1 values of a row that is its own mirrored conjugate, with positive exponent.</summary>
    public static void InverseReal(long rows, long n, T scale, T* x, T* y)
    {
        InverseRealRows body = new(FourierPlan<T>.Of(Packs(n) ? n / 2 : n), n, scale, x, y);
        WorkPool.For(rows, Grain(n), ref body);
    }

    /// <summary>An even row is transformed as half as many complex numbers.</summary>
    private static bool Packs(long n) => n % 2 == 0;

    private static long Grain(long n) => Math.Max(1, 16384 / n);

    private static T* Allocate(long count) => (T*)NativeMemory.AlignedAlloc((nuint)(count * sizeof(T)), 64);

    private readonly struct ComplexRows(FourierPlan<T> plan, bool inverse, T scale, T* x, T* y) : IRangeBody
    {
        private readonly T* _x = x, _y = y;

        public void Invoke(long start, long end)
        {
            long n = plan.Length;
            T* re = Allocate((2 * n) + plan.Scratch), im = re + n;
            for (long row = start; row < end; row++)
            {
                T* from = _x + (2 * n * row), to = _y + (2 * n * row);
                FourierShuffle.Split(from, n, re, im);
                if (inverse) plan.Run(im, re, im + n);
                else plan.Run(re, im, im + n);
                FourierShuffle.Join(re, im, scale, n, to);
            }
            NativeMemory.AlignedFree(re);
        }
    }

    private readonly struct RealRows(FourierPlan<T> plan, long n, T scale, T* x, T* y) : IRangeBody
    {
        private readonly T* _x = x, _y = y;
        private readonly T[] _roots = Packs(n) ? Roots.GetOrAdd(n, HalfSpectrum.Roots<T>) : [];

        public void Invoke(long start, long end)
        {
            long m = plan.Length, bins = (n / 2) + 1;
            T* re = Allocate((2 * m) + plan.Scratch), im = re + m;
            for (long row = start; row < end; row++)
            {
                T* from = _x + (n * row), to = _y + (2 * bins * row);
                if (!Packs(n))
                {
                    for (long t = 0; t < n; t++) (re[t], im[t]) = (from[t], T.Zero);
                    plan.Run(re, im, im + m);
                    for (long k = 0; k < bins; k++) (to[2 * k], to[(2 * k) + 1]) = (re[k] * scale, im[k] * scale);
                    continue;
                }
                FourierShuffle.Split(from, m, re, im);
                plan.Run(re, im, im + m);
                fixed (T* roots = _roots) HalfSpectrum.Unpack(re, im, m, roots, scale, to);
            }
            NativeMemory.AlignedFree(re);
        }
    }

    private readonly struct InverseRealRows(FourierPlan<T> plan, long n, T scale, T* x, T* y) : IRangeBody
    {
        private readonly T* _x = x, _y = y;
        private readonly T[] _roots = Packs(n) ? Roots.GetOrAdd(n, HalfSpectrum.Roots<T>) : [];

        public void Invoke(long start, long end)
        {
            long m = plan.Length, bins = (n / 2) + 1;
            T* re = Allocate((2 * m) + plan.Scratch), im = re + m;
            for (long row = start; row < end; row++)
            {
                T* from = _x + (2 * bins * row), to = _y + (n * row);
                if (Packs(n))
                {
                    fixed (T* roots = _roots) HalfSpectrum.Pack(from, m, roots, re, im);
                    plan.Run(im, re, im + m);
                    FourierShuffle.Join(re, im, scale, m, to);
                    continue;
                }
                (re[0], im[0]) = (from[0], T.Zero);
                for (long k = 1; k < bins; k++)
                {
                    T a = from[2 * k], b = 2 * k == n ? T.Zero : from[(2 * k) + 1];
                    (re[k], im[k]) = (a, b);
                    (re[n - k], im[n - k]) = (a, -b);
                }
                plan.Run(im, re, im + n);
                for (long t = 0; t < n; t++) to[t] = re[t] * scale;
            }
            NativeMemory.AlignedFree(re);
        }
    }
}
