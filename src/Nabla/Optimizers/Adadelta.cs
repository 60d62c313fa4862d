using System.Text.Json.Nodes;
using Nabla.Kernels.Optimizers;

namespace Nabla;

/// <summary>Settings of <see cref="Adadelta"/>.</summary>
/// <param name="LearningRate">Factor of the step, not negative.</param>
/// <param name="Rho">Decay of the running means, in [0, 1).</param>
/// <param name="Epsilon">Added below the roots, not negative.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient, not negative.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.AdadeltaOptions")]
public sealed record AdadeltaOptions(double LearningRate = 1, double Rho = 0.9, double Epsilon = 1e-6, double WeightDecay = 0, bool Maximize = false)
    : OptimizerOptions(LearningRate, WeightDecay, Maximize)
{
    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Fraction(Rho, nameof(Rho));
        NotNegative(Epsilon, nameof(Epsilon));
    }

    /// <inheritdoc/>
    public override void Write(JsonObject group)
    {
        base.Write(group);
        group["rho"] = Rho;
        group["eps"] = Epsilon;
    }

    /// <inheritdoc/>
    public override OptimizerOptions Read(JsonObject group) => (AdadeltaOptions)base.Read(group) with { Rho = Real(group, "rho"), Epsilon = Real(group, "eps") };
}

/// <summary>Scales the gradient by the ratio of the running sizes of steps and gradients, which needs no learning rate.</summary>
/// <remarks>
/// v = ρv + (1 - ρ)g²;  d = √(u + ε) / √(v + ε) · g;  u = ρu + (1 - ρ)d²;  θ -= ηd. Numbers as in PyTorch 1.13.
/// Zeiler 2012, "ADADELTA: an adaptive learning rate method".
/// </remarks>
[Export("optim.Adadelta")]
public sealed class Adadelta : Optimizer<AdadeltaOptions>
{
    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adadelta(IEnumerable<Parameter> parameters, AdadeltaOptions? options = null)
        : base(parameters, options ?? new())
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adadelta(IEnumerable<ParameterGroup> groups, AdadeltaOptions? options = null)
        : base(groups, options ?? new())
    {
    }

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, AdadeltaOptions options)
    {
        state.Step++;
        Tensor square = state.Get("square_avg", value), moved = state.Get("acc_delta", value);
        if (FusedFor(value) is { } kernels)
        {
            kernels.Step(value, gradient.Contiguous(), square, moved, null, new AdadeltaRule(options.LearningRate, options.Rho, options.Epsilon, options.WeightDecay, options.Maximize));
            return;
        }
        if (options.Maximize) gradient = -gradient;
        if (options.WeightDecay != 0) gradient += value * options.WeightDecay;
        square.MultiplyInPlace(options.Rho).AddInPlace(gradient * (1 - options.Rho) * gradient);
        Tensor delta = (moved + options.Epsilon).Sqrt() / (square + options.Epsilon).Sqrt() * gradient;
        moved.MultiplyInPlace(options.Rho).AddInPlace(delta * (1 - options.Rho) * delta);
        value.SubtractInPlace(delta * options.LearningRate);
    }
}
