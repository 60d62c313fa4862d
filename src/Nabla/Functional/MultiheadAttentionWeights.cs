namespace Nabla;

/// <summary>The weights of multi-head attention over E features, as PyTorch keeps them.</summary>
/// <param name="OutWeight">[E, E].</param>
/// <param name="OutBias">[E], or null.</param>
[Export("nn.functional.MultiheadAttentionWeights")]
public sealed record MultiheadAttentionWeights(Tensor OutWeight, Tensor? OutBias)
{
    /// <summary>Projections of queries, keys and values in one [3·E, E]; null when they are separate.</summary>
    public Tensor? InWeight { get; init; }

    /// <summary>Projection of queries [E, E], when separate.</summary>
    public Tensor? QueryWeight { get; init; }

    /// <summary>Projection of keys [E, kdim], when separate.</summary>
    public Tensor? KeyWeight { get; init; }

    /// <summary>Projection of values [E, vdim], when separate.</summary>
    public Tensor? ValueWeight { get; init; }

    /// <summary>Biases of the three projections [3·E], or null.</summary>
    public Tensor? InBias { get; init; }

    /// <summary>A key [1, 1, E] appended to every sequence, or null.</summary>
    public Tensor? KeyBias { get; init; }

    /// <summary>The value [1, 1, E] that goes with it, or null.</summary>
    public Tensor? ValueBias { get; init; }
}
