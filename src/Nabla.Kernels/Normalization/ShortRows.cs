using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Normalization;

/// <summary>
/// Normalisation of short rows of whole vectors, eight at a time: passes over the eight rows, between them one vector operation for what each row needs a single
/// number of, so that no row waits for its own sums, root and quotient. A row's bits do not depend on its neighbours.
/// </summary>
internal static unsafe class ShortRows
{
    /// <summary>Most rows of one call.</summary>
    public const int Most = 8;

    /// <summary>Longest row.</summary>
    public const long Longest = 384;

    /// <summary>Normalises some rows; the steps are those of <see cref="RowNorm{T}"/>.</summary>
    /// <returns>The rows that were left alone because their squares leave the range of T, one bit for each.</returns>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Forward<V, T>(in RowNorm<T> job, long first, int count) where V : struct, ILanes<V, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        long width = job.Width;
        T* x = job.X + (first * width);
        T* mean = stackalloc T[4 * Most];
        T* rest = mean + Most, square = rest + Most, rstd = square + Most;
        V inverse = V.Broadcast(MachineVector.FromDouble<T>(1.0 / width));
        for (int k = 0; k < Most; k++) mean[k] = rest[k] = square[k] = T.One;
        if (job.Centred)
        {
            T* row = x;
            for (int k = 0; k < count; k++, row += width) mean[k] = Sum<V, T>(row, width);
            for (int k = 0; k < count; k += V.Count) V.Store(mean + k, V.Load(mean + k) * inverse);
        }
        else
        {
            for (int k = 0; k < count; k++) mean[k] = T.Zero;
        }
        Squares<V, T>(x, width, count, mean, rest, square);
        V epsilon = V.Broadcast(MachineVector.FromDouble<T>(job.Epsilon));
        for (int k = 0; k < count; k += V.Count)
        {
            V e = job.Centred ? V.Load(rest + k) * inverse : V.Zero, q = V.Load(square + k) * inverse;
            V r = V.Constant(1) / V.Sqrt(V.MaxFast(V.Zero, V.Fma(-e, e, q)) + epsilon);
            V.Store(square + k, q);
            V.Store(rstd + k, r);
            V.Store(rest + k, -e * r);
        }
        int far = 0;
        for (int k = 0; k < count; k++)
        {
            if (job.IsFar(MachineVector.ToDouble(square[k])))
            {
                far |= 1 << k;
                continue;
            }
            // The shift is -e·rstd, so the corrected mean is m - shift / rstd.
            if (job.Mean != null) job.Mean[first + k] = mean[k] - (rest[k] / rstd[k]);
            if (job.Rstd != null) job.Rstd[first + k] = rstd[k];
            Write<V, T>(x + (k * width), job.Y + ((first + k) * width), width, mean[k], rstd[k], rest[k], job.Gamma, job.Beta, job.Streams);
        }
        return far;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Sum<V, T>(T* x, long width) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V a = V.Zero, b = a;
        long i = 0;
        for (; i <= width - (2 * V.Count); i += 2 * V.Count)
        {
            a += V.Load(x + i);
            b += V.Load(x + i + V.Count);
        }
        if (i < width) a += V.Load(x + i);
        return V.Sum(a + b);
    }

    /// <summary>Sums of the distances from the means, and of their squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Squares<V, T>(T* x, long width, int count, T* mean, T* sum, T* square) where V : struct, ILanes<V, T> where T : unmanaged
    {
        for (int k = 0; k < count; k++, x += width)
        {
            V m = V.Broadcast(mean[k]), a = V.Zero, b = a, p = a, q = a;
            long i = 0;
            for (; i <= width - (2 * V.Count); i += 2 * V.Count)
            {
                V f = V.Load(x + i) - m, g = V.Load(x + i + V.Count) - m;
                a += f;
                b += g;
                p = V.Fma(f, f, p);
                q = V.Fma(g, g, q);
            }
            if (i < width)
            {
                V f = V.Load(x + i) - m;
                a += f;
                p = V.Fma(f, f, p);
            }
            sum[k] = V.Sum(a + b);
            square[k] = V.Sum(p + q);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Write<V, T>(T* x, T* y, long width, T mean, T scale, T shift, T* gamma, T* beta, bool stream) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V m = V.Broadcast(mean), s = V.Broadcast(scale), t = V.Broadcast(shift);
        long i = 0;
        if (gamma == null && beta == null)
        {
            if (stream)
            {
                for (; i < width; i += V.Count) Streaming.Store(y + i, V.Fma(V.Load(x + i) - m, s, t));
            }
            for (; i < width; i += V.Count) V.Store(y + i, V.Fma(V.Load(x + i) - m, s, t));
            return;
        }
        V one = V.Constant(1);
        for (; i < width; i += V.Count)
        {
            V v = V.Fma(V.Fma(V.Load(x + i) - m, s, t), gamma == null ? one : V.Load(gamma + i), beta == null ? V.Zero : V.Load(beta + i));
            if (stream) Streaming.Store(y + i, v);
            else V.Store(y + i, v);
        }
    }

    /// <summary>Gradients of rows first to first + count - 1 to x; g ⊙ x̂ and g go to gamma and beta on the way, unless these are null.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<V, T>(in RowNormBackward<T> job, long first, int count, T* gamma, T* beta) where V : struct, ILanes<V, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        long width = job.Width, at = first * width;
        T* mean = stackalloc T[4 * Most];
        T* rstd = mean + Most, sum = rstd + Most, product = sum + Most;
        for (int k = 0; k < Most; k++)
        {
            mean[k] = k < count && job.Mean != null ? job.Mean[first + k] : T.Zero;
            rstd[k] = k < count ? job.Rstd[first + k] : T.Zero;
            sum[k] = product[k] = T.Zero;
        }
        int row = 0;
        for (; row < count - 1; row += 2) Sums<V, T>(job.Gy + at + (row * width), job.X + at + (row * width), width, mean + row, rstd + row, job.Gamma, gamma, beta, sum + row, product + row);
        if (row < count) LastSum<V, T>(job.Gy + at + (row * width), job.X + at + (row * width), width, mean[row], rstd[row], job.Gamma, gamma, beta, sum + row, product + row);
        if (job.Gx == null) return;
        V inverse = V.Broadcast(MachineVector.FromDouble<T>(-1.0 / width));
        for (int k = 0; k < count; k += V.Count)
        {
            V r = V.Load(rstd + k), minus = r * inverse;
            V.Store(sum + k, job.Mean == null ? V.Zero : V.Load(sum + k) * minus);
            V.Store(product + k, V.Load(product + k) * minus * r);
        }
        for (int k = 0; k < count; k++)
            Input<V, T>(job.Gy + at + (k * width), job.X + at + (k * width), job.Gx + at + (k * width), width, mean[k], rstd[k], product[k], sum[k], job.Gamma);
    }

    // Two rows together: half the traffic of gamma and beta.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sums<V, T>(T* g, T* x, long width, T* mean, T* rstd, T* factor, T* gamma, T* beta, T* sum, T* product) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V m = V.Broadcast(mean[0]), n = V.Broadcast(mean[1]), s = V.Broadcast(rstd[0]), t = V.Broadcast(rstd[1]), a = V.Zero, b = a, p = a, q = a;
        for (long i = 0; i < width; i += V.Count)
        {
            V h = V.Load(g + i), k = V.Load(g + width + i), u = (V.Load(x + i) - m) * s, v = (V.Load(x + width + i) - n) * t;
            if (gamma != null)
            {
                V.Store(gamma + i, V.Fma(k, v, V.Fma(h, u, V.Load(gamma + i))));
                V.Store(beta + i, V.Load(beta + i) + (h + k));
            }
            if (factor != null)
            {
                V f = V.Load(factor + i);
                h *= f;
                k *= f;
            }
            a += h;
            b += k;
            p = V.Fma(h, u, p);
            q = V.Fma(k, v, q);
        }
        sum[0] = V.Sum(a);
        sum[1] = V.Sum(b);
        product[0] = V.Sum(p);
        product[1] = V.Sum(q);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LastSum<V, T>(T* g, T* x, long width, T mean, T rstd, T* factor, T* gamma, T* beta, T* sum, T* product) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V m = V.Broadcast(mean), s = V.Broadcast(rstd), a = V.Zero, p = a;
        for (long i = 0; i < width; i += V.Count)
        {
            V h = V.Load(g + i), u = (V.Load(x + i) - m) * s;
            if (gamma != null)
            {
                V.Store(gamma + i, V.Fma(h, u, V.Load(gamma + i)));
                V.Store(beta + i, V.Load(beta + i) + h);
            }
            if (factor != null) h *= V.Load(factor + i);
            a += h;
            p = V.Fma(h, u, p);
        }
        *sum = V.Sum(a);
        *product = V.Sum(p);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Input<V, T>(T* g, T* x, T* gx, long width, T mean, T rstd, T slope, T offset, T* factor) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V m = V.Broadcast(mean), s = V.Broadcast(rstd), p = V.Broadcast(slope), o = V.Broadcast(offset);
        for (long i = 0; i < width; i += V.Count)
        {
            V h = V.Load(g + i);
            if (factor != null) h *= V.Load(factor + i);
            V v = V.Fma(h, s, V.Fma(V.Load(x + i) - m, p, o));
            V.Store(gx + i, v);
        }
    }
}
