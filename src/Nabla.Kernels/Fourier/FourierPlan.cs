using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Nabla.Kernels.Fourier;

/// <summary>What a Fourier transform of one length needs: its factors and roots of unity. Plans are made once and kept.</summary>
/// <remarks>
/// Real and imaginary parts lie in two arrays. Lengths of factors 2, 3, 4 and 5 run Stockham's self-sorting stages; any other length is a convolution of a longer one:
/// Bluestein (1970). O(n log n) for every n.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed unsafe class FourierPlan<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly ConcurrentDictionary<long, FourierPlan<T>> Plans = new();

    private readonly int[] _factors;
    private readonly T[][] _roots;
    private readonly FourierPlan<T>? _longer;
    private readonly T[] _chirp = [], _filter = [];

    private FourierPlan(long length)
    {
        Length = length;
        _factors = [.. Factors(length)];
        _roots = [];
        if (_factors.Length == 0 && length > 1)
        {
            _longer = Of(PowerOfTwo((2 * length) - 1));
            _chirp = Chirp(length);
            _filter = Filter();
            return;
        }
        long rest = length;
        _roots = new T[_factors.Length][];
        for (int i = 0; i < _factors.Length; i++)
        {
            _roots[i] = Roots(rest, _factors[i]);
            rest /= _factors[i];
        }
    }

    /// <summary>Number of complex values.</summary>
    public long Length { get; }

    /// <summary>Numbers of scratch that <see cref="Run"/> needs.</summary>
    public long Scratch => _longer is null ? 2 * Length : 2 * _longer.Length + _longer.Scratch;

    /// <summary>The plan of a length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is less than 1 or more than 2³⁰.</exception>
    public static FourierPlan<T> Of(long length)
    {
        if (length is < 1 or > 1L << 30) throw new ArgumentOutOfRangeException(nameof(length), length, "A Fourier transform has a length of 1 to 2^30.");
        return Plans.GetOrAdd(length, static n => new FourierPlan<T>(n));
    }

    /// <summary>X_k = Σ x_t·exp(-2πi·k·t/n) in place. Exchange the two arrays for the inverse, which is then n times too large.</summary>
    /// <param name="re">Real parts.</param>
    /// <param name="im">Imaginary parts.</param>
    /// <param name="scratch"><see cref="Scratch"/> numbers.</param>
    public void Run(T* re, T* im, T* scratch)
    {
        if (_longer is not null)
        {
            Bluestein(re, im, scratch);
            return;
        }
        T* ar = re, ai = im, br = scratch, bi = scratch + Length;
        long rest = Length, stride = 1;
        for (int i = 0; i < _factors.Length; i++)
        {
            fixed (T* roots = _roots[i]) FourierStage.Run(_factors[i], rest, stride, roots, ar, ai, br, bi);
            T* sr = ar, si = ai;
            ar = br;
            ai = bi;
            br = sr;
            bi = si;
            rest /= _factors[i];
            stride *= _factors[i];
        }
        if (ar == re) return;
        long bytes = Length * sizeof(T);
        Buffer.MemoryCopy(ar, re, bytes, bytes);
        Buffer.MemoryCopy(ai, im, bytes, bytes);
    }

    private void Bluestein(T* re, T* im, T* scratch)
    {
        long n = Length, m = _longer!.Length;
        T* zr = scratch, zi = scratch + m, rest = scratch + (2 * m);
        new Span<T>(zr, checked((int)(2 * m))).Clear();
        fixed (T* chirp = _chirp, filter = _filter)
        {
            PlanarProduct.Run(re, im, chirp, chirp + n, n, zr, zi);
            _longer.Run(zr, zi, rest);
            PlanarProduct.Run(zr, zi, filter, filter + m, m, zr, zi);
            _longer.Run(zi, zr, rest);
            PlanarProduct.Run(zr, zi, chirp, chirp + n, n, re, im);
        }
    }

    /// <summary>exp(-πi·t²/n): real parts, then imaginary parts. The square is reduced first, so that long chirps stay exact.</summary>
    private static T[] Chirp(long n)
    {
        T[] chirp = new T[2 * n];
        for (long t = 0; t < n; t++)
        {
            (double s, double c) = Math.SinCos(-Math.PI * (double)((Int128)t * t % (2 * n)) / n);
            chirp[t] = T.CreateChecked(c);
            chirp[n + t] = T.CreateChecked(s);
        }
        return chirp;
    }

    /// <summary>The transform of the conjugate chirp, periodic, with the inverse's factor.</summary>
    private T[] Filter()
    {
        long n = Length, m = _longer!.Length;
        T[] filter = new T[2 * m];
        T scale = T.One / T.CreateChecked(m);
        for (long t = 0; t < n; t++)
        {
            filter[t] = _chirp[t] * scale;
            filter[m + t] = -_chirp[n + t] * scale;
            if (t == 0) continue;
            filter[m - t] = filter[t];
            filter[m + m - t] = filter[m + t];
        }
        T* scratch = (T*)NativeMemory.Alloc((nuint)(_longer.Scratch * sizeof(T)));
        fixed (T* f = filter) _longer.Run(f, f + m, scratch);
        NativeMemory.Free(scratch);
        return filter;
    }

    /// <summary>exp(-2πi·p·j/n) for j = 1..radix-1 and p = 0..n/radix-1: for each j, real parts and then imaginary parts.</summary>
    private static T[] Roots(long n, int radix)
    {
        long m = n / radix;
        T[] roots = new T[2 * m * (radix - 1)];
        for (int j = 1; j < radix; j++)
        {
            for (long p = 0; p < m; p++)
            {
                (double s, double c) = Math.SinCos(-2 * Math.PI * (p * j % n) / n);
                roots[((j - 1) * 2 * m) + p] = T.CreateChecked(c);
                roots[((j - 1) * 2 * m) + m + p] = T.CreateChecked(s);
            }
        }
        return roots;
    }

    /// <summary>Fours first, then 2, 3 and 5; none when another prime is left.</summary>
    private static List<int> Factors(long n)
    {
        List<int> factors = [];
        foreach (int radix in new[] { 4, 2, 3, 5 })
        {
            for (; n % radix == 0; n /= radix) factors.Add(radix);
        }
        return n == 1 ? factors : [];
    }

    private static long PowerOfTwo(long least) => (long)BitOperations.RoundUpToPowerOf2((ulong)least);
}
