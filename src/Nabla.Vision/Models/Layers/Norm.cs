namespace Nabla.Vision;

/// <summary>How a model's batch normalisation is set.</summary>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="Momentum">Share of the newest batch in the running statistics.</param>
[Export("vision.models.Norm")]
public sealed record Norm(double Epsilon = 1e-5, double Momentum = 0.1)
{
    /// <summary>PyTorch's default.</summary>
    public static Norm Default { get; } = new();

    /// <summary>A layer set like this.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="channels">Channels.</param>
    public BatchNorm2d Layer(Weights w, int channels) => new(w, channels, Epsilon, Momentum);
}
