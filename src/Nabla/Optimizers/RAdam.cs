using Nabla.Kernels.Optimizers;

namespace Nabla;

/// <summary>Settings of <see cref="RAdam"/>.</summary>
/// <param name="LearningRate">Step length, not negative.</param>
/// <param name="Beta1">Decay of the gradient's running mean, in [0, 1).</param>
/// <param name="Beta2">Decay of its square's running mean, in [0, 1).</param>
/// <param name="Epsilon">Added to the denominator, not negative.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient, not negative.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.RAdamOptions")]
public sealed record RAdamOptions(double LearningRate = 1e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0, bool Maximize = false)
    : MomentsOptions(LearningRate, Beta1, Beta2, Epsilon, WeightDecay, Maximize);

/// <summary>Adam without the large variance of its first steps: plain momentum until the mean of the squares can be trusted.</summary>
/// <remarks>
/// ρ∞ = 2 / (1 - β₂) - 1, ρₜ = ρ∞ - 2tβ₂ᵗ / (1 - β₂ᵗ), m̂ = m / (1 - β₁ᵗ);  for ρₜ &gt; 5, θ -= η m̂ r √(1 - β₂ᵗ) / (√v + ε) with
/// r = √((ρₜ - 4)(ρₜ - 2)ρ∞ / ((ρ∞ - 4)(ρ∞ - 2)ρₜ)), else θ -= η m̂. Numbers as in PyTorch 1.13.
/// Liu et al. 2020, "On the variance of the adaptive learning rate and beyond".
/// </remarks>
[Export("optim.RAdam")]
public sealed class RAdam : Optimizer<RAdamOptions>
{
    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public RAdam(IEnumerable<Parameter> parameters, RAdamOptions? options = null)
        : base(parameters, options ?? new())
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public RAdam(IEnumerable<ParameterGroup> groups, RAdamOptions? options = null)
        : base(groups, options ?? new())
    {
    }

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, RAdamOptions options)
    {
        state.Step++;
        Tensor mean = state.Get("exp_avg", value), square = state.Get("exp_avg_sq", value);
        double power = Math.Pow(options.Beta2, state.Step), rest = 1 - power;
        double limit = (2 / (1 - options.Beta2)) - 1, length = limit - (2 * state.Step * power / rest);
        bool trusted = length > 5;
        double rate = options.LearningRate / (1 - Math.Pow(options.Beta1, state.Step));
        if (trusted) rate *= Math.Sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length)) * Math.Sqrt(rest);
        if (FusedFor(value) is { } kernels)
        {
            kernels.Step(value, gradient.Contiguous(), mean, square, null, new WeightedAdamRule(rate, 0, options.Beta1, options.Beta2, 1, options.Epsilon, options.WeightDecay, options.Maximize, Bare: !trusted));
            return;
        }
        if (options.Maximize) gradient = -gradient;
        if (options.WeightDecay != 0) gradient += value * options.WeightDecay;
        mean.MultiplyInPlace(options.Beta1).AddInPlace(gradient * (1 - options.Beta1));
        square.MultiplyInPlace(options.Beta2).AddInPlace(gradient * (1 - options.Beta2) * gradient);
        value.SubtractInPlace(trusted ? mean * rate / (square.Sqrt() + options.Epsilon) : mean * rate);
    }
}
