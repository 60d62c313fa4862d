using System.Numerics;
using Nabla.Kernels.Attention;

namespace Nabla;

public sealed unsafe partial class CpuBackend : IFusedAttention
{
    /// <inheritdoc/>
    public void Attention(Tensor q, Tensor k, Tensor v, Tensor? mask, bool causal, double scale, in AttentionDropout dropout, Tensor y, Tensor logSumExp)
    {
        AttentionDropout dropped = dropout;
        if (q.DType == DType.Float64) Run<double>();
        else if (q.DType == DType.Float32) Run<float>();
        else
        {
            using Tensor wideQ = Widened(q, "attention"), wideK = Widened(k, "attention"), wideV = Widened(v, "attention"), wideY = Tensor.Empty(y.Shape, DType.Float32, this);
            using Tensor? wideMask = WidenedMask(mask);
            Attention(wideQ, wideK, wideV, wideMask, causal, scale, dropout, wideY, logSumExp);
            Copy(wideY, y);
        }

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            bool allowed = mask?.DType == DType.Bool;
            using Pinned<T> pq = q.Pin<T>(), pk = k.Pin<T>(), pv = v.Pin<T>(), py = y.Pin<T>(), pl = logSumExp.Pin<T>(), pa = Optional<T>(allowed ? null : mask);
            using Pinned<byte> pb = Optional<byte>(allowed ? mask : null);
            ScaledDotProduct.Forward(
                ShapeOf(q, k, v), Rows(q, pq.Pointer), Rows(k, pk.Pointer), Rows(v, pv.Pointer), scale, MaskOf(mask, causal, dropped, pa.Pointer, pb.Pointer), Rows(y, py.Pointer), pl.Pointer);
        }
    }

    /// <inheritdoc/>
    public void AttentionBackward(
        Tensor g, Tensor q, Tensor k, Tensor v, Tensor? mask, bool causal, double scale, in AttentionDropout dropout, Tensor y, Tensor logSumExp, Tensor gq, Tensor gk, Tensor gv, Tensor? gMask)
    {
        AttentionDropout dropped = dropout;
        if (q.DType == DType.Float64) Run<double>();
        else if (q.DType == DType.Float32) Run<float>();
        else
        {
            using Tensor wideG = Widened(g, "attention"), wideQ = Widened(q, "attention"), wideK = Widened(k, "attention"), wideV = Widened(v, "attention"), wideY = Widened(y, "attention");
            using Tensor wideGq = Tensor.Empty(gq.Shape, DType.Float32, this), wideGk = Tensor.Empty(gk.Shape, DType.Float32, this), wideGv = Tensor.Empty(gv.Shape, DType.Float32, this);
            using Tensor? wideMask = WidenedMask(mask), wideGMask = gMask is null ? null : Tensor.Empty(gMask.Shape, DType.Float32, this);
            AttentionBackward(wideG, wideQ, wideK, wideV, wideMask, causal, scale, dropout, wideY, logSumExp, wideGq, wideGk, wideGv, wideGMask);
            if (gMask is not null) Copy(wideGMask!, gMask);
            Copy(wideGq, gq);
            Copy(wideGk, gk);
            Copy(wideGv, gv);
        }

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            bool allowed = mask?.DType == DType.Bool;
            using Pinned<T> pg = g.Pin<T>(), pq = q.Pin<T>(), pk = k.Pin<T>(), pv = v.Pin<T>(), py = y.Pin<T>(), pl = logSumExp.Pin<T>();
            using Pinned<T> pgq = gq.Pin<T>(), pgk = gk.Pin<T>(), pgv = gv.Pin<T>(), pa = Optional<T>(allowed ? null : mask), pgm = Optional<T>(gMask);
            using Pinned<byte> pb = Optional<byte>(allowed ? mask : null);
            AttentionGradients<T> operands = new()
            {
                Q = Rows(q, pq.Pointer),
                K = Rows(k, pk.Pointer),
                V = Rows(v, pv.Pointer),
                Y = Rows(y, py.Pointer),
                LogSumExp = pl.Pointer,
                Gy = Rows(g, pg.Pointer),
                Gq = Rows(gq, pgq.Pointer),
                Gk = Rows(gk, pgk.Pointer),
                Gv = Rows(gv, pgv.Pointer),
                Mask = gMask is null ? default : MaskGradientOf(mask!, gMask, pgm.Pointer),
            };
            ScaledDotProduct.Backward(ShapeOf(q, k, v), operands, scale, MaskOf(mask, causal, dropped, pa.Pointer, pb.Pointer));
        }
    }

    /// <inheritdoc/>
    public void AttentionDropoutFactors(in AttentionDropout dropout, Tensor factors)
    {
        long keys = factors.Shape[^1], rows = keys == 0 ? 0 : factors.Count / keys;
        if (factors.DType == DType.Float64)
        {
            using Pinned<double> p = factors.Pin<double>();
            ScaledDotProduct.DropoutFactors(dropout, rows, keys, p.Pointer);
        }
        else if (factors.DType.IsReduced())
        {
            using Tensor wide = Tensor.Empty(factors.Shape, DType.Float32, this);
            AttentionDropoutFactors(dropout, wide);
            Copy(wide, factors);
        }
        else
        {
            using Pinned<float> p = factors.Pin<float>();
            ScaledDotProduct.DropoutFactors(dropout, rows, keys, p.Pointer);
        }
    }

    private Tensor? WidenedMask(Tensor? mask) => mask is null ? null : mask.DType == DType.Bool ? mask.Alias() : Widened(mask, "attention");

    private static AttentionShape ShapeOf(Tensor q, Tensor k, Tensor v) =>
        new(q.Shape[0] * q.Shape[1], q.Shape[2], k.Shape[2], q.Shape[3], v.Shape[3], q.Shape[1] / Math.Max(1, k.Shape[1]));

    private static AttentionMask<T> MaskOf<T>(Tensor? mask, bool causal, in AttentionDropout dropout, T* additive, byte* allowed)
        where T : unmanaged => mask is null ? new() { Causal = causal, Dropout = dropout } : new()
        {
            Additive = additive,
            Allowed = allowed,
            Places = PlacesOf(mask, mask.Strides[2], mask.Strides[1], mask.Strides[0]),
            QueryStride = mask.Strides[3],
            KeyStride = mask.Strides[4],
            Causal = causal,
            Dropout = dropout,
        };

    private static AttentionRows<T> Rows<T>(Tensor x, T* pointer)
        where T : unmanaged => new(pointer, Math.Max(1, x.Shape[1]), x.Strides[0], x.Strides[1], x.Strides[2]);

    private static AttentionMaskGradient<T> MaskGradientOf<T>(Tensor mask, Tensor gradient, T* pointer)
        where T : unmanaged => new()
        {
            Values = pointer,
            Count = gradient.Count,
            Places = PlacesOf(mask, OwnStride(gradient, 2), OwnStride(gradient, 1), OwnStride(gradient, 0)),
        };

    /// <summary>For masks [groups, samples, heads, queries, keys].</summary>
    private static AttentionMaskPlaces PlacesOf(Tensor mask, long head, long sample, long group) => new(mask.Shape[2], head, sample, mask.Shape[1], group);

    private static long OwnStride(Tensor x, int axis) => x.Shape[axis] == 1 ? 0 : x.Strides[axis];
}
