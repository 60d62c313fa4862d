namespace Nabla;

/// <summary>Attention written out with the matrix of weights, for what the fused kernel does not do: dropout, visible weights, gradients of masks and of gradients.</summary>
internal static class Attentions
{
    /// <summary>softmax(q·kᵀ·scale + mask) [B, H, T, S]; the weights of a query that sees nothing are 0.</summary>
    /// <param name="q">[B, H, T, D].</param>
    /// <param name="k">[B, H, S, D].</param>
    /// <param name="mask">Broadcasts to [B, H, T, S]; bool (true may be seen) or added; null for none.</param>
    /// <param name="causal">May query i see the keys 0..i only?</param>
    /// <param name="scale">Factor of the scores.</param>
    public static Tensor Weights(Tensor q, Tensor k, Tensor? mask, bool causal, double scale)
    {
        Tensor scores = (q * scale).MatMul(k.T);
        Tensor? seen = null;
        if (mask is { DType: DType.Bool })
        {
            seen = mask;
        }
        else if (mask is not null)
        {
            seen = mask.Detach().Equal(double.NegativeInfinity).LogicalNot();
            scores += seen.Where(mask, 0);
        }
        if (causal)
        {
            Tensor past = Past(q.Shape[2], k.Shape[2], q.Backend);
            seen = seen is null ? past : past.Where(seen, Tensor.Zeros([], DType.Bool, q.Backend));
        }
        if (seen is null) return scores.Softmax(-1);
        // A finite stand-in for -∞ keeps rows that see nothing free of NaN; their weights are then cleared.
        double low = scores.DType == DType.Float64 ? -1e300 : scores.DType == DType.Float16 ? -6e4 : -1e30;
        return seen.Where(seen.Where(scores, low).Softmax(-1), 0);
    }

    /// <summary>Each head of keys or values [B, H, S, D] for <paramref name="group"/> consecutive query heads.</summary>
    public static Tensor RepeatHeads(Tensor x, long group) => group == 1 ? x :
        x.Unsqueeze(2).BroadcastTo([x.Shape[0], x.Shape[1], group, x.Shape[2], x.Shape[3]]).Reshape(x.Shape[0], x.Shape[1] * group, x.Shape[2], x.Shape[3]);

    /// <summary>The adjoint of <see cref="RepeatHeads"/>.</summary>
    public static Tensor SumHeads(Tensor x, long group) => group == 1 ? x : x.Reshape(x.Shape[0], x.Shape[1] / group, group, x.Shape[2], x.Shape[3]).Sum(2);

    /// <summary>[queries, keys], true where the key is not after the query (both counted from the start).</summary>
    private static Tensor Past(long queries, long keys, IBackend on)
    {
        if (on is ShapeOnlyBackend) return Tensor.Empty([queries, keys], DType.Bool, on);
        return Tensor.Arange(0, queries, type: DType.Int64).Unsqueeze(1).GreaterOrEqual(Tensor.Arange(0, keys, type: DType.Int64));
    }
}
