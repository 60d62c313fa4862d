using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Softmax;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Normalization;

/// <summary>
/// Backward pass of the normalisations that treat each row alone; a null Mean means that rows were not centred. Blocks of rows, whose bounds
/// depend on the shape alone, each keep their own gradients of gamma and beta; these are added in block order.
/// </summary>
/// <remarks>With h = g ⊙ gamma and x̂ = (x - mean)·rstd over w values:  ∂x = rstd·(h - Σh/w - x̂·Σ(h ⊙ x̂)/w), without the Σh term when not centred.</remarks>
internal unsafe struct RowNormBackward<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const long Grain = 16384;
    private T* _partials;
    private long _blockRows;
    public T* Gy, X, Gamma, Mean, Rstd, Gx, GGamma, GBeta;
    public long Rows, Width;

    /// <summary>Computes all gradients asked for.</summary>
    public void Run()
    {
        if (Width == 0) return;
        bool parameters = GGamma != null || GBeta != null;
        _blockRows = Math.Clamp((Rows + 31) / 32, 16, 512);
        long blocks = Chunks.Count(Rows, _blockRows);
        using var partials = new Scratch<T>(parameters ? blocks * 2 * Width : 0);
        _partials = parameters ? partials.Pointer : null;
        var body = new BlockBody { Job = this };
        WorkPool.For(blocks, Math.Max(1, Grain / (_blockRows * Width)), ref body);
        if (!parameters) return;
        var sums = new SumBody { Job = this, Blocks = blocks };
        WorkPool.For(Chunks.Count(Width, 64), Math.Max(1, Grain / (blocks * 128 + 1)), ref sums);
    }

    private struct BlockBody : IRangeBody
    {
        public RowNormBackward<T> Job;

        public readonly void Invoke(long start, long end)
        {
            for (long b = start; b < end; b++)
            {
                T* gamma = Job._partials == null ? null : Job._partials + b * 2 * Job.Width, beta = gamma + Job.Width;
                if (gamma != null)
                {
                    for (long i = 0; i < 2 * Job.Width; i++) gamma[i] = T.Zero;
                }

                (long low, long high) = Chunks.Bounds(Job.Rows, Job._blockRows, b);
                if (Simd.Width.Is512) Rows<Lanes512<T>>(low, high, gamma, beta);
                else if (Simd.Width.Is256) Rows<Lanes256<T>>(low, high, gamma, beta);
                else if (Simd.Width.Is128) Rows<Lanes128<T>>(low, high, gamma, beta);
                else Rows<Lanes1<T>>(low, high, gamma, beta);
            }
        }

        private readonly void Rows<V>(long low, long high, T* gamma, T* beta) where V : struct, ILanes<V, T>
        {
            long r = low;
            if (Job.Width <= ShortRows.Longest && Job.Width % V.Count == 0 && V.Count > 1)
            {
                for (; r < high; r += ShortRows.Most) ShortRows.Backward<V, T>(Job, r, (int)Math.Min(ShortRows.Most, high - r), gamma, beta);
                return;
            }
            for (; r < high - 1; r += 2) Pair<V, Yes>(r, gamma, beta);
            if (r < high) Pair<V, No>(r, gamma, beta);
        }

        /// <summary>Rows r and, if there are two, r + 1: their gradients to x, and what they add to those of gamma and beta.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Pair<V, TTwo>(long r, T* gamma, T* beta) where V : struct, ILanes<V, T> where TTwo : struct, IFlag
        {
            long second = TTwo.Value ? r + 1 : r, width = Job.Width;
            T* g0 = Job.Gy + (r * width), g1 = Job.Gy + (second * width), x0 = Job.X + (r * width), x1 = Job.X + (second * width);
            T mean0 = Job.Mean == null ? T.Zero : Job.Mean[r], mean1 = Job.Mean == null ? T.Zero : Job.Mean[second];
            Sums<V, TTwo>(g0, g1, x0, x1, mean0, mean1, Job.Rstd[r], Job.Rstd[second], gamma, beta, out double sum0, out double product0, out double sum1, out double product1);
            if (Job.Gx == null) return;
            // While the gradient of these rows is written the next two are asked for, unless they are too long to wait in the first cache.
            long ahead = TTwo.Value && width * sizeof(T) <= 8192 && second + 2 < Job.Rows ? 2 * width : 0;
            Input<V>(g0, x0, mean0, Job.Rstd[r], sum0, product0, Job.Gx + (r * width), ahead);
            if (TTwo.Value) Input<V>(g1, x1, mean1, Job.Rstd[second], sum1, product1, Job.Gx + (second * width), ahead);
        }

        /// <summary>Σ h and Σ h ⊙ x̂ of both rows, in lanes of T over at most 2048 values; g ⊙ x̂ and g go to gamma and beta on the way, unless these are null.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Sums<V, TTwo>(T* g0, T* g1, T* x0, T* x1, T mean0, T mean1, T rstd0, T rstd1, T* gamma, T* beta, out double sum0, out double product0, out double sum1, out double product1)
            where V : struct, ILanes<V, T>
            where TTwo : struct, IFlag
        {
            sum0 = product0 = sum1 = product1 = 0;
            V m0 = V.Broadcast(mean0), m1 = V.Broadcast(mean1), s0 = V.Broadcast(rstd0), s1 = V.Broadcast(rstd1);
            T* factor = Job.Gamma;
            long i = 0, width = Job.Width;
            while (width - i >= V.Count)
            {
                long end = Math.Min(i + 2048, width);
                V a = V.Zero, b = a, p = a, q = a;
                for (; i <= end - V.Count; i += V.Count)
                {
                    V h = V.Load(g0 + i), n = (V.Load(x0 + i) - m0) * s0, k = h, o = n;
                    if (TTwo.Value)
                    {
                        k = V.Load(g1 + i);
                        o = (V.Load(x1 + i) - m1) * s1;
                    }
                    if (gamma != null)
                    {
                        V both = V.Fma(h, n, V.Load(gamma + i)), sum = V.Load(beta + i) + h;
                        V.Store(gamma + i, TTwo.Value ? V.Fma(k, o, both) : both);
                        V.Store(beta + i, TTwo.Value ? sum + k : sum);
                    }
                    if (factor != null)
                    {
                        V f = V.Load(factor + i);
                        h *= f;
                        k *= f;
                    }
                    a += h;
                    p = V.Fma(h, n, p);
                    if (!TTwo.Value) continue;
                    b += k;
                    q = V.Fma(k, o, q);
                }
                sum0 += MachineVector.ToDouble(V.Sum(a));
                product0 += MachineVector.ToDouble(V.Sum(p));
                if (!TTwo.Value) continue;
                sum1 += MachineVector.ToDouble(V.Sum(b));
                product1 += MachineVector.ToDouble(V.Sum(q));
            }
            if (i == width) return;
            Rest(g0, x0, mean0, rstd0, i, gamma, beta, ref sum0, ref product0);
            if (TTwo.Value) Rest(g1, x1, mean1, rstd1, i, gamma, beta, ref sum1, ref product1);
        }

        // The last values of a row, fewer than a vector.
        private readonly void Rest(T* g, T* x, T mean, T rstd, long from, T* gamma, T* beta, ref double sum, ref double product)
        {
            for (long i = from; i < Job.Width; i++)
            {
                T normal = (x[i] - mean) * rstd;
                if (gamma != null)
                {
                    gamma[i] = T.MultiplyAddEstimate(g[i], normal, gamma[i]);
                    beta[i] += g[i];
                }
                double h = MachineVector.ToDouble(Job.Gamma == null ? g[i] : g[i] * Job.Gamma[i]);
                sum += h;
                product += h * MachineVector.ToDouble(normal);
            }
        }

        /// <summary>∂x of one row.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Input<V>(T* g, T* x, T mean, T rstd, double sum, double product, T* gx, long ahead) where V : struct, ILanes<V, T>
        {
            double inverse = MachineVector.ToDouble(rstd), width = Job.Width;
            T slope = MachineVector.FromDouble<T>(-inverse * inverse * product / width);
            T offset = Job.Mean == null ? T.Zero : MachineVector.FromDouble<T>(-inverse * sum / width);
            V means = V.Broadcast(mean), scale = V.Broadcast(rstd), slopes = V.Broadcast(slope), offsets = V.Broadcast(offset);
            T* factor = Job.Gamma;
            long i = 0;
            for (; i <= Job.Width - V.Count; i += V.Count)
            {
                V h = V.Load(g + i);
                if (ahead != 0)
                {
                    Streaming.Prefetch(g + i + ahead);
                    Streaming.Prefetch(x + i + ahead);
                }
                if (factor != null) h *= V.Load(factor + i);
                V v = V.Fma(h, scale, V.Fma(V.Load(x + i) - means, slopes, offsets));
                V.Store(gx + i, v);
            }
            for (; i < Job.Width; i++)
            {
                T h = factor == null ? g[i] : g[i] * factor[i];
                gx[i] = T.MultiplyAddEstimate(h, rstd, T.MultiplyAddEstimate(x[i] - mean, slope, offset));
            }
        }
    }

    private struct SumBody : IRangeBody
    {
        public RowNormBackward<T> Job;
        public long Blocks;

        public readonly void Invoke(long start, long end)
        {
            for (long i = start * 64; i < Math.Min(end * 64, Job.Width); i++)
            {
                double gamma = 0, beta = 0;
                for (long b = 0; b < Blocks; b++)
                {
                    gamma += MachineVector.ToDouble(Job._partials[b * 2 * Job.Width + i]);
                    beta += MachineVector.ToDouble(Job._partials[(b * 2 + 1) * Job.Width + i]);
                }

                if (Job.GGamma != null) Job.GGamma[i] = MachineVector.FromDouble<T>(gamma);
                if (Job.GBeta != null) Job.GBeta[i] = MachineVector.FromDouble<T>(beta);
            }
        }
    }
}
