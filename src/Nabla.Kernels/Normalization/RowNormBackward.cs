using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;
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
                for (long r = low; r < high; r++)
                {
                    T* g = Job.Gy + r * Job.Width, x = Job.X + r * Job.Width;
                    T mean = Job.Mean == null ? T.Zero : Job.Mean[r];
                    (double sum, double product) = gamma == null ? Sums(g, x, mean) : SumsAndParameters(g, x, mean, Job.Rstd[r], gamma, beta);
                    if (Job.Gx != null) Input(g, x, mean, Job.Rstd[r], sum, product, Job.Gx + r * Job.Width);
                }
            }
        }

        /// <summary><see cref="Sums"/>, with the row's part of the gradients of gamma and beta on the way.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly (double Sum, double Product) SumsAndParameters(T* g, T* x, T mean, T rstd, T* gamma, T* beta)
        {
            Vector<double> sum0 = default, sum1 = default, product0 = default, product1 = default;
            Vector<T> means = new(mean), scale = new(rstd);
            long i = 0, width = Job.Width;
            T* factor = Job.Gamma;
            for (; i <= width - Vector<T>.Count; i += Vector<T>.Count)
            {
                Vector<T> v = MachineVector.Load(g + i), d = MachineVector.Load(x + i) - means;
                MachineVector.Store(gamma + i, MachineVector.Fma(v, d * scale, MachineVector.Load(gamma + i)));
                MachineVector.Store(beta + i, MachineVector.Load(beta + i) + v);
                if (factor != null) v *= MachineVector.Load(factor + i);
                MachineVector.Widen(v, out Vector<double> hLow, out Vector<double> hHigh);
                MachineVector.Widen(d, out Vector<double> dLow, out Vector<double> dHigh);
                sum0 += hLow;
                product0 = Vector.MultiplyAddEstimate(hLow, dLow, product0);
                if (typeof(T) == typeof(double)) continue;
                sum1 += hHigh;
                product1 = Vector.MultiplyAddEstimate(hHigh, dHigh, product1);
            }

            double sum = Vector.Sum(sum0 + sum1), product = Vector.Sum(product0 + product1);
            for (; i < width; i++)
            {
                gamma[i] = T.MultiplyAddEstimate(g[i], (x[i] - mean) * rstd, gamma[i]);
                beta[i] += g[i];
                double h = MachineVector.ToDouble(factor == null ? g[i] : g[i] * factor[i]);
                sum += h;
                product += h * MachineVector.ToDouble(x[i] - mean);
            }

            return (sum, product);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Input(T* g, T* x, T mean, T rstd, double sum, double product, T* gx)
        {
            double inverse = MachineVector.ToDouble(rstd), width = Job.Width;
            T slope = MachineVector.FromDouble<T>(-inverse * inverse * inverse * product / width);
            T offset = Job.Mean == null ? T.Zero : MachineVector.FromDouble<T>(-inverse * sum / width);
            long i = 0;
            Vector<T> means = new(mean), scale = new(rstd), slopes = new(slope), offsets = new(offset);
            for (; i <= Job.Width - Vector<T>.Count; i += Vector<T>.Count)
            {
                Vector<T> h = MachineVector.Load(g + i);
                if (Job.Gamma != null) h *= MachineVector.Load(Job.Gamma + i);
                Vector<T> through = MachineVector.Fma(MachineVector.Load(x + i) - means, slopes, offsets);
                MachineVector.Store(gx + i, MachineVector.Fma(h, scale, through));
            }

            for (; i < Job.Width; i++)
            {
                T h = Job.Gamma == null ? g[i] : g[i] * Job.Gamma[i];
                gx[i] = T.MultiplyAddEstimate(h, rstd, T.MultiplyAddEstimate(x[i] - mean, slope, offset));
            }
        }

        /// <summary>Σ h and Σ h·(x - mean).</summary>
        private readonly (double Sum, double Product) Sums(T* g, T* x, T mean)
        {
            Vector<double> sum0 = default, sum1 = default, product0 = default, product1 = default;
            Vector<T> means = new(mean);
            long i = 0;
            for (; i <= Job.Width - Vector<T>.Count; i += Vector<T>.Count)
            {
                Vector<T> h = MachineVector.Load(g + i);
                if (Job.Gamma != null) h *= MachineVector.Load(Job.Gamma + i);
                MachineVector.Widen(h, out Vector<double> hLow, out Vector<double> hHigh);
                MachineVector.Widen(MachineVector.Load(x + i) - means, out Vector<double> dLow, out Vector<double> dHigh);
                sum0 += hLow;
                product0 = Vector.MultiplyAddEstimate(hLow, dLow, product0);
                if (typeof(T) == typeof(double)) continue;
                sum1 += hHigh;
                product1 = Vector.MultiplyAddEstimate(hHigh, dHigh, product1);
            }

            double sum = Vector.Sum(sum0 + sum1), product = Vector.Sum(product0 + product1);
            for (; i < Job.Width; i++)
            {
                double h = MachineVector.ToDouble(Job.Gamma == null ? g[i] : g[i] * Job.Gamma[i]);
                sum += h;
                product += h * MachineVector.ToDouble(x[i] - mean);
            }

            return (sum, product);
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
