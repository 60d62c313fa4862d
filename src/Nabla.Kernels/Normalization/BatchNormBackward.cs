using System.Numerics;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Normalization;

/// <summary>Work of the backward pass, divided like the forward pass: channels gathered into rows, whole channels, or planes when there are few channels.</summary>
/// <remarks>With s = Σ g, p = Σ g·(x - mean), m values and σ⁻¹ = invStd:  ∂gamma = σ⁻¹p, ∂beta = s, ∂x = gamma·σ⁻¹·(g - s/m - (x - mean)·σ⁻²·p/m).</remarks>
internal unsafe struct BatchNormBackward<T> : IFusedJob<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const long Grain = BatchNormForward<T>.Grain;
    public T* Gy, X, Gamma, Beta, Mean, InvStd, Gx, GGamma, GBeta;
    public long N, Channels, Spatial;
    public FusedActivation Activation;
    public bool Training;

    private readonly bool NeedsSums => Training || GGamma != null || GBeta != null;

    /// <summary>All gradients, on the widest fast vectors.</summary>
    public readonly void Run()
    {
        if (Spatial == 1 && Activation is FusedActivation.None or FusedActivation.ReLU)
        {
            var body = new BatchNormColumns<T> { Job = this };
            WorkPool.For(Chunks.Count(Channels, BatchNormColumns<T>.Width), Math.Max(1, Grain / Math.Max(1, N * BatchNormColumns<T>.Width)), ref body);
        }
        else
        {
            FusedJob<T>.Run(Activation, this);
        }
    }

    internal readonly Affine<T> Map(long c) => new()
    {
        Mean = Mean[c],
        Scale = Gamma == null ? InvStd[c] : Gamma[c] * InvStd[c],
        Shift = Beta == null ? T.Zero : Beta[c],
    };

    internal readonly void Finish(long c, double sum, double product)
    {
        if (GGamma != null) GGamma[c] = MachineVector.FromDouble<T>(product * MachineVector.ToDouble(InvStd[c]));
        if (GBeta != null) GBeta[c] = MachineVector.FromDouble<T>(sum);
    }

    /// <summary>Slope and offset of the part of ∂x that runs through the statistics.</summary>
    internal readonly (T Slope, T Offset) Through(long c, double sum, double product)
    {
        if (!Training) return (T.Zero, T.Zero);
        double inverse = MachineVector.ToDouble(InvStd[c]), scale = Gamma == null ? inverse : inverse * MachineVector.ToDouble(Gamma[c]), count = (double)N * Spatial;
        return (MachineVector.FromDouble<T>(-scale * inverse * inverse * product / count), MachineVector.FromDouble<T>(-scale * sum / count));
    }

    /// <inheritdoc/>
    public readonly void Run<V, A>()
        where V : struct, ILanes<V, T>
        where A : struct, IFusedActivation
    {
        if (ChannelRow<V, T>.Suits(N, Spatial))
        {
            var rows = new RowBody<V, A> { Job = this };
            WorkPool.For(Channels, Math.Max(1, Grain / Math.Max(1, N * Spatial)), ref rows);
            return;
        }
        if (Channels >= 4 * WorkPool.Threads)
        {
            var body = new ChannelBody<V, A> { Job = this };
            WorkPool.For(Channels, Math.Max(1, Grain / (N * Spatial)), ref body);
            return;
        }

        using var sums = new Scratch<double>(2 * (N + 1) * Channels);
        double* totals = sums.Pointer + (2 * N * Channels);
        var planes = new PlaneBody<V, A> { Job = this, Sums = sums.Pointer };
        if (NeedsSums) WorkPool.For(N * Channels, Math.Max(1, Grain / Spatial), ref planes);
        for (long c = 0; c < Channels; c++)
        {
            double sum = 0, product = 0;
            for (long i = 0; NeedsSums && i < N; i++)
            {
                sum += sums.Pointer[2 * ((i * Channels) + c)];
                product += sums.Pointer[(2 * ((i * Channels) + c)) + 1];
            }

            (totals[2 * c], totals[(2 * c) + 1]) = (sum, product);
            Finish(c, sum, product);
        }

        var inputs = new InputBody<V, A> { Job = this, Totals = totals };
        if (Gx != null) WorkPool.For(N * Channels, Math.Max(1, Grain / Spatial), ref inputs);
    }

    private readonly void Input<V, A>(long plane, double sum, double product)
        where V : struct, ILanes<V, T>
        where A : struct, IFusedActivation
    {
        long c = plane % Channels, offset = plane * Spatial;
        (T slope, T constant) = Through(c, sum, product);
        ChannelRows<V, T>.GradientInput<A>(Gy + offset, X + offset, Spatial, Map(c), slope, constant, Gx + offset);
    }

    private struct RowBody<V, A> : IRangeBody
        where V : struct, ILanes<V, T>
        where A : struct, IFusedActivation
    {
        public BatchNormBackward<T> Job;

        public readonly void Invoke(long start, long end)
        {
            long n = Job.N, spatial = Job.Spatial, step = Job.Channels * spatial, count = n * spatial;
            T* x = ChannelRow<V, T>.Take(0, count), g = ChannelRow<V, T>.Take(1, count);
            for (long c = start; c < end; c++)
            {
                Affine<T> map = Job.Map(c);
                ChannelRow<V, T>.Gather(Job.X + (c * spatial), n, step, spatial, x);
                ChannelRow<V, T>.Gather(Job.Gy + (c * spatial), n, step, spatial, g);
                (double sum, double product) = ChannelRows<V, T>.GradientSums<A>(g, x, count, map, g);
                Job.Finish(c, sum, product);
                if (Job.Gx == null) continue;
                (T slope, T constant) = Job.Through(c, sum, product);
                ChannelRows<V, T>.GradientInput<FusedNone>(g, x, count, map, slope, constant, g);
                ChannelRow<V, T>.Scatter(g, n, step, spatial, Job.Gx + (c * spatial));
            }
        }
    }

    private struct ChannelBody<V, A> : IRangeBody
        where V : struct, ILanes<V, T>
        where A : struct, IFusedActivation
    {
        public BatchNormBackward<T> Job;

        public readonly void Invoke(long start, long end)
        {
            for (long c = start; c < end; c++)
            {
                double sum = 0, product = 0;
                Affine<T> map = Job.Map(c);
                for (long i = 0; Job.NeedsSums && i < Job.N; i++)
                {
                    long offset = ((i * Job.Channels) + c) * Job.Spatial;
                    (double s, double p) = ChannelRows<V, T>.GradientSums<A>(Job.Gy + offset, Job.X + offset, Job.Spatial, map, null);
                    sum += s;
                    product += p;
                }

                Job.Finish(c, sum, product);
                for (long i = 0; Job.Gx != null && i < Job.N; i++) Job.Input<V, A>((i * Job.Channels) + c, sum, product);
            }
        }
    }

    private struct PlaneBody<V, A> : IRangeBody
        where V : struct, ILanes<V, T>
        where A : struct, IFusedActivation
    {
        public BatchNormBackward<T> Job;
        public double* Sums;

        public readonly void Invoke(long start, long end)
        {
            for (long p = start; p < end; p++)
                (Sums[2 * p], Sums[(2 * p) + 1]) = ChannelRows<V, T>.GradientSums<A>(Job.Gy + (p * Job.Spatial), Job.X + (p * Job.Spatial), Job.Spatial, Job.Map(p % Job.Channels), null);
        }
    }

    private struct InputBody<V, A> : IRangeBody
        where V : struct, ILanes<V, T>
        where A : struct, IFusedActivation
    {
        public BatchNormBackward<T> Job;
        public double* Totals;

        public readonly void Invoke(long start, long end)
        {
            for (long p = start; p < end; p++) Job.Input<V, A>(p, Totals[2 * (p % Job.Channels)], Totals[(2 * (p % Job.Channels)) + 1]);
        }
    }
}
