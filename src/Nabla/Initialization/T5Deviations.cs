namespace Nabla;

/// <summary>Standard deviations of T5's initial weights; there is no 1/√d in its attention, so the query weights carry it. Raffel et al. (2019), mesh-tensorflow.</summary>
/// <param name="Width">d, the width of the stream.</param>
/// <param name="HeadWidth">d_k, the width of a head.</param>
/// <param name="Heads">h.</param>
/// <param name="Hidden">d_ff.</param>
[Export("nn.init.T5Deviations")]
public readonly record struct T5Deviations(int Width, int HeadWidth, int Heads, int Hidden)
{
    /// <summary>1.</summary>
    [Export("nn.init.T5Deviations.embedding")]
    public static double Embedding => 1;

    /// <summary>1/√(d·d_k).</summary>
    public double Query => 1 / Math.Sqrt((double)Width * HeadWidth);

    /// <summary>1/√d, for keys and values.</summary>
    public double KeyValue => 1 / Math.Sqrt(Width);

    /// <summary>1/√(h·d_k).</summary>
    public double Output => 1 / Math.Sqrt((double)Heads * HeadWidth);

    /// <summary>1/√d.</summary>
    public double FeedForwardIn => 1 / Math.Sqrt(Width);

    /// <summary>1/√d_ff.</summary>
    public double FeedForwardOut => 1 / Math.Sqrt(Hidden);

    /// <summary>d^-½, the factor of the last layer's input where it shares the embedding's weights.</summary>
    public double TiedHeadFactor => 1 / Math.Sqrt(Width);
}
