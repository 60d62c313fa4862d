using System.Text.Json.Nodes;
using Nabla.Kernels.Optimizers;

namespace Nabla;

/// <summary>Settings of <see cref="Adagrad"/>.</summary>
/// <param name="LearningRate">Step length, not negative.</param>
/// <param name="LearningRateDecay">The rate of step t is divided by 1 + (t - 1) times this; not negative.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient, not negative.</param>
/// <param name="InitialAccumulator">First value of the sum of squares, not negative.</param>
/// <param name="Epsilon">Added to the denominator, not negative.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.AdagradOptions")]
public sealed record AdagradOptions(
    double LearningRate = 0.01, double LearningRateDecay = 0, double WeightDecay = 0, double InitialAccumulator = 0, double Epsilon = 1e-10, bool Maximize = false)
    : OptimizerOptions(LearningRate, WeightDecay, Maximize)
{
    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        NotNegative(LearningRateDecay, nameof(LearningRateDecay));
        NotNegative(InitialAccumulator, nameof(InitialAccumulator));
        NotNegative(Epsilon, nameof(Epsilon));
    }

    /// <inheritdoc/>
    public override void Write(JsonObject group)
    {
        base.Write(group);
        group["lr_decay"] = LearningRateDecay;
        group["initial_accumulator_value"] = InitialAccumulator;
        group["eps"] = Epsilon;
    }

    /// <inheritdoc/>
    public override OptimizerOptions Read(JsonObject group) => (AdagradOptions)base.Read(group) with
    {
        LearningRateDecay = Real(group, "lr_decay"),
        InitialAccumulator = Real(group, "initial_accumulator_value"),
        Epsilon = Real(group, "eps"),
    };
}

/// <summary>Divides the gradient by the root of the sum of all its squares.</summary>
/// <remarks>
/// s = s + g²;  θ -= η / (1 + (t - 1)δ) · g / (√s + ε). The sum starts at a parameter's first gradient. Numbers as in PyTorch 1.13.
/// Duchi, Hazan and Singer 2011, "Adaptive subgradient methods for online learning and stochastic optimization".
/// </remarks>
[Export("optim.Adagrad")]
public sealed class Adagrad : Optimizer<AdagradOptions>
{
    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adagrad(IEnumerable<Parameter> parameters, AdagradOptions? options = null)
        : base(parameters, options ?? new())
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adagrad(IEnumerable<ParameterGroup> groups, AdagradOptions? options = null)
        : base(groups, options ?? new())
    {
    }

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, AdagradOptions options)
    {
        state.Step++;
        Tensor sum = state.Get("sum", value, options.InitialAccumulator);
        double rate = options.LearningRate / (1 + ((state.Step - 1) * options.LearningRateDecay));
        if (FusedFor(value) is { } kernels)
        {
            kernels.Step(value, gradient.Contiguous(), sum, null, null, new AdagradRule(rate, options.Epsilon, options.WeightDecay, options.Maximize));
            return;
        }
        if (options.Maximize) gradient = -gradient;
        if (options.WeightDecay != 0) gradient += value * options.WeightDecay;
        sum.AddInPlace(gradient * gradient);
        value.SubtractInPlace(gradient * rate / (sum.Sqrt() + options.Epsilon));
    }
}
