namespace Nabla.Vision;

/// <summary>In training, drops a residual branch for whole samples and scales up the others. Huang et al., Deep Networks with Stochastic Depth (2016).</summary>
[Export("vision.models.StochasticDepth")]
public sealed class StochasticDepth : Module
{
    private readonly double _probability;

    /// <summary>Describes the layer.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="probability">Share of samples that lose the branch, 0..1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in 0..1.</exception>
    public StochasticDepth(Weights w, double probability)
        : base(w)
    {
        if (probability is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability must be in 0..1.");
        _probability = probability;
    }

    /// <summary>x [N, ...]; unchanged.</summary>
    public override Tensor Forward(Tensor x)
    {
        if (!IsTraining || _probability == 0) return x;
        Tensor rows = Tensor.Ones(x.Rank == 4 ? [x.Shape[0], 1, 1, 1] : [x.Shape[0], .. Enumerable.Repeat(1L, x.Rank - 1)], x.DType, x.Backend);
        return x * Functional.Dropout(rows, _probability, true, Generator);
    }
}
