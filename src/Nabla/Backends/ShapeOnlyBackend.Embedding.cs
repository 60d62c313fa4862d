namespace Nabla;

public sealed partial class ShapeOnlyBackend : IFusedEmbedding
{
    /// <inheritdoc/>
    public void Embedding(Tensor table, Tensor tokens, Tensor y)
    {
    }

    /// <inheritdoc/>
    public void EmbeddingBackward(Tensor g, Tensor tokens, long padding, bool scaleByFrequency, Tensor gTable)
    {
    }
}
