using Nabla.Kernels.Optimizers;

namespace Nabla;

/// <summary>Settings of <see cref="Lion"/>.</summary>
/// <param name="LearningRate">Step length of every element, not negative; a third to a tenth of AdamW's.</param>
/// <param name="Beta1">Share of the momentum in the direction, in [0, 1).</param>
/// <param name="Beta2">Decay of the momentum, in [0, 1).</param>
/// <param name="WeightDecay">Share of the parameters, times the learning rate, that each step takes away; not negative.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.LionOptions")]
public sealed record LionOptions(double LearningRate = 1e-4, double Beta1 = 0.9, double Beta2 = 0.99, double WeightDecay = 0, bool Maximize = false)
    : MomentsOptions(LearningRate, Beta1, Beta2, 0, WeightDecay, Maximize);

/// <summary>Steps by the sign of the momentum: every element moves by the learning rate.</summary>
/// <remarks>
/// c = β₁m + (1 - β₁)g;  θ -= η(sign c + λθ);  m = β₂m + (1 - β₂)g. One remembered number a parameter, half of Adam's.
/// Chen et al. 2023, "Symbolic discovery of optimization algorithms".
/// </remarks>
[Export("optim.Lion")]
public sealed class Lion : Optimizer<LionOptions>
{
    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Lion(IEnumerable<Parameter> parameters, LionOptions? options = null)
        : base(parameters, options ?? new())
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Lion(IEnumerable<ParameterGroup> groups, LionOptions? options = null)
        : base(groups, options ?? new())
    {
    }

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, LionOptions options)
    {
        state.Step++;
        Tensor mean = state.Get("exp_avg", value);
        if (FusedFor(value) is { } kernels)
        {
            kernels.Step(value, gradient.Contiguous(), mean, null, null, new LionRule(options.LearningRate, options.Beta1, options.Beta2, options.WeightDecay, options.Maximize));
            return;
        }
        if (options.Maximize) gradient = -gradient;
        Tensor direction = ((mean * options.Beta1) + (gradient * (1 - options.Beta1))).Sign();
        value.MultiplyInPlace(1 - (options.LearningRate * options.WeightDecay)).SubtractInPlace(direction * options.LearningRate);
        mean.MultiplyInPlace(options.Beta2).AddInPlace(gradient * (1 - options.Beta2));
    }
}
