using System.Numerics;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Normalization;

/// <summary>Group normalisation of [n, channels, spatial]: statistics over each group of channels of each sample, scale and shift per channel. Wu and He (2018).</summary>
/// <remarks>As many groups as channels gives instance normalisation.</remarks>
public static unsafe class GroupNorm
{
    private const long Grain = 16384;

    // Bytes of a group for which the next one and the output find room beside it in the second-level cache.
    private const long MostCached = 128 * 1024;

    /// <summary>Normalises every group.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Input [n, channels, spatial].</param>
    /// <param name="n">Batch size.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="spatial">Elements of a plane.</param>
    /// <param name="groups">Number of groups; divides the channels.</param>
    /// <param name="gamma">Scale [channels] or null.</param>
    /// <param name="beta">Shift [channels] or null.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="y">Output; may be x.</param>
    /// <param name="mean">Receives the means [n, groups].</param>
    /// <param name="rstd">Receives 1/√(variance + ε) [n, groups].</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public static void Forward<T>(T* x, long n, long channels, long spatial, long groups, T* gamma, T* beta, double epsilon, T* y, T* mean, T* rstd)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(channels, groups);
        if (n * channels * spatial == 0) return;
        if (Width.Is512) ForwardOn<Lanes512<T>, T>(x, n, channels, spatial, groups, gamma, beta, epsilon, y, mean, rstd);
        else if (Width.Is256) ForwardOn<Lanes256<T>, T>(x, n, channels, spatial, groups, gamma, beta, epsilon, y, mean, rstd);
        else if (Width.Is128) ForwardOn<Lanes128<T>, T>(x, n, channels, spatial, groups, gamma, beta, epsilon, y, mean, rstd);
        else ForwardOn<Lanes1<T>, T>(x, n, channels, spatial, groups, gamma, beta, epsilon, y, mean, rstd);
    }

    /// <summary>Gradients of <see cref="Forward"/>.</summary>
    /// <param name="gy">Upstream gradient [n, channels, spatial].</param>
    /// <param name="x">Input of the forward pass.</param>
    /// <param name="n">Batch size.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="spatial">Elements of a plane.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="gamma">Scale [channels] or null.</param>
    /// <param name="mean">Means of the forward pass [n, groups].</param>
    /// <param name="rstd">Inverse deviations of the forward pass [n, groups].</param>
    /// <param name="gx">Gradient to x, or null; may be gy.</param>
    /// <param name="gGamma">Gradient to gamma [channels], or null.</param>
    /// <param name="gBeta">Gradient to beta [channels], or null.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public static void Backward<T>(T* gy, T* x, long n, long channels, long spatial, long groups, T* gamma, T* mean, T* rstd, T* gx, T* gGamma, T* gBeta)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(channels, groups);
        if (channels == 0) return;
        using var sums = new Scratch<double>(2 * n * channels);
        if (Width.Is512) BackwardOn<Lanes512<T>, T>(gy, x, n, channels, spatial, groups, gamma, mean, rstd, gx, sums.Pointer);
        else if (Width.Is256) BackwardOn<Lanes256<T>, T>(gy, x, n, channels, spatial, groups, gamma, mean, rstd, gx, sums.Pointer);
        else if (Width.Is128) BackwardOn<Lanes128<T>, T>(gy, x, n, channels, spatial, groups, gamma, mean, rstd, gx, sums.Pointer);
        else BackwardOn<Lanes1<T>, T>(gy, x, n, channels, spatial, groups, gamma, mean, rstd, gx, sums.Pointer);
        for (long c = 0; c < channels; c++)
        {
            double scale = 0, shift = 0;
            for (long i = 0; i < n; i++)
            {
                shift += sums.Pointer[2 * (i * channels + c)];
                scale += sums.Pointer[2 * (i * channels + c) + 1] * MachineVector.ToDouble(rstd[i * groups + c / (channels / groups)]);
            }

            if (gGamma != null) gGamma[c] = MachineVector.FromDouble<T>(scale);
            if (gBeta != null) gBeta[c] = MachineVector.FromDouble<T>(shift);
        }
    }

    private static void ForwardOn<V, T>(T* x, long n, long channels, long spatial, long groups, T* gamma, T* beta, double epsilon, T* y, T* mean, T* rstd)
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var body = new ForwardBody<V, T> { X = x, Y = y, Gamma = gamma, Beta = beta, Mean = mean, Rstd = rstd, Groups = groups, Size = channels / groups, Spatial = spatial, Epsilon = epsilon };
        body.Streams = Streaming.Pays(n * channels * spatial * sizeof(T), y, x) && Streaming.Aligns(y, spatial * sizeof(T));
        WorkPool.For(n * groups, Math.Max(1, Grain / (body.Size * spatial)), ref body);
    }

    private static void BackwardOn<V, T>(T* gy, T* x, long n, long channels, long spatial, long groups, T* gamma, T* mean, T* rstd, T* gx, double* sums)
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var body = new BackwardBody<V, T> { Gy = gy, X = x, Gx = gx, Gamma = gamma, Mean = mean, Rstd = rstd, Groups = groups, Size = channels / groups, Spatial = spatial, Sums = sums };
        WorkPool.For(n * groups, Math.Max(1, Grain / Math.Max(1, body.Size * spatial)), ref body);
    }

    private static void Check(long channels, long groups)
    {
        if (groups < 1 || channels % groups != 0) throw new ArgumentException($"{groups} groups do not divide {channels} channels.", nameof(groups));
    }

    private struct ForwardBody<V, T> : IRangeBody
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* X, Y, Gamma, Beta, Mean, Rstd;
        public long Groups, Size, Spatial;
        public double Epsilon;
        public bool Streams;

        public readonly void Invoke(long start, long end)
        {
            long bytes = Size * Spatial * sizeof(T);
            bool cached = bytes <= MostCached;
            nint target = cached && X != Y && !Streams ? (nint)Y - (nint)X : 0;
            for (long g = start; g < end; g++)
            {
                Moments moments = ChannelRows<V, T>.Moments(X + g * Size * Spatial, Size * Spatial, cached && g + 1 < end ? (nint)bytes : 0, target);
                Mean[g] = MachineVector.FromDouble<T>(moments.Mean);
                Rstd[g] = MachineVector.FromDouble<T>(1 / Math.Sqrt(moments.Variance + Epsilon));
                for (long k = 0; k < Size; k++)
                {
                    long c = g % Groups * Size + k, offset = (g * Size + k) * Spatial;
                    var map = new Affine<T> { Mean = Mean[g], Scale = Gamma == null ? Rstd[g] : Gamma[c] * Rstd[g], Shift = Beta == null ? T.Zero : Beta[c] };
                    ChannelRows<V, T>.Apply<FusedNone>(X + offset, Spatial, map, Y + offset, Streams);
                }
            }

            if (Streams) Streaming.Fence();
        }
    }

    private struct BackwardBody<V, T> : IRangeBody
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* Gy, X, Gx, Gamma, Mean, Rstd;
        public double* Sums;
        public long Groups, Size, Spatial;

        public readonly void Invoke(long start, long end)
        {
            for (long g = start; g < end; g++)
            {
                double sum = 0, product = 0;
                var map = new Affine<T> { Mean = Mean[g], Scale = Rstd[g] };
                for (long k = 0; k < Size; k++)
                {
                    long plane = g * Size + k;
                    double gamma = Gamma == null ? 1 : MachineVector.ToDouble(Gamma[g % Groups * Size + k]);
                    (double s, double p) = ChannelRows<V, T>.GradientSums<FusedNone>(Gy + plane * Spatial, X + plane * Spatial, Spatial, map, null);
                    (Sums[2 * plane], Sums[2 * plane + 1]) = (s, p);
                    sum += gamma * s;
                    product += gamma * p;
                }

                if (Gx != null) Input(g, sum, product);
            }
        }

        private readonly void Input(long g, double sum, double product)
        {
            double inverse = MachineVector.ToDouble(Rstd[g]), count = (double)Size * Spatial;
            T slope = MachineVector.FromDouble<T>(-inverse * inverse * inverse * product / count), offset = MachineVector.FromDouble<T>(-inverse * sum / count);
            for (long k = 0; k < Size; k++)
            {
                long place = (g * Size + k) * Spatial;
                var map = new Affine<T> { Mean = Mean[g], Scale = Gamma == null ? Rstd[g] : Gamma[g % Groups * Size + k] * Rstd[g] };
                ChannelRows<V, T>.GradientInput<FusedNone>(Gy + place, X + place, Spatial, map, slope, offset, Gx + place);
            }
        }
    }
}
