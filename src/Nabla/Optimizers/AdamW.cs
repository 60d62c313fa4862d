namespace Nabla;

/// <summary>Settings of <see cref="AdamW"/>.</summary>
/// <param name="LearningRate">Step length, not negative.</param>
/// <param name="Beta1">Decay of the gradient's running mean, in [0, 1).</param>
/// <param name="Beta2">Decay of its square's running mean, in [0, 1).</param>
/// <param name="Epsilon">Added to the denominator, not negative.</param>
/// <param name="WeightDecay">Share of the parameters, times the learning rate, that each step takes away; not negative.</param>
/// <param name="AmsGrad">Divide by the largest running mean so far (Reddi et al. 2018).</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.AdamWOptions")]
public sealed record AdamWOptions(
    double LearningRate = 1e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0.01, bool AmsGrad = false, bool Maximize = false)
    : AdamOptions(LearningRate, Beta1, Beta2, Epsilon, WeightDecay, AmsGrad, Maximize);

/// <summary>Adam with decoupled weight decay: parameters shrink by themselves, apart from the adaptive step.</summary>
/// <remarks>
/// θ -= ηλθ, then the step of <see cref="Adam"/> from the bare gradient. Numbers as in PyTorch 1.13.
/// Loshchilov and Hutter 2019, "Decoupled weight decay regularization".
/// </remarks>
[Export("optim.AdamW")]
public sealed class AdamW : Adam
{
    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public AdamW(IEnumerable<Parameter> parameters, AdamWOptions? options = null)
        : base(parameters, options ?? new())
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public AdamW(IEnumerable<ParameterGroup> groups, AdamWOptions? options = null)
        : base(groups, options ?? new())
    {
    }

    private protected override bool Decoupled => true;
}
