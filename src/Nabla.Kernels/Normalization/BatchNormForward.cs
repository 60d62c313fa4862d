using System.Numerics;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Normalization;

/// <summary>
/// Work of the forward pass. With enough channels a thread finishes a channel's statistics and normalises it while it is still in cache;
/// with few channels planes are shared out instead. Both combine the planes' moments in the same order and so give the same bits.
/// </summary>
internal unsafe struct BatchNormForward<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const long Grain = 16384;
    public T* X, Y, Gamma, Beta, Mean, Variance, InvStd;
    public long N, Channels, Spatial;
    public double Epsilon;
    public bool Relu;

    /// <summary>Statistics and normalisation of [n, channels, spatial].</summary>
    public readonly void Planes()
    {
        if (Channels >= 4 * WorkPool.Threads || N * Channels * Spatial <= Grain)
        {
            var body = new ChannelBody { Job = this };
            WorkPool.For(Channels, Math.Max(1, Grain / (N * Spatial)), ref body);
            return;
        }

        using var partial = new Scratch<Moments>(N * Channels);
        var planes = new PlaneBody { Job = this, Partial = partial.Pointer };
        WorkPool.For(N * Channels, Math.Max(1, Grain / Spatial), ref planes);
        for (long c = 0; c < Channels; c++)
        {
            Moments moments = default;
            for (long i = 0; i < N; i++) moments.Add(partial.Pointer[i * Channels + c]);
            Finish(c, moments);
        }

        Apply();
    }

    /// <summary>Statistics and normalisation of [n, channels].</summary>
    public readonly void Columns()
    {
        var body = new ColumnBody { Job = this };
        WorkPool.For(Chunks.Count(Channels, ColumnBody.Width), Math.Max(1, Grain / (N * ColumnBody.Width)), ref body);
        Apply();
    }

    /// <summary>Normalisation with the statistics in Mean and InvStd.</summary>
    public readonly void Apply()
    {
        if (N * Channels * Spatial == 0) return;
        if (Spatial == 1)
        {
            var rows = new RowApplyBody { Job = this };
            WorkPool.For(N, Math.Max(1, Grain / Channels), ref rows);
            return;
        }

        var body = new ApplyBody { Job = this };
        WorkPool.For(N * Channels, Math.Max(1, Grain / Spatial), ref body);
    }

    private readonly Affine<T> Map(long c) => new()
    {
        Mean = Mean[c],
        Scale = Gamma == null ? InvStd[c] : Gamma[c] * InvStd[c],
        Shift = Beta == null ? T.Zero : Beta[c],
        Relu = Relu,
    };

    private readonly void Finish(long c, in Moments moments)
    {
        Mean[c] = MachineVector.FromDouble<T>(moments.Mean);
        Variance[c] = MachineVector.FromDouble<T>(moments.Variance);
        InvStd[c] = MachineVector.FromDouble<T>(1 / Math.Sqrt(moments.Variance + Epsilon));
    }

    private struct ChannelBody : IRangeBody
    {
        public BatchNormForward<T> Job;

        public readonly void Invoke(long start, long end)
        {
            for (long c = start; c < end; c++)
            {
                Moments moments = default;
                for (long i = 0; i < Job.N; i++) moments.Add(Moments.Of(Job.X + (i * Job.Channels + c) * Job.Spatial, Job.Spatial));
                Job.Finish(c, moments);
                Affine<T> map = Job.Map(c);
                for (long i = 0; i < Job.N; i++)
                {
                    long offset = (i * Job.Channels + c) * Job.Spatial;
                    NormRows.Apply(Job.X + offset, Job.Spatial, map, Job.Y + offset);
                }
            }
        }
    }

    private struct PlaneBody : IRangeBody
    {
        public BatchNormForward<T> Job;
        public Moments* Partial;

        public readonly void Invoke(long start, long end)
        {
            for (long p = start; p < end; p++) Partial[p] = Moments.Of(Job.X + p * Job.Spatial, Job.Spatial);
        }
    }

    private struct ApplyBody : IRangeBody
    {
        public BatchNormForward<T> Job;

        public readonly void Invoke(long start, long end)
        {
            for (long p = start; p < end; p++) NormRows.Apply(Job.X + p * Job.Spatial, Job.Spatial, Job.Map(p % Job.Channels), Job.Y + p * Job.Spatial);
        }
    }

    private struct ColumnBody : IRangeBody
    {
        public const long Width = 128;
        public BatchNormForward<T> Job;

        public readonly void Invoke(long start, long end)
        {
            double* sum = stackalloc double[(int)Width], squares = stackalloc double[(int)Width];
            for (long b = start; b < end; b++)
            {
                long first = b * Width, count = Math.Min(Width, Job.Channels - first);
                new Span<double>(sum, (int)Width).Clear();
                new Span<double>(squares, (int)Width).Clear();
                for (long i = 1; i < Job.N; i++)
                {
                    T* pivot = Job.X + first, row = pivot + i * Job.Channels;
                    long c = 0;
                    for (; c <= count - Vector<T>.Count; c += Vector<T>.Count)
                    {
                        MachineVector.Widen(MachineVector.Load(row + c) - MachineVector.Load(pivot + c), out Vector<double> low, out Vector<double> high);
                        MachineVector.Accumulate<T>(sum + c, low, high);
                        MachineVector.Accumulate<T>(squares + c, low * low, high * high);
                    }

                    for (; c < count; c++)
                    {
                        double d = MachineVector.ToDouble(row[c] - pivot[c]);
                        sum[c] += d;
                        squares[c] += d * d;
                    }
                }

                for (long c = 0; c < count; c++)
                {
                    double mean = sum[c] / Job.N;
                    Job.Finish(first + c, new Moments { Count = Job.N, Mean = MachineVector.ToDouble(Job.X[first + c]) + mean, Squares = Math.Max(0, squares[c] - sum[c] * mean) });
                }
            }
        }
    }

    private struct RowApplyBody : IRangeBody
    {
        public BatchNormForward<T> Job;

        public readonly void Invoke(long start, long end)
        {
            for (long i = start; i < end; i++)
            {
                T* x = Job.X + i * Job.Channels, y = Job.Y + i * Job.Channels;
                long c = 0;
                for (; c <= Job.Channels - Vector<T>.Count; c += Vector<T>.Count)
                {
                    Vector<T> scale = MachineVector.Load(Job.InvStd + c);
                    if (Job.Gamma != null) scale *= MachineVector.Load(Job.Gamma + c);
                    Vector<T> shift = Job.Beta == null ? Vector<T>.Zero : MachineVector.Load(Job.Beta + c);
                    Vector<T> v = MachineVector.Fma(MachineVector.Load(x + c) - MachineVector.Load(Job.Mean + c), scale, shift);
                    if (Job.Relu) v = Vector.AndNot(v, Vector.LessThanOrEqual(v, Vector<T>.Zero));
                    MachineVector.Store(y + c, v);
                }

                for (; c < Job.Channels; c++) NormRows.Apply(x + c, 1, Job.Map(c), y + c);
            }
        }
    }
}
