namespace Nabla;

/// <summary>What a weight does in a transformer, as far as its initial scale depends on it.</summary>
internal enum TransformerRole
{
    Other, Embedding, Query, Key, Value, QueryKeyValue, Output, FeedForwardIn, FeedForwardOut, Bias, Norm,
}

/// <summary>Roles by the names that PyTorch's layers, GPT-2 and T5 give their parameters.</summary>
internal static class TransformerRoles
{
    private static readonly (string End, TransformerRole Role)[] Ends =
    [
        ("in_proj_weight", TransformerRole.QueryKeyValue), ("c_attn.weight", TransformerRole.QueryKeyValue),
        ("q_proj_weight", TransformerRole.Query), ("k_proj_weight", TransformerRole.Key), ("v_proj_weight", TransformerRole.Value),
        ("q_proj.weight", TransformerRole.Query), ("k_proj.weight", TransformerRole.Key), ("v_proj.weight", TransformerRole.Value),
        ("Attention.q.weight", TransformerRole.Query), ("Attention.k.weight", TransformerRole.Key), ("Attention.v.weight", TransformerRole.Value),
        ("out_proj.weight", TransformerRole.Output), ("attn.c_proj.weight", TransformerRole.Output), ("Attention.o.weight", TransformerRole.Output),
        ("linear1.weight", TransformerRole.FeedForwardIn), ("c_fc.weight", TransformerRole.FeedForwardIn), ("wi.weight", TransformerRole.FeedForwardIn),
        ("wi_0.weight", TransformerRole.FeedForwardIn), ("wi_1.weight", TransformerRole.FeedForwardIn),
        ("linear2.weight", TransformerRole.FeedForwardOut), ("mlp.c_proj.weight", TransformerRole.FeedForwardOut), ("wo.weight", TransformerRole.FeedForwardOut),
    ];

    /// <summary>The role of a parameter; vectors are biases or norms, and a matrix of an embedding is one.</summary>
    public static TransformerRole Of(bool embedding, string name, Shape shape)
    {
        if (shape.Rank < 2) return name.EndsWith("bias", StringComparison.Ordinal) ? TransformerRole.Bias : TransformerRole.Norm;
        foreach ((string end, TransformerRole role) in Ends)
        {
            if (name.EndsWith(end, StringComparison.Ordinal)) return role;
        }
        return embedding ? TransformerRole.Embedding : TransformerRole.Other;
    }
}
