namespace Nabla;

/// <summary>Alpha dropout of whole channels. Klambauer et al. (2017).</summary>
[Export("nn.FeatureAlphaDropout")]
public sealed class FeatureAlphaDropout : Module
{
    private readonly double _probability;

    /// <summary>Describes the layer.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="probability">Share dropped, 0..1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in 0..1.</exception>
    public FeatureAlphaDropout(Weights w, double probability = 0.5)
        : base(w)
    {
        if (probability is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A dropout probability must be in 0..1.");
        _probability = probability;
    }

    /// <summary>x [N, C, ...] -> same shape.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.FeatureAlphaDropout(x, _probability, IsTraining, Generator);
}
