namespace Nabla;

public sealed unsafe partial class CpuBackend : ITemporalLosses
{
    /// <inheritdoc/>
    public void ConnectionistTemporal(Tensor x, Tensor labels, Tensor starts, Tensor lengths, long blank, Tensor losses)
    {
        if (x.DType == DType.Float64) TemporalOf<double>(x, labels, starts, lengths, blank, losses, null, null);
        else if (x.DType == DType.Float32) TemporalOf<float>(x, labels, starts, lengths, blank, losses, null, null);
        else throw Unsupported("connectionist temporal classification", x.DType);
    }

    /// <inheritdoc/>
    public void ConnectionistTemporalBackward(Tensor g, Tensor x, Tensor labels, Tensor starts, Tensor lengths, long blank, Tensor gx)
    {
        if (x.DType == DType.Float64) TemporalOf<double>(x, labels, starts, lengths, blank, null, g, gx);
        else if (x.DType == DType.Float32) TemporalOf<float>(x, labels, starts, lengths, blank, null, g, gx);
        else throw Unsupported("connectionist temporal classification", x.DType);
    }

    private static void TemporalOf<T>(Tensor x, Tensor labels, Tensor starts, Tensor lengths, long blank, Tensor? losses, Tensor? g, Tensor? gx)
        where T : unmanaged
    {
        using Pinned<T> px = x.Pin<T>(), pl = Optional<T>(losses), pg = Optional<T>(g), pgx = Optional<T>(gx);
        using Pinned<long> pi = labels.Pin<long>(), ps = starts.Pin<long>(), pn = lengths.Pin<long>();
        Kernels.Losses.ConnectionistTemporal.Run(px.Pointer, x.Shape[0], x.Shape[1], x.Shape[2], pi.Pointer, ps.Pointer, pn.Pointer, blank, pl.Pointer, pg.Pointer, pgx.Pointer);
    }
}
