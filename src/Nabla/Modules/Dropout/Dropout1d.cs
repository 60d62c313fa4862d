namespace Nabla;

/// <summary>Zeroes whole channels of [N, C, L] with a fixed probability in training. Tompson et al. (2015).</summary>
[Export("nn.Dropout1d")]
public sealed class Dropout1d : Module
{
    private readonly double _probability;

    /// <summary>Describes the layer.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="probability">Share dropped, 0..1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in 0..1.</exception>
    public Dropout1d(Weights w, double probability = 0.5)
        : base(w)
    {
        if (probability is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A dropout probability must be in 0..1.");
        _probability = probability;
    }

    /// <summary>x [N, C, L]; unchanged shape.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Dropout1d(x, _probability, IsTraining, Generator);
}
