using System.Numerics;
using Nabla.Kernels.Normalization;

namespace Nabla;

public sealed unsafe partial class CpuBackend : IFusedNorms
{
    /// <inheritdoc/>
    public void BatchNorm(Tensor x, Tensor? weight, Tensor? bias, double epsilon, FusedActivation activation, Tensor y, Tensor statistics)
    {
        if (x.DType == DType.Float64) Run<double>();
        else if (x.DType == DType.Float32) Run<float>();
        else throw Unsupported("batch normalisation", x.DType);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            (long n, long channels, long spatial) = Around(x.Shape, 1);
            using Pinned<T> px = x.Pin<T>(), pw = Optional<T>(weight), pb = Optional<T>(bias), py = y.Pin<T>(), ps = statistics.Pin<T>();
            T* mean = ps.Pointer, variance = mean + channels, rstd = variance + channels;
            Kernels.Normalization.BatchNorm.ForwardTraining(px.Pointer, n, channels, spatial, pw.Pointer, pb.Pointer, epsilon, py.Pointer, mean, variance, rstd, activation);
        }
    }

    /// <inheritdoc/>
    public void BatchNormBackward(Tensor g, Tensor x, Tensor? weight, Tensor? bias, Tensor statistics, FusedActivation activation, Tensor? gx, Tensor? gWeight, Tensor? gBias)
    {
        if (x.DType == DType.Float64) Run<double>();
        else Run<float>();

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            (long n, long channels, long spatial) = Around(x.Shape, 1);
            using Pinned<T> pg = g.Pin<T>(), px = x.Pin<T>(), pw = Optional<T>(weight), pb = Optional<T>(bias), ps = statistics.Pin<T>();
            T* mean = ps.Pointer, rstd = mean + (2 * channels);
            using Pinned<T> pgx = Optional<T>(gx), pgw = Optional<T>(gWeight), pgb = Optional<T>(gBias);
            Kernels.Normalization.BatchNorm.BackwardTraining(
                pg.Pointer, px.Pointer, n, channels, spatial, pw.Pointer, pb.Pointer, mean, rstd, pgx.Pointer, pgw.Pointer, pgb.Pointer, activation);
        }
    }

    /// <inheritdoc/>
    public void TrackStatistic(Tensor running, Tensor statistics, int row, double momentum, double factor)
    {
        running.Storage.Touch();
        if (running.DType == DType.Float64) Run<double>();
        else if (running.DType == DType.Float32) Run<float>();
        else throw Unsupported("running statistics", running.DType);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using Pinned<T> r = running.PinForWriting<T>(), s = statistics.Pin<T>();
            T* batch = s.Pointer + (row * running.Count);
            T keep = T.CreateTruncating(1 - momentum), take = T.CreateTruncating(momentum * factor);
            for (long c = 0; c < running.Count; c++) r.Pointer[c] = (r.Pointer[c] * keep) + (batch[c] * take);
        }
    }

    /// <inheritdoc/>
    public void BatchNormInference(Tensor x, Tensor mean, Tensor variance, Tensor? weight, Tensor? bias, double epsilon, FusedActivation activation, Tensor y)
    {
        if (x.DType == DType.Float64) Run<double>();
        else if (x.DType == DType.Float32) Run<float>();
        else throw Unsupported("batch normalisation", x.DType);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            (long n, long channels, long spatial) = Around(x.Shape, 1);
            using Pinned<T> px = x.Pin<T>(), pw = Optional<T>(weight), pb = Optional<T>(bias), pm = mean.Pin<T>(), pv = variance.Pin<T>(), py = y.Pin<T>();
            Kernels.Normalization.BatchNorm.ForwardInference(px.Pointer, n, channels, spatial, pw.Pointer, pb.Pointer, pm.Pointer, pv.Pointer, epsilon, py.Pointer, activation);
        }
    }

    /// <inheritdoc/>
    public void LayerNorm(Tensor x, long n, Tensor? weight, Tensor? bias, double epsilon, Tensor y, Tensor mean, Tensor rstd)
    {
        if (x.DType == DType.Float64) Run<double>();
        else if (x.DType == DType.Float32) Run<float>();
        else throw Unsupported("layer normalisation", x.DType);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using Pinned<T> px = x.Pin<T>(), pw = Optional<T>(weight), pb = Optional<T>(bias), py = y.Pin<T>(), pm = mean.Pin<T>(), pr = rstd.Pin<T>();
            Kernels.Normalization.LayerNorm.Forward(px.Pointer, mean.Count, n, pw.Pointer, pb.Pointer, epsilon, py.Pointer, pm.Pointer, pr.Pointer);
        }
    }

    /// <inheritdoc/>
    public void LayerNormBackward(Tensor g, Tensor x, long n, Tensor? weight, Tensor mean, Tensor rstd, Tensor? gx, Tensor? gWeight, Tensor? gBias)
    {
        if (x.DType == DType.Float64) Run<double>();
        else Run<float>();

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using Pinned<T> pg = g.Pin<T>(), px = x.Pin<T>(), pw = Optional<T>(weight), pm = mean.Pin<T>(), pr = rstd.Pin<T>();
            using Pinned<T> pgx = Optional<T>(gx), pgw = Optional<T>(gWeight), pgb = Optional<T>(gBias);
            Kernels.Normalization.LayerNorm.Backward(
                pg.Pointer, px.Pointer, mean.Count, n, pw.Pointer, pm.Pointer, pr.Pointer, pgx.Pointer, pgw.Pointer, pgb.Pointer);
        }
    }

    /// <inheritdoc/>
    public void GroupNorm(Tensor x, long groups, Tensor? weight, Tensor? bias, double epsilon, Tensor y, Tensor mean, Tensor rstd)
    {
        if (x.DType == DType.Float64) Run<double>();
        else if (x.DType == DType.Float32) Run<float>();
        else throw Unsupported("group normalisation", x.DType);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            (long n, long channels, long spatial) = Around(x.Shape, 1);
            using Pinned<T> px = x.Pin<T>(), pw = Optional<T>(weight), pb = Optional<T>(bias), py = y.Pin<T>(), pm = mean.Pin<T>(), pr = rstd.Pin<T>();
            Kernels.Normalization.GroupNorm.Forward(px.Pointer, n, channels, spatial, groups, pw.Pointer, pb.Pointer, epsilon, py.Pointer, pm.Pointer, pr.Pointer);
        }
    }

    /// <inheritdoc/>
    public void GroupNormBackward(Tensor g, Tensor x, long groups, Tensor? weight, Tensor mean, Tensor rstd, Tensor? gx, Tensor? gWeight, Tensor? gBias)
    {
        if (x.DType == DType.Float64) Run<double>();
        else Run<float>();

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            (long n, long channels, long spatial) = Around(x.Shape, 1);
            using Pinned<T> pg = g.Pin<T>(), px = x.Pin<T>(), pw = Optional<T>(weight), pm = mean.Pin<T>(), pr = rstd.Pin<T>();
            using Pinned<T> pgx = Optional<T>(gx), pgw = Optional<T>(gWeight), pgb = Optional<T>(gBias);
            Kernels.Normalization.GroupNorm.Backward(
                pg.Pointer, px.Pointer, n, channels, spatial, groups, pw.Pointer, pm.Pointer, pr.Pointer, pgx.Pointer, pgw.Pointer, pgb.Pointer);
        }
    }

    private static Pinned<T> Optional<T>(Tensor? x)
        where T : unmanaged => x is null ? default : x.Pin<T>();
}
