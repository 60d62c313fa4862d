using Nabla.Kernels.Attention;

namespace Nabla;

public static partial class Functional
{
    /// <summary>softmax(q·kᵀ·scale + mask)·v. Vaswani et al. (2017).</summary>
    /// <param name="q">Queries [..., T, D].</param>
    /// <param name="k">Keys [..., S, D]. The axis before S may be a divisor of that of q: consecutive query heads then share a head.</param>
    /// <param name="v">Values [..., S, E], with the leading axes of k.</param>
    /// <param name="mask">Broadcasts to [..., T, S]: bool, true where a key may be seen, or real numbers to be added; null for none.</param>
    /// <param name="dropout">Share of weights dropped (whatever the mode), 0..1.</param>
    /// <param name="causal">May query i see the keys 0..i only (aligned at the first)?</param>
    /// <param name="scale">Factor of the scores; 1/√D when omitted.</param>
    /// <param name="generator">Where the dropout comes from; <see cref="Generator.Default"/> when null.</param>
    /// <returns>[..., T, E]; a query that may see nothing gives 0.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">The dtypes differ or are not floating point.</exception>
    [Export("nn.functional.scaled_dot_product_attention")]
    public static Tensor ScaledDotProductAttention(
        Tensor q, Tensor k, Tensor v, Tensor? mask = null, double dropout = 0, bool causal = false, double? scale = null, Generator? generator = null)
    {
        if (dropout is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "A dropout probability must be in 0..1.");
        CheckAttention(q, k, v);
        DType type = Autocast.Lowered(q.DType);
        double factor = scale ?? 1 / Math.Sqrt(Math.Max(1, q.Shape[^1]));
        (Tensor query, Shape lead) = Heads(q.ToComputing(), q, q);
        Tensor key = Heads(k.ToComputing(), q, k).X, value = Heads(v.ToComputing(), q, v).X;
        (Tensor? grouped, long groups) = GroupedMask(mask, [.. lead.Span, query.Shape[2], key.Shape[2]], query.DType);
        long group = query.Shape[1] / Math.Max(1, key.Shape[1]);
        Tensor y;
        if (AttentionNumbers(q, v, grouped, group, dropout, generator) is { } dropped)
        {
            y = grouped?.IsDifferentiated == true
                ? new AttentionOp(null, groups, causal, factor, dropped).Apply(query, key, value, grouped)
                : new AttentionOp(Held(grouped, query, key, value), groups, causal, factor, dropped).Apply(query, key, value);
        }
        else
        {
            Tensor? wide = grouped?.BroadcastTo([groups, groups == 0 ? 0 : query.Shape[0] / groups, query.Shape[1], query.Shape[2], key.Shape[2]])
                .Reshape(query.Shape[0], query.Shape[1], query.Shape[2], key.Shape[2]);
            Tensor weights = Attentions.Weights(query, Attentions.RepeatHeads(key, group), wide, causal, factor);
            y = Dropout(weights, dropout, training: true, generator).MatMul(Attentions.RepeatHeads(value, group));
        }
        return y.Reshape([.. lead.Span, q.Shape[^2], v.Shape[^1]]).To(type);
    }

    /// <summary>Attention among the rows of one projection that holds queries, keys and values side by side; none of them is copied.</summary>
    /// <param name="qkv">[..., T, 3·E]: the queries of all heads, then the keys, then the values.</param>
    /// <param name="heads">Number of heads; divides E.</param>
    /// <param name="mask">Broadcasts to [..., heads, T, T]: bool, true where a key may be seen, or real numbers to be added; null for none.</param>
    /// <param name="dropout">Share of weights dropped (whatever the mode), 0..1.</param>
    /// <param name="causal">May query i see the keys 0..i only?</param>
    /// <param name="scale">Factor of the scores; 1/√(E/heads) when omitted.</param>
    /// <param name="generator">Where the dropout comes from; <see cref="Generator.Default"/> when null.</param>
    /// <returns>[..., T, E]; a query that may see nothing gives 0.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">The dtype is not floating point.</exception>
    [Export("nn.functional.packed_self_attention")]
    public static Tensor PackedSelfAttention(
        Tensor qkv, int heads, Tensor? mask = null, double dropout = 0, bool causal = false, double? scale = null, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        if (dropout is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "A dropout probability must be in 0..1.");
        if (!qkv.DType.IsFloating()) throw new ArgumentException($"Attention expects a floating-point dtype; got {qkv.DType.Name()}.", nameof(qkv));
        if (qkv.Rank < 2 || qkv.Shape[^1] % (3L * heads) != 0)
            throw new ShapeMismatchException($"PackedSelfAttention expects [..., T, 3·E] with E a multiple of {heads} heads; got {qkv.Shape}.", nameof(qkv));
        DType type = Autocast.Lowered(qkv.DType);
        long width = qkv.Shape[^1] / 3, tokens = qkv.Shape[^2], features = width / heads, batch = 1;
        Shape lead = new(qkv.Shape.Span[..^2]), rows = [.. lead.Span, tokens, width];
        foreach (long extent in lead.Span) batch *= extent;
        Tensor packed = qkv.ToComputing().Reshape(batch, tokens, 3, heads, features);
        (Tensor? grouped, long groups) = GroupedMask(mask, [.. lead.Span, heads, tokens, tokens], packed.DType);
        if (AttentionNumbers(packed, packed, grouped, 1, dropout, generator) is not { } dropped)
        {
            Tensor split = packed.Permute(2, 0, 3, 1, 4).Reshape([3, .. lead.Span, heads, tokens, features]);
            Tensor all = ScaledDotProductAttention(split.Select(0, 0), split.Select(0, 1), split.Select(0, 2), mask, dropout, causal, scale, generator);
            return all.Transpose(-3, -2).Reshape(rows).To(type);
        }
        double factor = scale ?? 1 / Math.Sqrt(features);
        Tensor y = grouped?.IsDifferentiated == true
            ? new PackedAttentionOp(null, groups, causal, factor, dropped).Apply(packed, grouped)
            : new PackedAttentionOp(Held(grouped, packed), groups, causal, factor, dropped).Apply(packed);
        return y.Reshape(rows).To(type);
    }

    /// <summary>The numbers of the dropout for the fused kernel (default for none), or null where it cannot run.</summary>
    private static AttentionDropout? AttentionNumbers(Tensor q, Tensor v, Tensor? mask, long group, double dropout, Generator? generator)
    {
        bool learned = mask?.IsDifferentiated == true;
        if (q.Backend is not IFusedAttention || q.Shape[^1] == 0 || v.Shape[^1] == 0 || (learned && (group != 1 || ForwardAD.IsActive))) return null;
        if (dropout == 0) return default(AttentionDropout);
        // Generators that imitate another library's sequence draw the whole matrix, as that library does.
        return (generator ?? Generator.Default).NextStream() is { } n ? new AttentionDropout(dropout, n.Key, n.Stream) : null;
    }

    /// <summary>A mask as the parameter of an operation on some inputs: it outlives the open scopes only where the operation is recorded.</summary>
    private static Tensor? Held(Tensor? mask, params ReadOnlySpan<Tensor> inputs)
    {
        Tensor? held = mask?.Detach();
        if (held is null || !GradMode.IsEnabled) return held;
        foreach (Tensor input in inputs)
        {
            if (input.IsDifferentiated) return held.Persist();
        }
        return held;
    }

    private static void CheckAttention(Tensor q, Tensor k, Tensor v)
    {
        if (!q.DType.IsFloating() || k.DType != q.DType || v.DType != q.DType)
            throw new ArgumentException($"Attention expects q, k and v of one floating-point dtype; got {q.DType.Name()}, {k.DType.Name()} and {v.DType.Name()}.", nameof(q));
        if (q.Rank < 2 || k.Rank != q.Rank || v.Rank != q.Rank || k.Shape[^1] != q.Shape[^1] || v.Shape[^2] != k.Shape[^2])
            throw new ShapeMismatchException($"Attention expects q [..., T, D], k [..., S, D] and v [..., S, E]; got {q.Shape}, {k.Shape} and {v.Shape}.", nameof(k));
        for (int axis = 0; axis < q.Rank - 2; axis++)
        {
            long heads = q.Shape[axis], shared = k.Shape[axis];
            bool fits = shared == heads || (axis == q.Rank - 3 && shared > 0 && heads % shared == 0);
            if (!fits || v.Shape[axis] != shared)
                throw new ShapeMismatchException($"Attention: the leading axes of q {q.Shape}, k {k.Shape} and v {v.Shape} do not fit.", nameof(k));
        }
    }

    /// <summary>[..., H, T, D] as [B, H, T, D], and the leading axes of the queries.</summary>
    private static (Tensor X, Shape Lead) Heads(Tensor x, Tensor q, Tensor shaped)
    {
        Shape lead = new(q.Shape.Span[..^2]);
        long heads = shaped.Rank > 2 ? shaped.Shape[^3] : 1, batch = 1;
        for (int axis = 0; axis < shaped.Rank - 3; axis++) batch *= shaped.Shape[axis];
        return (x.Reshape(batch, heads, shaped.Shape[^2], shaped.Shape[^1]), lead);
    }

    /// <summary>A mask that broadcasts to [..., H, T, S] as [O, I, H, T, S], extents of 1 where it is shared; and O, which cuts the batch in O·I.</summary>
    private static (Tensor? Mask, long Groups) GroupedMask(Tensor? mask, Shape whole, DType type)
    {
        long groups = whole.Rank > 4 ? whole[0] : 1;
        if (mask is null) return (null, groups);
        if (mask.DType != DType.Bool && !mask.DType.IsFloating())
            throw new ArgumentException($"An attention mask must be bool (true may be seen) or real numbers to be added; got {mask.DType.Name()}.", nameof(mask));
        if (mask.Rank > whole.Rank || Shape.Broadcast(mask.Shape, whole) != whole)
            throw new ShapeMismatchException($"Attention of {whole} expects a mask that broadcasts to it; got {mask.Shape}.", nameof(mask));
        Tensor wide = mask.DType == DType.Bool ? mask : mask.To(type);
        if (wide.IsDifferentiated) wide = wide.BroadcastTo([.. wide.Shape.Span[..Math.Max(0, wide.Rank - 2)], whole[^2], whole[^1]]);
        if (whole.Rank > 5)
        {
            long batch = 1;
            for (int axis = 1; axis < whole.Rank - 3; axis++) batch *= whole[axis];
            return (wide.BroadcastTo(whole).Reshape(groups, batch, whole[^3], whole[^2], whole[^1]), groups);
        }
        while (wide.Rank < 5) wide = wide.Unsqueeze(0);
        return (wide, groups);
    }
}
