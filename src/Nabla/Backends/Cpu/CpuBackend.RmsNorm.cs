using System.Numerics;

namespace Nabla;

public sealed unsafe partial class CpuBackend
{
    /// <inheritdoc/>
    public void RmsNorm(Tensor x, long n, Tensor? weight, double epsilon, Tensor y, Tensor rstd)
    {
        if (x.DType == DType.Float64) Run<double>();
        else if (x.DType == DType.Float32) Run<float>();
        else throw Unsupported("RMS normalisation", x.DType);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using Pinned<T> px = x.Pin<T>(), pw = Optional<T>(weight), py = y.Pin<T>(), pr = rstd.Pin<T>();
            Kernels.Normalization.RmsNorm.Forward(px.Pointer, rstd.Count, n, pw.Pointer, epsilon, py.Pointer, pr.Pointer);
        }
    }

    /// <inheritdoc/>
    public void RmsNormBackward(Tensor g, Tensor x, long n, Tensor? weight, Tensor rstd, Tensor? gx, Tensor? gWeight)
    {
        if (x.DType == DType.Float64) Run<double>();
        else Run<float>();

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using Pinned<T> pg = g.Pin<T>(), px = x.Pin<T>(), pw = Optional<T>(weight), pr = rstd.Pin<T>(), pgx = Optional<T>(gx), pgw = Optional<T>(gWeight);
            Kernels.Normalization.RmsNorm.Backward(pg.Pointer, px.Pointer, rstd.Count, n, pw.Pointer, pr.Pointer, pgx.Pointer, pgw.Pointer);
        }
    }
}
