namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Attention() => new()
    {
        ["scaled_dot_product_attention"] = (x, a) => [Functional.ScaledDotProductAttention(
            x[0], x[1], x[2], x.Length > 3 ? x[3] : null, causal: a.Flag("is_causal"), scale: a.Has("scale") ? a.Real("scale") : null)],
        ["instance_norm"] = (x, a) => [Functional.InstanceNorm(x[0], weight: x[1], bias: x[2], epsilon: a.Real("eps"))],
        ["bilinear"] = (x, _) => [Functional.Bilinear(x[0], x[1], x[2], x[3])],
        ["cosine_similarity"] = (x, a) => [Functional.CosineSimilarity(x[0], x[1], a.Int("dim", 1))],
        ["pairwise_distance"] = (x, a) => [Functional.PairwiseDistance(x[0], x[1], a.Real("p", 2), keepDims: a.Flag("keepdim"))],
        ["multi_head_attention_forward"] = MultiheadAttention,
    };

    private static Tensor[] MultiheadAttention(Tensor[] x, GoldenArgs a)
    {
        MultiheadAttentionWeights weights = new(x[5], x[6]) { InWeight = x[3], InBias = x[4], KeyBias = x[7], ValueBias = x[8] };
        (Tensor y, Tensor? p) = Functional.MultiheadAttention(
            x[0], x[1], x[2], a.Int("num_heads"), weights, x[9], x[10], a.Flag("need_weights", true), a.Flag("average", true), a.Flag("add_zero_attn"));
        return p is null ? [y] : [y, p];
    }
}
