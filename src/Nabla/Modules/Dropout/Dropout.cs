namespace Nabla;

/// <summary>Zeroes each element with a fixed probability in training. Srivastava et al. (2014).</summary>
[Export("nn.Dropout")]
public sealed class Dropout : Module
{
    private readonly double _probability;

    /// <summary>Describes the layer.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="probability">Share dropped, 0..1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in 0..1.</exception>
    public Dropout(Weights w, double probability = 0.5)
        : base(w)
    {
        if (probability is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A dropout probability must be in 0..1.");
        _probability = probability;
    }

    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Dropout(x, _probability, IsTraining, Generator);
}
