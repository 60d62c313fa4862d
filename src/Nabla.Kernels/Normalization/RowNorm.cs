using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Normalization;

/// <summary>Forward pass of the normalisations that treat each row alone.</summary>
/// <remarks>
/// Two rows at a time, so that the sums of one do not wait for those of the other; a last single row goes through the same steps, with the same bits. The statistics
/// are summed in lanes of T, in double from one block of 2048 to the next: the mean first, then distances from it, whose own mean corrects both the mean and the
/// variance, so that a large common offset costs no digits. Rows whose squares leave the range of T take <see cref="Moments"/>.
/// </remarks>
internal unsafe struct RowNorm<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    private const long Grain = 16384, Block = 2048;
    public T* X, Y, Gamma, Beta, Mean, Rstd;
    public long Rows, Width;
    public double Epsilon;
    public bool Centred;
    private bool _streams;

    /// <summary>Normalises all rows.</summary>
    public void Forward()
    {
        if (Width == 0) return;
        _streams = Streaming.Pays(Rows * Width * sizeof(T), Y, X) && Streaming.Aligns(Y, Width * sizeof(T));
        WorkPool.For(Rows, Math.Max(1, Grain / Width), ref this);
    }

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        if (Simd.Width.Is512) Invoke<Lanes512<T>>(start, end);
        else if (Simd.Width.Is256) Invoke<Lanes256<T>>(start, end);
        else if (Simd.Width.Is128) Invoke<Lanes128<T>>(start, end);
        else Invoke<Lanes1<T>>(start, end);
        if (_streams) Streaming.Fence();
    }

    /// <summary>Whether the output goes past the caches, in whole aligned vectors.</summary>
    public readonly bool Streams => _streams;

    private readonly void Invoke<V>(long start, long end) where V : struct, ILanes<V, T>
    {
        if (Width <= ShortRows.Longest && Width % V.Count == 0 && V.Count > 1)
        {
            for (long r = start; r < end; r += ShortRows.Most)
            {
                int count = (int)Math.Min(ShortRows.Most, end - r);
                // Which way a row takes depends on that row alone.
                for (int far = ShortRows.Forward<V, T>(this, r, count), k = 0; far != 0; far >>= 1, k++)
                {
                    if ((far & 1) != 0) Far(r + k);
                }
            }
            return;
        }
        for (long r = start; r < end; r += 2) Pair<V>(r, Math.Min(r + 1, end - 1));
    }

    /// <summary>Normalises two rows, which may be the same one.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Pair<V>(long r0, long r1) where V : struct, ILanes<V, T>
    {
        T* x0 = X + (r0 * Width), x1 = X + (r1 * Width);
        T m0 = T.Zero, m1 = m0;
        if (Centred) Means<V>(x0, x1, Width, out m0, out m1);
        Squares<V>(x0, x1, Width, m0, m1, Ahead(r1), out double e0, out double q0, out double e1, out double q1);
        if (!Centred) e0 = e1 = 0;
        if (IsFar(q0) || IsFar(q1))
        {
            Apart<V>(r0, r1);
            return;
        }
        T rstd0 = MachineVector.FromDouble<T>(1 / Math.Sqrt(Math.Max(0, q0 - (e0 * e0)) + Epsilon)), rstd1 = MachineVector.FromDouble<T>(1 / Math.Sqrt(Math.Max(0, q1 - (e1 * e1)) + Epsilon));
        if (Mean != null) (Mean[r0], Mean[r1]) = (MachineVector.FromDouble<T>(MachineVector.ToDouble(m0) + e0), MachineVector.FromDouble<T>(MachineVector.ToDouble(m1) + e1));
        if (Rstd != null) (Rstd[r0], Rstd[r1]) = (rstd0, rstd1);
        Write<V>(x0, x1, Y + (r0 * Width), Y + (r1 * Width), m0, m1, rstd0, rstd1, MachineVector.FromDouble<T>(-e0) * rstd0, MachineVector.FromDouble<T>(-e1) * rstd1);
    }

    // One row after the other: which way a row takes depends on that row alone.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Apart<V>(long r0, long r1) where V : struct, ILanes<V, T>
    {
        if (r0 == r1)
        {
            Far(r0);
            return;
        }
        Pair<V>(r0, r0);
        Pair<V>(r1, r1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Means<V>(T* x0, T* x1, long width, out T mean0, out T mean1) where V : struct, ILanes<V, T>
    {
        double sum0 = 0, sum1 = 0;
        long i = 0;
        while (width - i >= V.Count)
        {
            long end = Math.Min(i + Block, width);
            V a = V.Zero, b = a, c = a, d = a;
            for (; i <= end - (2 * V.Count); i += 2 * V.Count)
            {
                a += V.Load(x0 + i);
                c += V.Load(x1 + i);
                b += V.Load(x0 + i + V.Count);
                d += V.Load(x1 + i + V.Count);
            }
            if (i <= end - V.Count)
            {
                a += V.Load(x0 + i);
                c += V.Load(x1 + i);
                i += V.Count;
            }
            sum0 += MachineVector.ToDouble(V.Sum(a + b));
            sum1 += MachineVector.ToDouble(V.Sum(c + d));
        }
        for (; i < width; i++)
        {
            sum0 += MachineVector.ToDouble(x0[i]);
            sum1 += MachineVector.ToDouble(x1[i]);
        }
        mean0 = MachineVector.FromDouble<T>(sum0 / width);
        mean1 = MachineVector.FromDouble<T>(sum1 / width);
    }

    // Bytes from a row to the one two further on, which is asked for while this one lies in the first cache; none for rows too long to wait there.
    private readonly long Ahead(long r1) => Width * sizeof(T) <= 8192 && r1 + 2 < Rows ? 2 * Width * sizeof(T) : 0;

    /// <summary>Means of the distances from m, and of their squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Squares<V>(T* x0, T* x1, long width, T mean0, T mean1, long ahead, out double e0, out double q0, out double e1, out double q1) where V : struct, ILanes<V, T>
    {
        e0 = q0 = e1 = q1 = 0;
        V m0 = V.Broadcast(mean0), m1 = V.Broadcast(mean1);
        long i = 0;
        while (width - i >= V.Count)
        {
            long end = Math.Min(i + Block, width);
            V a = V.Zero, b = a, c = a, d = a, p = a, q = a, u = a, v = a;
            for (; i <= end - (2 * V.Count); i += 2 * V.Count)
            {
                V f = V.Load(x0 + i) - m0, g = V.Load(x1 + i) - m1, h = V.Load(x0 + i + V.Count) - m0, k = V.Load(x1 + i + V.Count) - m1;
                if (ahead != 0)
                {
                    Streaming.Prefetch((byte*)(x0 + i) + ahead);
                    Streaming.Prefetch((byte*)(x1 + i) + ahead);
                }
                a += f;
                c += g;
                b += h;
                d += k;
                p = V.Fma(f, f, p);
                u = V.Fma(g, g, u);
                q = V.Fma(h, h, q);
                v = V.Fma(k, k, v);
            }
            if (i <= end - V.Count)
            {
                V f = V.Load(x0 + i) - m0, g = V.Load(x1 + i) - m1;
                a += f;
                c += g;
                p = V.Fma(f, f, p);
                u = V.Fma(g, g, u);
                i += V.Count;
            }
            e0 += MachineVector.ToDouble(V.Sum(a + b));
            e1 += MachineVector.ToDouble(V.Sum(c + d));
            q0 += MachineVector.ToDouble(V.Sum(p + q));
            q1 += MachineVector.ToDouble(V.Sum(u + v));
        }
        double shift0 = MachineVector.ToDouble(mean0), shift1 = MachineVector.ToDouble(mean1);
        for (; i < width; i++)
        {
            double f = MachineVector.ToDouble(x0[i]) - shift0, g = MachineVector.ToDouble(x1[i]) - shift1;
            e0 += f;
            e1 += g;
            q0 += f * f;
            q1 += g * g;
        }
        e0 /= width;
        e1 /= width;
        q0 /= width;
        q1 /= width;
    }

    /// <summary>y = (x - m)·s + t, times gamma, plus beta.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Write<V>(T* x0, T* x1, T* y0, T* y1, T mean0, T mean1, T scale0, T scale1, T shift0, T shift1) where V : struct, ILanes<V, T>
    {
        V m0 = V.Broadcast(mean0), m1 = V.Broadcast(mean1), s0 = V.Broadcast(scale0), s1 = V.Broadcast(scale1), t0 = V.Broadcast(shift0), t1 = V.Broadcast(shift1);
        T* gamma = Gamma, beta = Beta;
        long width = Width, i = 0;
        if (gamma == null && beta == null)
        {
            for (; i <= width - V.Count; i += V.Count)
            {
                V a = V.Fma(V.Load(x0 + i) - m0, s0, t0), b = V.Fma(V.Load(x1 + i) - m1, s1, t1);
                if (_streams)
                {
                    Streaming.Store(y0 + i, a);
                    Streaming.Store(y1 + i, b);
                    continue;
                }
                V.Store(y0 + i, a);
                V.Store(y1 + i, b);
            }
        }
        V one = V.Constant(1);
        for (; i <= width - V.Count; i += V.Count)
        {
            V f = gamma == null ? one : V.Load(gamma + i), c = beta == null ? V.Zero : V.Load(beta + i);
            V a = V.Fma(V.Fma(V.Load(x0 + i) - m0, s0, t0), f, c), b = V.Fma(V.Fma(V.Load(x1 + i) - m1, s1, t1), f, c);
            if (_streams)
            {
                Streaming.Store(y0 + i, a);
                Streaming.Store(y1 + i, b);
                continue;
            }
            V.Store(y0 + i, a);
            V.Store(y1 + i, b);
        }
        if (i == width) return;
        Ends(x0 + i, y0 + i, i, mean0, scale0, shift0);
        if (x1 != x0) Ends(x1 + i, y1 + i, i, mean1, scale1, shift1);
    }

    // The last values of a row, fewer than a vector.
    private readonly void Ends(T* x, T* y, long from, T mean, T scale, T shift)
    {
        for (long i = 0; i < Width - from; i++)
        {
            T v = T.MultiplyAddEstimate(x[i] - mean, scale, shift);
            if (Gamma != null) v *= Gamma[from + i];
            y[i] = Beta == null ? v : v + Beta[from + i];
        }
    }

    /// <summary>Whether a mean square of T overflowed, or lost its digits next to the smallest numbers where ε does not hide that.</summary>
    public readonly bool IsFar(double square) =>
        typeof(T) == typeof(float) ? !(square < 1e37) || (square < 1e-30 && Epsilon < 1e-22) : !(square < 1e300) || (square < 1e-280 && Epsilon < 1e-270);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Far(long r)
    {
        T* x = X + (r * Width), y = Y + (r * Width);
        Moments moments = Moments.Of(x, Width);
        T mean = Centred ? MachineVector.FromDouble<T>(moments.Mean) : T.Zero;
        T rstd = MachineVector.FromDouble<T>(1 / Math.Sqrt((Centred ? moments.Variance : moments.MeanSquare) + Epsilon));
        if (Mean != null) Mean[r] = mean;
        if (Rstd != null) Rstd[r] = rstd;
        for (long i = 0; i < Width; i++)
        {
            T v = (x[i] - mean) * rstd;
            if (Gamma != null) v *= Gamma[i];
            y[i] = Beta != null ? v + Beta[i] : v;
        }
    }
}
