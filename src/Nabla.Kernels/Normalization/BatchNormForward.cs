using System.Numerics;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Normalization;

/// <summary>
/// Work of the forward pass. Small planes of a channel are gathered into one row first. Else, with enough channels, a thread finishes a channel's statistics and normalises it while it is still in cache;
/// with few channels planes are shared out instead. Both combine the planes' moments in the same order and so give the same bits.
/// </summary>
internal unsafe struct BatchNormForward<T> : IFusedJob<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal const long Grain = 16384;
    public T* X, Y, Gamma, Beta, Mean, Variance, InvStd;
    public long N, Channels, Spatial;
    public double Epsilon;
    public FusedActivation Activation;

    /// <summary>Statistics and normalisation on the widest fast vectors.</summary>
    public readonly void Run()
    {
        if (Spatial == 1 && Activation is FusedActivation.None or FusedActivation.ReLU) Columns();
        else FusedJob<T>.Run(Activation, this);
    }

    /// <summary>Normalisation with the statistics in Mean and InvStd, on the widest fast vectors.</summary>
    public readonly void Apply()
    {
        if (N * Channels * Spatial == 0) return;
        if (Spatial == 1 && Activation is FusedActivation.None or FusedActivation.ReLU)
        {
            var rows = new RowApplyBody { Job = this };
            WorkPool.For(N, Math.Max(1, Grain / Channels), ref rows);
        }
        else
        {
            FusedJob<T>.Run(Activation, new ApplyJob { Job = this });
        }
    }

    internal readonly Affine<T> Map(long c) => new()
    {
        Mean = Mean[c],
        Scale = Gamma == null ? InvStd[c] : Gamma[c] * InvStd[c],
        Shift = Beta == null ? T.Zero : Beta[c],
    };

    internal readonly void Finish(long c, in Moments moments)
    {
        Mean[c] = MachineVector.FromDouble<T>(moments.Mean);
        Variance[c] = MachineVector.FromDouble<T>(moments.Variance);
        InvStd[c] = MachineVector.FromDouble<T>(1 / Math.Sqrt(moments.Variance + Epsilon));
    }

    /// <inheritdoc/>
    public readonly void Run<V, A>()
        where V : struct, ILanes<V, T>
        where A : struct, IFusedActivation
    {
        if (ChannelRow<V, T>.Suits(N, Spatial))
        {
            var rows = new RowBody<V, A> { Job = this };
            WorkPool.For(Channels, Math.Max(1, Grain / (N * Spatial)), ref rows);
            return;
        }
        if (Channels >= 4 * WorkPool.Threads)
        {
            var body = new ChannelBody<V, A> { Job = this };
            WorkPool.For(Channels, Math.Max(1, Grain / (N * Spatial)), ref body);
            return;
        }

        using var partial = new Scratch<Moments>(N * Channels);
        var planes = new PlaneBody<V> { Job = this, Partial = partial.Pointer };
        WorkPool.For(N * Channels, Math.Max(1, Grain / Spatial), ref planes);
        for (long c = 0; c < Channels; c++)
        {
            Moments moments = default;
            for (long i = 0; i < N; i++) moments.Add(partial.Pointer[(i * Channels) + c]);
            Finish(c, moments);
        }

        Apply<V, A>();
    }

    private readonly void Columns()
    {
        var body = new BatchStatisticsColumns<T> { Job = this };
        WorkPool.For(Chunks.Count(Channels, BatchStatisticsColumns<T>.Width), Math.Max(1, Grain / (N * BatchStatisticsColumns<T>.Width)), ref body);
        Apply();
    }

    private readonly void Apply<V, A>()
        where V : struct, ILanes<V, T>
        where A : struct, IFusedActivation
    {
        var body = new ApplyBody<V, A> { Job = this };
        WorkPool.For(N * Channels, Math.Max(1, Grain / Spatial), ref body);
    }

    private struct ApplyJob : IFusedJob<T>
    {
        public BatchNormForward<T> Job;

        public readonly void Run<V, A>()
            where V : struct, ILanes<V, T>
            where A : struct, IFusedActivation => Job.Apply<V, A>();
    }

    private struct RowBody<V, A> : IRangeBody
        where V : struct, ILanes<V, T>
        where A : struct, IFusedActivation
    {
        public BatchNormForward<T> Job;

        public readonly void Invoke(long start, long end)
        {
            long n = Job.N, spatial = Job.Spatial, step = Job.Channels * spatial;
            T* row = ChannelRow<V, T>.Take(0, n * spatial);
            for (long c = start; c < end; c++)
            {
                ChannelRow<V, T>.Gather(Job.X + (c * spatial), n, step, spatial, row);
                Job.Finish(c, ChannelRows<V, T>.Moments(row, n * spatial));
                ChannelRows<V, T>.Apply<A>(row, n * spatial, Job.Map(c), row);
                ChannelRow<V, T>.Scatter(row, n, step, spatial, Job.Y + (c * spatial));
            }
        }
    }

    private struct ChannelBody<V, A> : IRangeBody
        where V : struct, ILanes<V, T>
        where A : struct, IFusedActivation
    {
        public BatchNormForward<T> Job;

        public readonly void Invoke(long start, long end)
        {
            for (long c = start; c < end; c++)
            {
                Moments moments = default;
                for (long i = 0; i < Job.N; i++) moments.Add(ChannelRows<V, T>.Moments(Job.X + (((i * Job.Channels) + c) * Job.Spatial), Job.Spatial));
                Job.Finish(c, moments);
                Affine<T> map = Job.Map(c);
                for (long i = 0; i < Job.N; i++)
                {
                    long offset = ((i * Job.Channels) + c) * Job.Spatial;
                    ChannelRows<V, T>.Apply<A>(Job.X + offset, Job.Spatial, map, Job.Y + offset);
                }
            }
        }
    }

    private struct PlaneBody<V> : IRangeBody where V : struct, ILanes<V, T>
    {
        public BatchNormForward<T> Job;
        public Moments* Partial;

        public readonly void Invoke(long start, long end)
        {
            for (long p = start; p < end; p++) Partial[p] = ChannelRows<V, T>.Moments(Job.X + (p * Job.Spatial), Job.Spatial);
        }
    }

    private struct ApplyBody<V, A> : IRangeBody
        where V : struct, ILanes<V, T>
        where A : struct, IFusedActivation
    {
        public BatchNormForward<T> Job;

        public readonly void Invoke(long start, long end)
        {
            for (long p = start; p < end; p++) ChannelRows<V, T>.Apply<A>(Job.X + (p * Job.Spatial), Job.Spatial, Job.Map(p % Job.Channels), Job.Y + (p * Job.Spatial));
        }
    }

    private struct RowApplyBody : IRangeBody
    {
        public BatchNormForward<T> Job;

        public readonly void Invoke(long start, long end)
        {
            bool relu = Job.Activation == FusedActivation.ReLU;
            for (long i = start; i < end; i++)
            {
                T* x = Job.X + (i * Job.Channels), y = Job.Y + (i * Job.Channels);
                long c = 0;
                for (; c <= Job.Channels - Vector<T>.Count; c += Vector<T>.Count)
                {
                    Vector<T> scale = MachineVector.Load(Job.InvStd + c);
                    if (Job.Gamma != null) scale *= MachineVector.Load(Job.Gamma + c);
                    Vector<T> shift = Job.Beta == null ? Vector<T>.Zero : MachineVector.Load(Job.Beta + c);
                    Vector<T> v = MachineVector.Fma(MachineVector.Load(x + c) - MachineVector.Load(Job.Mean + c), scale, shift);
                    if (relu) v = Vector.AndNot(v, Vector.LessThanOrEqual(v, Vector<T>.Zero));
                    MachineVector.Store(y + c, v);
                }

                for (; c < Job.Channels; c++)
                {
                    Affine<T> map = Job.Map(c);
                    T v = T.MultiplyAddEstimate(x[c] - map.Mean, map.Scale, map.Shift);
                    y[c] = relu && v <= T.Zero ? T.Zero : v;
                }
            }
        }
    }
}
