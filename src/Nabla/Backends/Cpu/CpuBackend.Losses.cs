using System.Numerics;
using Nabla.Kernels.Losses;

namespace Nabla;

public sealed unsafe partial class CpuBackend : IFusedLosses
{
    /// <inheritdoc/>
    public (double Sum, double Weight) CrossEntropy(Tensor x, Tensor target, Tensor? weight, long ignoreIndex, double smoothing, Tensor losses, Tensor logSumExp) =>
        x.DType == DType.Float64
            ? CrossEntropyOf<double>(x, target, weight, ignoreIndex, smoothing, losses, logSumExp)
            : CrossEntropyOf<float>(x, target, weight, ignoreIndex, smoothing, losses, logSumExp);

    /// <inheritdoc/>
    public void CrossEntropyBackward(Tensor g, double scale, Tensor x, Tensor target, Tensor? weight, long ignoreIndex, double smoothing, Tensor logSumExp, Tensor gx)
    {
        if (x.DType == DType.Float64) CrossEntropyBackwardOf<double>(g, scale, x, target, weight, ignoreIndex, smoothing, logSumExp, gx);
        else CrossEntropyBackwardOf<float>(g, scale, x, target, weight, ignoreIndex, smoothing, logSumExp, gx);
    }

    private static (double Sum, double Weight) CrossEntropyOf<T>(Tensor x, Tensor target, Tensor? weight, long ignoreIndex, double smoothing, Tensor losses, Tensor logSumExp)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (long n, long classes, long inner) = Around(x.Shape, 1);
        using Pinned<T> px = x.Pin<T>(), pw = Optional<T>(weight), pl = losses.Pin<T>(), pz = logSumExp.Pin<T>();
        LossTotal total;
        if (target.DType == DType.Int64)
        {
            using Pinned<long> pt = target.Pin<long>();
            total = Kernels.Losses.CrossEntropy.Forward(px.Pointer, pt.Pointer, pw.Pointer, n, classes, inner, ignoreIndex, smoothing, pl.Pointer, pz.Pointer);
        }
        else
        {
            using Pinned<T> pt = target.Pin<T>();
            total = Kernels.Losses.CrossEntropy.ForwardProbabilities(px.Pointer, pt.Pointer, pw.Pointer, n, classes, inner, smoothing, pl.Pointer, pz.Pointer);
        }
        return (total.Sum, total.Weight);
    }

    private static void CrossEntropyBackwardOf<T>(
        Tensor g, double scale, Tensor x, Tensor target, Tensor? weight, long ignoreIndex, double smoothing, Tensor logSumExp, Tensor gx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (long n, long classes, long inner) = Around(x.Shape, 1);
        int step = g.Count == 1 ? 0 : 1;
        using Pinned<T> pg = g.Pin<T>(), px = x.Pin<T>(), pw = Optional<T>(weight), pz = logSumExp.Pin<T>(), pgx = gx.Pin<T>();
        if (target.DType == DType.Int64)
        {
            using Pinned<long> pt = target.Pin<long>();
            Kernels.Losses.CrossEntropy.Backward(px.Pointer, pt.Pointer, pw.Pointer, n, classes, inner, ignoreIndex, smoothing, pz.Pointer, pg.Pointer, step, scale, pgx.Pointer);
        }
        else
        {
            using Pinned<T> pt = target.Pin<T>();
            Kernels.Losses.CrossEntropy.BackwardProbabilities(px.Pointer, pt.Pointer, pw.Pointer, n, classes, inner, smoothing, pz.Pointer, pg.Pointer, step, scale, pgx.Pointer);
        }
    }
}
