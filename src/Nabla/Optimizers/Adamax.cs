using Nabla.Kernels.Optimizers;

namespace Nabla;

/// <summary>Settings of <see cref="Adamax"/>.</summary>
/// <param name="LearningRate">Step length, not negative.</param>
/// <param name="Beta1">Decay of the gradient's running mean, in [0, 1).</param>
/// <param name="Beta2">Decay of the running maximum of its size, in [0, 1).</param>
/// <param name="Epsilon">Added to the size of the gradient, not negative.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient, not negative.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.AdamaxOptions")]
public sealed record AdamaxOptions(double LearningRate = 2e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0, bool Maximize = false)
    : MomentsOptions(LearningRate, Beta1, Beta2, Epsilon, WeightDecay, Maximize);

/// <summary>Adam with the largest recent gradient in place of the root mean square.</summary>
/// <remarks>
/// m = β₁m + (1 - β₁)g;  u = max(β₂u, |g| + ε);  θ -= η / (1 - β₁ᵗ) · m / u. Numbers as in PyTorch 1.13.
/// Kingma and Ba 2015, "Adam: a method for stochastic optimization", section 7.1.
/// </remarks>
[Export("optim.Adamax")]
public sealed class Adamax : Optimizer<AdamaxOptions>
{
    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adamax(IEnumerable<Parameter> parameters, AdamaxOptions? options = null)
        : base(parameters, options ?? new())
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adamax(IEnumerable<ParameterGroup> groups, AdamaxOptions? options = null)
        : base(groups, options ?? new())
    {
    }

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, AdamaxOptions options)
    {
        state.Step++;
        Tensor mean = state.Get("exp_avg", value), largest = state.Get("exp_inf", value);
        double rate = options.LearningRate / (1 - Math.Pow(options.Beta1, state.Step));
        if (FusedFor(value) is { } kernels)
        {
            kernels.Step(value, gradient.Contiguous(), mean, largest, null, new AdamaxRule(rate, options.Beta1, options.Beta2, options.Epsilon, options.WeightDecay, options.Maximize));
            return;
        }
        if (options.Maximize) gradient = -gradient;
        if (options.WeightDecay != 0) gradient += value * options.WeightDecay;
        mean.MultiplyInPlace(options.Beta1).AddInPlace(gradient * (1 - options.Beta1));
        Tensor size = gradient.Abs() + options.Epsilon;
        largest.MultiplyInPlace(options.Beta2);
        largest.CopyInPlace((largest > size).Where(largest, size));
        value.SubtractInPlace(mean / largest * rate);
    }
}
