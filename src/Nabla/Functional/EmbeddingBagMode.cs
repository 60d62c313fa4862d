namespace Nabla;

/// <summary>What becomes of the rows of a bag.</summary>
[Export("nn.EmbeddingBagMode")]
public enum EmbeddingBagMode
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum, each times a factor if there are any.</summary>
    Sum,

    /// <summary>The largest of each feature.</summary>
    Max,
}
