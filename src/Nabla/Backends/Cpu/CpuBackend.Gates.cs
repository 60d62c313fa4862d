using Nabla.Kernels.Gates;

namespace Nabla;

public sealed unsafe partial class CpuBackend
{
    /// <inheritdoc/>
    public void ChannelGate(in ChannelGateForm form, Tensor x, Tensor w1, Tensor b1, Tensor w2, Tensor b2, Tensor kept, Tensor y)
    {
        if (x.DType == DType.Float64) Run<double>(form);
        else Run<float>(form);

        void Run<T>(in ChannelGateForm form)
            where T : unmanaged
        {
            using Pinned<T> px = x.Pin<T>(), pw1 = w1.Pin<T>(), pb1 = b1.Pin<T>(), pw2 = w2.Pin<T>(), pb2 = b2.Pin<T>(), pKept = kept.PinForWriting<T>(), py = y.PinForWriting<T>();
            Kernels.Gates.ChannelGate.Forward(form, px.Pointer, pw1.Pointer, pb1.Pointer, pw2.Pointer, pb2.Pointer, pKept.Pointer, py.Pointer);
        }
    }

    /// <inheritdoc/>
    public void ChannelGateBackward(in ChannelGateForm form, Tensor g, Tensor x, Tensor w1, Tensor w2, Tensor kept, Tensor? gx, Tensor gw1, Tensor gb1, Tensor gw2, Tensor gb2)
    {
        if (x.DType == DType.Float64) Run<double>(form);
        else Run<float>(form);

        void Run<T>(in ChannelGateForm form)
            where T : unmanaged
        {
            using Pinned<T> pg = g.Pin<T>(), px = x.Pin<T>(), pw1 = w1.Pin<T>(), pw2 = w2.Pin<T>(), pKept = kept.Pin<T>(), pgx = Optional<T>(gx);
            using Pinned<T> pgw1 = gw1.PinForWriting<T>(), pgb1 = gb1.PinForWriting<T>(), pgw2 = gw2.PinForWriting<T>(), pgb2 = gb2.PinForWriting<T>();
            Kernels.Gates.ChannelGate.Backward(form, pg.Pointer, px.Pointer, pw1.Pointer, pw2.Pointer, pKept.Pointer, pgx.Pointer, pgw1.Pointer, pgb1.Pointer, pgw2.Pointer, pgb2.Pointer);
        }
    }
}
