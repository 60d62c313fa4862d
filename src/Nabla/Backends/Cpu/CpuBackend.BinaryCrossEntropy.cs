using System.Numerics;

namespace Nabla;

public sealed unsafe partial class CpuBackend
{
    /// <inheritdoc/>
    public double BinaryCrossEntropy(Tensor x, Tensor target, Tensor? weight, Tensor? positive, Tensor losses)
    {
        return x.DType == DType.Float64 ? Run<double>() : Run<float>();

        double Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using Pinned<T> px = x.Pin<T>(), pt = target.Pin<T>(), pw = Optional<T>(weight), pp = Optional<T>(positive), pl = losses.Pin<T>();
            return Kernels.Losses.BinaryCrossEntropy.Forward(px.Pointer, pt.Pointer, pw.Pointer, pp.Pointer, Math.Max(1, x.Count), 1, x.Count, pl.Pointer).Sum;
        }
    }

    /// <inheritdoc/>
    public void BinaryCrossEntropyBackward(Tensor g, double scale, Tensor x, Tensor target, Tensor? weight, Tensor? positive, Tensor gx)
    {
        if (x.DType == DType.Float64) Run<double>();
        else Run<float>();

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using Pinned<T> pg = g.Pin<T>(), px = x.Pin<T>(), pt = target.Pin<T>(), pw = Optional<T>(weight), pp = Optional<T>(positive), pgx = gx.Pin<T>();
            Kernels.Losses.BinaryCrossEntropy.Backward(
                px.Pointer, pt.Pointer, pw.Pointer, pp.Pointer, Math.Max(1, x.Count), 1, x.Count, pg.Pointer, g.Count == 1 ? 0 : 1, scale, pgx.Pointer);
        }
    }
}
