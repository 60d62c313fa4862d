using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Interpolation;

/// <summary>
/// Sums of a few weighted values per output position, in every channel alike, and the two other products that its gradients need: with x [N, C, L], taps and weights [N, K, P],
/// y [N, C, P], it is y[c, p] = Σₖ w[k, p]·x[c, taps[k, p]].
/// </summary>
/// <remarks>Channels go four at a time, so that a tap and its weight are read once for four values. Results have the same bits for any number of threads.</remarks>
public static unsafe class WeightedGather
{
    private const int Together = 4;

    /// <summary>y[n, c, p] = Σₖ w[n, k, p]·x[n, c, taps[n, k, p]].</summary>
    /// <param name="x">[images, channels, length], dense.</param>
    /// <param name="taps">[images, count, positions]: places 0..length - 1, which the caller has checked.</param>
    /// <param name="weights">[images, count, positions].</param>
    /// <param name="y">[images, channels, positions].</param>
    /// <param name="size">The extents.</param>
    public static void Gather<T>(T* x, long* taps, T* weights, T* y, WeightedGatherSize size) where T : unmanaged, INumber<T>
    {
        Gathering<T> body = new(x, taps, weights, y, size);
        long blocks = (size.Channels + Together - 1) / Together;
        WorkPool.For(size.Images * blocks, Math.Max(1, 8192 / Math.Max(1, size.Positions * size.Count)), ref body);
    }

    /// <summary>x[n, c, l] = Σ over k and p with taps[n, k, p] = l of w[n, k, p]·g[n, c, p].</summary>
    /// <inheritdoc cref="Gather"/>
    public static void Scatter<T>(T* g, long* taps, T* weights, T* x, WeightedGatherSize size) where T : unmanaged, INumber<T>
    {
        Scattering<T> body = new(g, taps, weights, x, size);
        WorkPool.For(size.Images * size.Channels, Math.Max(1, 8192 / Math.Max(1, size.Positions * size.Count)), ref body);
    }

    /// <summary>w[n, k, p] = Σ over c of g[n, c, p]·x[n, c, taps[n, k, p]].</summary>
    /// <inheritdoc cref="Gather"/>
    public static void Dot<T>(T* g, T* x, long* taps, T* weights, WeightedGatherSize size) where T : unmanaged, INumber<T>
    {
        Dotting<T> body = new(g, x, taps, weights, size);
        WorkPool.For(size.Images * size.Count, Math.Max(1, 8192 / Math.Max(1, size.Positions * size.Channels)), ref body);
    }

    private readonly struct Gathering<T>(T* x, long* taps, T* weights, T* y, WeightedGatherSize size) : IRangeBody where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(long start, long end)
        {
            long blocks = (size.Channels + Together - 1) / Together;
            for (long block = start; block < end; block++)
            {
                long n = block / blocks, c = (block - (n * blocks)) * Together;
                T* from = x + (((n * size.Channels) + c) * size.Length);
                T* to = y + (((n * size.Channels) + c) * size.Positions);
                long* tap = taps + (n * size.Count * size.Positions);
                T* weight = weights + (n * size.Count * size.Positions);
                long left = Math.Min(Together, size.Channels - c);
                if (left == Together) Four(from, tap, weight, to);
                else for (; left > 0; left--, from += size.Length, to += size.Positions) One(from, tap, weight, to);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Four(T* from, long* tap, T* weight, T* to)
        {
            long length = size.Length, positions = size.Positions, all = size.Count * positions;
            for (long p = 0; p < positions; p++)
            {
                T a = T.Zero, b = T.Zero, c = T.Zero, d = T.Zero;
                for (long k = p; k < all; k += positions)
                {
                    T* at = from + tap[k];
                    T share = weight[k];
                    a += share * at[0];
                    b += share * at[length];
                    c += share * at[2 * length];
                    d += share * at[3 * length];
                }
                to[p] = a;
                to[p + positions] = b;
                to[p + (2 * positions)] = c;
                to[p + (3 * positions)] = d;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void One(T* from, long* tap, T* weight, T* to)
        {
            long positions = size.Positions, all = size.Count * positions;
            for (long p = 0; p < positions; p++)
            {
                T sum = T.Zero;
                for (long k = p; k < all; k += positions) sum += weight[k] * from[tap[k]];
                to[p] = sum;
            }
        }
    }

    private readonly struct Scattering<T>(T* g, long* taps, T* weights, T* x, WeightedGatherSize size) : IRangeBody where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(long start, long end)
        {
            long positions = size.Positions, all = size.Count * positions;
            for (long row = start; row < end; row++)
            {
                long n = row / size.Channels;
                T* from = g + (row * positions);
                T* to = x + (row * size.Length);
                new Span<T>(to, checked((int)size.Length)).Clear();
                long* tap = taps + (n * all);
                T* weight = weights + (n * all);
                for (long p = 0; p < positions; p++)
                {
                    T value = from[p];
                    for (long k = p; k < all; k += positions) to[tap[k]] += weight[k] * value;
                }
            }
        }
    }

    private readonly struct Dotting<T>(T* g, T* x, long* taps, T* weights, WeightedGatherSize size) : IRangeBody where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(long start, long end)
        {
            long positions = size.Positions;
            for (long row = start; row < end; row++)
            {
                long n = row / size.Count;
                long* tap = taps + (row * positions);
                T* to = weights + (row * positions);
                new Span<T>(to, checked((int)positions)).Clear();
                for (long c = n * size.Channels; c < (n + 1) * size.Channels; c++)
                {
                    T* upstream = g + (c * positions);
                    T* from = x + (c * size.Length);
                    for (long p = 0; p < positions; p++) to[p] += upstream[p] * from[tap[p]];
                }
            }
        }
    }
}
