using Nabla.Kernels.Softmax;

namespace Nabla;

public sealed unsafe partial class CpuBackend : IFusedSoftmax
{
    /// <inheritdoc/>
    public void Softmax(Tensor x, int axis, bool log, Tensor y)
    {
        if (x.DType == DType.Float64) Run<double>();
        else Run<float>();

        void Run<T>()
            where T : unmanaged
        {
            (long outer, long n, long inner) = Around(x.Shape, axis);
            using Pinned<T> px = x.Pin<T>(), py = y.Pin<T>();
            if (log) SoftmaxKernels.LogSoftmax(px.Pointer, py.Pointer, outer, n, inner);
            else SoftmaxKernels.Softmax(px.Pointer, py.Pointer, outer, n, inner);
        }
    }

    /// <inheritdoc/>
    public void SoftmaxBackward(Tensor g, Tensor y, int axis, bool log, Tensor x)
    {
        if (x.DType == DType.Float64) Run<double>();
        else Run<float>();

        void Run<T>()
            where T : unmanaged
        {
            (long outer, long n, long inner) = Around(x.Shape, axis);
            using Pinned<T> pg = g.Pin<T>(), py = y.Pin<T>(), px = x.Pin<T>();
            if (log) SoftmaxKernels.LogSoftmaxBackward(pg.Pointer, py.Pointer, px.Pointer, outer, n, inner);
            else SoftmaxKernels.SoftmaxBackward(pg.Pointer, py.Pointer, px.Pointer, outer, n, inner);
        }
    }
}
