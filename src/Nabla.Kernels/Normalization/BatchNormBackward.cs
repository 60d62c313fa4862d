using System.Numerics;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Normalization;

/// <summary>Work of the backward pass, divided like the forward pass: whole channels, or planes when there are few channels.</summary>
/// <remarks>With s = Σ g, p = Σ g·(x - mean), m values and σ⁻¹ = invStd:  ∂gamma = σ⁻¹p, ∂beta = s, ∂x = gamma·σ⁻¹·(g - s/m - (x - mean)·σ⁻²·p/m).</remarks>
internal unsafe struct BatchNormBackward<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const long Grain = 16384;
    public T* Gy, X, Gamma, Beta, Mean, InvStd, Gx, GGamma, GBeta;
    public long N, Channels, Spatial;
    public bool Relu, Training;

    private readonly bool NeedsSums => Training || GGamma != null || GBeta != null;

    /// <summary>All gradients of [n, channels, spatial].</summary>
    public readonly void Planes()
    {
        if (Channels >= 4 * WorkPool.Threads || N * Channels * Spatial <= Grain)
        {
            var body = new ChannelBody { Job = this };
            WorkPool.For(Channels, Math.Max(1, Grain / Math.Max(1, N * Spatial)), ref body);
            return;
        }

        using var sums = new Scratch<double>(2 * (N + 1) * Channels);
        double* totals = sums.Pointer + 2 * N * Channels;
        var planes = new PlaneBody { Job = this, Sums = sums.Pointer };
        if (NeedsSums) WorkPool.For(N * Channels, Math.Max(1, Grain / Spatial), ref planes);
        for (long c = 0; c < Channels; c++)
        {
            double sum = 0, product = 0;
            for (long i = 0; NeedsSums && i < N; i++)
            {
                sum += sums.Pointer[2 * (i * Channels + c)];
                product += sums.Pointer[2 * (i * Channels + c) + 1];
            }

            (totals[2 * c], totals[2 * c + 1]) = (sum, product);
            Finish(c, sum, product);
        }

        var inputs = new InputBody { Job = this, Totals = totals };
        if (Gx != null) WorkPool.For(N * Channels, Math.Max(1, Grain / Spatial), ref inputs);
    }

    /// <summary>All gradients of [n, channels].</summary>
    public readonly void Columns()
    {
        var body = new BatchNormColumns<T> { Job = this };
        WorkPool.For(Chunks.Count(Channels, BatchNormColumns<T>.Width), Math.Max(1, Grain / Math.Max(1, N * BatchNormColumns<T>.Width)), ref body);
    }

    internal readonly Affine<T> Map(long c) => new()
    {
        Mean = Mean[c],
        Scale = Gamma == null ? InvStd[c] : Gamma[c] * InvStd[c],
        Shift = Beta == null ? T.Zero : Beta[c],
        Relu = Relu,
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

    private readonly void Input(long plane, double sum, double product)
    {
        long c = plane % Channels, offset = plane * Spatial;
        (T slope, T constant) = Through(c, sum, product);
        NormRows.GradientInput(Gy + offset, X + offset, Spatial, Map(c), slope, constant, Gx + offset);
    }

    private struct ChannelBody : IRangeBody
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
                    long offset = (i * Job.Channels + c) * Job.Spatial;
                    (double s, double p) = NormRows.GradientSums(Job.Gy + offset, Job.X + offset, Job.Spatial, map);
                    sum += s;
                    product += p;
                }

                Job.Finish(c, sum, product);
                for (long i = 0; Job.Gx != null && i < Job.N; i++) Job.Input(i * Job.Channels + c, sum, product);
            }
        }
    }

    private struct PlaneBody : IRangeBody
    {
        public BatchNormBackward<T> Job;
        public double* Sums;

        public readonly void Invoke(long start, long end)
        {
            for (long p = start; p < end; p++)
                (Sums[2 * p], Sums[2 * p + 1]) = NormRows.GradientSums(Job.Gy + p * Job.Spatial, Job.X + p * Job.Spatial, Job.Spatial, Job.Map(p % Job.Channels));
        }
    }

    private struct InputBody : IRangeBody
    {
        public BatchNormBackward<T> Job;
        public double* Totals;

        public readonly void Invoke(long start, long end)
        {
            for (long p = start; p < end; p++) Job.Input(p, Totals[2 * (p % Job.Channels)], Totals[2 * (p % Job.Channels) + 1]);
        }
    }
}
