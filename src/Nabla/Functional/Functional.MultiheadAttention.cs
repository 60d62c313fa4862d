namespace Nabla;

public static partial class Functional
{
    /// <summary>Attention by several heads over projections of queries, keys and values. Vaswani et al. (2017).</summary>
    /// <param name="q">Queries [T, N, E], [N, T, E] with <paramref name="batchFirst"/>, or [T, E].</param>
    /// <param name="k">Keys [S, N, kdim] and so on.</param>
    /// <param name="v">Values [S, N, vdim] and so on.</param>
    /// <param name="heads">Number of heads; divides E.</param>
    /// <param name="weights">The learned weights.</param>
    /// <param name="keyPaddingMask">[N, S] (or [S]): true, or -∞, where a key must not be seen; null for none.</param>
    /// <param name="attentionMask">[T, S] or [N·heads, T, S]: bool, true where a key must <em>not</em> be seen (as in PyTorch), or real numbers to be added; null for none.</param>
    /// <param name="needWeights">Return the attention weights? Without them the fused kernel runs.</param>
    /// <param name="averageWeights">Average the weights over the heads?</param>
    /// <param name="zeroAttention">Append a key and a value of zeros?</param>
    /// <param name="batchFirst">Is the batch the first axis?</param>
    /// <param name="dropout">Share of weights dropped, 0..1.</param>
    /// <param name="generator">Where the dropout comes from.</param>
    /// <returns>The output, shaped like q, and the weights [N, T, S] ([N, heads, T, S] when not averaged), or null.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    [Export("nn.functional.multihead_attention")]
    public static (Tensor Output, Tensor? Weights) MultiheadAttention(
        Tensor q, Tensor k, Tensor v, int heads, MultiheadAttentionWeights weights, Tensor? keyPaddingMask = null, Tensor? attentionMask = null,
        bool needWeights = true, bool averageWeights = true, bool zeroAttention = false, bool batchFirst = false, double dropout = 0, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        bool batched = q.Rank == 3;
        if (q.Rank is not (2 or 3) || k.Rank != q.Rank || v.Rank != q.Rank)
            throw new ShapeMismatchException($"MultiheadAttention expects three inputs with three axes, or two without the batch; got {q.Shape}, {k.Shape} and {v.Shape}.", nameof(q));
        if (!needWeights && !zeroAttention && weights is { InWeight: { } projection, KeyBias: null, ValueBias: null } && ReferenceEquals(q, k) && ReferenceEquals(k, v))
        {
            Tensor packed = Linear(q, projection, weights.InBias);
            packed = !batched ? packed.Unsqueeze(0) : batchFirst ? packed : packed.Transpose(0, 1);
            (long batch, long length) = (packed.Shape[0], packed.Shape[1]);
            Tensor attended = PackedSelfAttention(packed, heads, MergeMasks(keyPaddingMask, attentionMask, [batch, heads, length, length], packed.DType), dropout, generator: generator);
            attended = !batched ? attended.Squeeze(0) : batchFirst ? attended : attended.Transpose(0, 1);
            return (Linear(attended, weights.OutWeight, weights.OutBias), null);
        }
        (Tensor query, Tensor key, Tensor value) = Project(q, k, v, weights);
        query = ToHeads(query, heads, batched, batchFirst);
        key = AppendRow(ToHeads(key, heads, batched, batchFirst), weights.KeyBias, heads, zeroAttention);
        value = AppendRow(ToHeads(value, heads, batched, batchFirst), weights.ValueBias, heads, zeroAttention);
        long n = query.Shape[0], t = query.Shape[2], s = key.Shape[2], width = query.Shape[3];
        int extra = (weights.KeyBias is null ? 0 : 1) + (zeroAttention ? 1 : 0);
        Tensor? mask = MergeMasks(Widened(keyPaddingMask, extra), Widened(attentionMask, extra), [n, heads, t, s], query.DType);

        Tensor mixed;
        Tensor? shown = null;
        if (needWeights)
        {
            Tensor p = Dropout(Attentions.Weights(query, key, mask, false, 1 / Math.Sqrt(width)), dropout, training: true, generator);
            mixed = p.MatMul(value);
            shown = averageWeights ? p.Mean(1) : p;
            if (!batched) shown = shown.Squeeze(0);
        }
        else
        {
            mixed = ScaledDotProductAttention(query, key, value, mask, dropout, generator: generator);
        }
        Tensor rows = (batchFirst || !batched ? mixed.Permute(0, 2, 1, 3) : mixed.Permute(2, 0, 1, 3)).Flatten(2);
        Tensor y = Linear(rows, weights.OutWeight, weights.OutBias);
        return (batched ? y : y.Squeeze(0), shown);
    }

    private static (Tensor Q, Tensor K, Tensor V) Project(Tensor q, Tensor k, Tensor v, MultiheadAttentionWeights weights)
    {
        long e = weights.OutWeight.Shape[1];
        if (weights.InWeight is { } packed)
        {
            if (ReferenceEquals(q, k) && ReferenceEquals(k, v))
            {
                Tensor all = Linear(q, packed, weights.InBias);
                return (all.Narrow(-1, 0, e), all.Narrow(-1, e, e), all.Narrow(-1, 2 * e, e));
            }
            return (Linear(q, packed.Narrow(0, 0, e), Bias(0)), Linear(k, packed.Narrow(0, e, e), Bias(1)), Linear(v, packed.Narrow(0, 2 * e, e), Bias(2)));
        }
        if (weights.QueryWeight is null || weights.KeyWeight is null || weights.ValueWeight is null)
            throw new ArgumentException("MultiheadAttention needs either InWeight or QueryWeight, KeyWeight and ValueWeight.", nameof(weights));
        return (Linear(q, weights.QueryWeight, Bias(0)), Linear(k, weights.KeyWeight, Bias(1)), Linear(v, weights.ValueWeight, Bias(2)));

        Tensor? Bias(int part) => weights.InBias?.Narrow(0, part * e, e);
    }

    /// <summary>[T, N, E], [N, T, E] or [T, E] as [N, heads, T, E/heads].</summary>
    private static Tensor ToHeads(Tensor x, int heads, bool batched, bool batchFirst)
    {
        if (!batched) x = x.Unsqueeze(0);
        else if (!batchFirst) x = x.Transpose(0, 1);
        return x.Unflatten(2, heads, x.Shape[2] / heads).Transpose(1, 2);
    }

    /// <summary>Appends a learned row [1, 1, E] and a row of zeros to keys or values [N, heads, S, D].</summary>
    private static Tensor AppendRow(Tensor x, Tensor? bias, int heads, bool zero)
    {
        Shape row = x.Shape.With(2, 1);
        if (bias is not null) x = Tensor.Cat([x, bias.Reshape(1, heads, 1, x.Shape[3]).BroadcastTo(row)], 2);
        return zero ? Tensor.Cat([x, Tensor.Zeros(row, x.DType, x.Backend)], 2) : x;
    }

    /// <summary>Lets a mask see <paramref name="extra"/> more keys at the end.</summary>
    private static Tensor? Widened(Tensor? mask, int extra) => mask is null || extra == 0 ? mask :
        Tensor.Cat([mask, Tensor.Zeros(mask.Shape.With(mask.Rank - 1, extra), mask.DType, mask.Backend)], -1);

    /// <summary>Both masks as one for [N, heads, T, S]: bool with true where a key may be seen, or real numbers to be added.</summary>
    private static Tensor? MergeMasks(Tensor? padding, Tensor? attention, Shape whole, DType type)
    {
        (long n, long heads, long t, long s) = (whole[0], whole[1], whole[2], whole[3]);
        Tensor? keys = padding?.Shape switch
        {
            null => null,
            { Rank: 2 } shape when shape == new Shape(n, s) => padding.Reshape(n, 1, 1, s),
            { Rank: 1 } shape when n == 1 && shape[0] == s => padding.Reshape(1, 1, 1, s),
            { } shape => throw new ShapeMismatchException($"MultiheadAttention expects a key padding mask of shape [{n}, {s}]; got {shape}.", nameof(padding)),
        };
        Tensor? pairs = attention?.Shape switch
        {
            null => null,
            { Rank: 2 } shape when shape == new Shape(t, s) => attention.Reshape(1, 1, t, s),
            { Rank: 3 } shape when shape == new Shape(n * heads, t, s) => attention.Reshape(n, heads, t, s),
            { } shape => throw new ShapeMismatchException($"MultiheadAttention expects an attention mask of shape [{t}, {s}] or [{n * heads}, {t}, {s}]; got {shape}.", nameof(attention)),
        };
        if (keys is null || pairs is null) return Positive(keys ?? pairs);
        if (keys.DType == DType.Bool && pairs.DType == DType.Bool) return keys.Where(Tensor.Zeros([], DType.Bool, keys.Backend), pairs.LogicalNot());
        return Added(keys) + Added(pairs);

        static Tensor? Positive(Tensor? mask) => mask?.DType == DType.Bool ? mask.LogicalNot() : mask;
        Tensor Added(Tensor mask) => mask.DType == DType.Bool ? mask.Where(double.NegativeInfinity, Tensor.Zeros([], type, mask.Backend)) : mask.To(type);
    }
}
