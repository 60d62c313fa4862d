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
        Tensor? wide = MaskHeads(mask, lead, query, key);
        Tensor y;
        bool fused = wide?.IsDifferentiated != true && q.Backend is IFusedAttention && q.Shape[^1] > 0 && v.Shape[^1] > 0;
        // Generators that imitate another library's sequence draw the whole matrix, as that library does.
        (ulong Key, ulong Stream)? numbers = fused && dropout > 0 ? (generator ?? Generator.Default).NextStream() : null;
        if (fused && (dropout == 0 || numbers is not null))
        {
            AttentionDropout dropped = numbers is { } n ? new(dropout, n.Key, n.Stream) : default;
            y = new AttentionOp(wide?.Detach().Persist(), causal, factor, dropped).Apply(query, key, value);
        }
        else
        {
            long group = query.Shape[1] / Math.Max(1, key.Shape[1]);
            Tensor weights = Attentions.Weights(query, Attentions.RepeatHeads(key, group), wide, causal, factor);
            y = Dropout(weights, dropout, training: true, generator).MatMul(Attentions.RepeatHeads(value, group));
        }
        return y.Reshape([.. lead.Span, q.Shape[^2], v.Shape[^1]]).To(type);
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

    private static Tensor? MaskHeads(Tensor? mask, Shape lead, Tensor q, Tensor k)
    {
        if (mask is null) return null;
        Shape whole = [.. lead.Span, q.Shape[2], k.Shape[2]];
        if (mask.DType != DType.Bool && !mask.DType.IsFloating())
            throw new ArgumentException($"An attention mask must be bool (true may be seen) or real numbers to be added; got {mask.DType.Name()}.", nameof(mask));
        if (mask.Rank > whole.Rank || Shape.Broadcast(mask.Shape, whole) != whole)
            throw new ShapeMismatchException($"Attention of {whole} expects a mask that broadcasts to it; got {mask.Shape}.", nameof(mask));
        Tensor wide = mask.DType == DType.Bool ? mask : mask.To(q.DType);
        wide = wide.BroadcastTo(whole);
        while (wide.Rank < 4) wide = wide.Unsqueeze(0);
        return wide.Rank == 4 ? wide : wide.Reshape(q.Shape[0], q.Shape[1], q.Shape[2], k.Shape[2]);
    }
}
