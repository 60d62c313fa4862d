using System.Text.Json.Nodes;
using Nabla.Kernels.Optimizers;

namespace Nabla;

/// <summary>Settings of <see cref="LARS"/>.</summary>
/// <param name="LearningRate">Step length, not negative.</param>
/// <param name="Momentum">Share of the previous direction that is kept, not negative.</param>
/// <param name="Dampening">Share of the gradient left out of the direction.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient, not negative.</param>
/// <param name="Nesterov">Look one step ahead; needs a momentum and no dampening.</param>
/// <param name="Trust">Length of a step of rate 1 relative to the layer, above 0.</param>
/// <param name="Epsilon">Added to the denominator of the ratio, not negative.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.LarsOptions")]
public sealed record LarsOptions(double LearningRate = 1, double Momentum = 0.9, double Dampening = 0, double WeightDecay = 0, bool Nesterov = false, double Trust = 1e-3, double Epsilon = 1e-8, bool Maximize = false)
    : OptimizerOptions(LearningRate, WeightDecay, Maximize)
{
    /// <inheritdoc/>
    public override double? CycledMomentum => Momentum;

    /// <inheritdoc/>
    public override OptimizerOptions WithCycledMomentum(double momentum) => this with { Momentum = momentum };

    /// <inheritdoc/>
    public override void Validate()
    {
        Descent.Validate();
        NotNegative(Epsilon, nameof(Epsilon));
        if (!(Trust > 0 && double.IsFinite(Trust))) throw new ArgumentOutOfRangeException(nameof(Trust), Trust, "Trust must be a number above 0.");
    }

    /// <inheritdoc/>
    public override void Write(JsonObject group)
    {
        base.Write(group);
        group["momentum"] = Momentum;
        group["dampening"] = Dampening;
        group["trust_coeff"] = Trust;
        group["eps"] = Epsilon;
        group["nesterov"] = Nesterov;
    }

    /// <inheritdoc/>
    public override OptimizerOptions Read(JsonObject group) => (LarsOptions)base.Read(group) with
    {
        Momentum = Real(group, "momentum"),
        Dampening = Real(group, "dampening"),
        Trust = Real(group, "trust_coeff"),
        Epsilon = Real(group, "eps"),
        Nesterov = Flag(group, "nesterov"),
    };

    /// <summary>The settings of the descent that follows the scaling.</summary>
    internal SgdOptions Descent => new(LearningRate, Momentum, Dampening, WeightDecay, Nesterov, Maximize);
}

/// <summary>Momentum whose gradients are scaled, layer by layer, to the size of the layer; for large batches of pictures.</summary>
/// <remarks>
/// ρ = trust · ‖θ‖ / (‖g‖ + λ‖θ‖ + ε), 1 where a norm is 0;  then <see cref="SGD"/> with ρ(g + λθ) for a gradient.
/// Biases and norms are usually given to a group of their own with another optimiser. You, Gitman and Ginsburg 2017, "Large batch training of convolutional networks".
/// </remarks>
[Export("optim.LARS")]
public sealed class LARS : Optimizer<LarsOptions>
{
    private const string Buffer = "momentum_buffer";

    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public LARS(IEnumerable<Parameter> parameters, LarsOptions? options = null)
        : base(parameters, options ?? new())
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public LARS(IEnumerable<ParameterGroup> groups, LarsOptions? options = null)
        : base(groups, options ?? new())
    {
    }

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, LarsOptions options)
    {
        state.Step++;
        double size = Norms.Of(value), slope = Norms.Of(gradient);
        double ratio = size > 0 && slope > 0 ? options.Trust * size / (slope + (options.WeightDecay * size) + options.Epsilon) : 1;
        bool first = !state.Has(Buffer);
        Tensor? momentum = options.Momentum != 0 ? state.Get(Buffer, value) : null;
        // Climbing turns the gradient but not the decay, so it happens here.
        Tensor scaled = gradient * (options.Maximize ? -ratio : ratio);
        SgdOptions descent = options.Descent with { WeightDecay = options.WeightDecay * ratio, Maximize = false };
        if (FusedFor(value) is { } kernels) kernels.SgdStep(value, scaled, momentum, first, descent.Settings);
        else SGD.Compose(value, scaled, momentum, first, descent);
    }
}
