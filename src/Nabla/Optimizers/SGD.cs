using System.Text.Json.Nodes;
using Nabla.Kernels.Optimizers;

namespace Nabla;

/// <summary>Settings of <see cref="SGD"/>.</summary>
/// <param name="LearningRate">Step length, not negative.</param>
/// <param name="Momentum">Share of the previous direction that is kept, not negative; 0 for none.</param>
/// <param name="Dampening">Share of the gradient left out of the direction.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient, not negative.</param>
/// <param name="Nesterov">Look one step ahead; needs a momentum and no dampening.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.SgdOptions")]
public sealed record SgdOptions(double LearningRate, double Momentum = 0, double Dampening = 0, double WeightDecay = 0, bool Nesterov = false, bool Maximize = false)
    : OptimizerOptions(LearningRate, WeightDecay, Maximize)
{
    /// <inheritdoc/>
    public override double? CycledMomentum => Momentum;

    /// <inheritdoc/>
    public override OptimizerOptions WithCycledMomentum(double momentum) => this with { Momentum = momentum };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        NotNegative(Momentum, nameof(Momentum));
        if (!double.IsFinite(Dampening)) throw new ArgumentOutOfRangeException(nameof(Dampening), Dampening, "Dampening must be a finite number.");
        if (Nesterov && (Momentum == 0 || Dampening != 0))
            throw new ArgumentOutOfRangeException(nameof(Nesterov), Nesterov, $"Nesterov needs a momentum above 0 and no dampening; they are {Momentum} and {Dampening}.");
    }

    /// <inheritdoc/>
    public override void Write(JsonObject group)
    {
        base.Write(group);
        group["momentum"] = Momentum;
        group["dampening"] = Dampening;
        group["nesterov"] = Nesterov;
    }

    /// <inheritdoc/>
    public override OptimizerOptions Read(JsonObject group) => (SgdOptions)base.Read(group) with
    {
        Momentum = Real(group, "momentum"),
        Dampening = Real(group, "dampening"),
        Nesterov = Flag(group, "nesterov"),
    };

    internal SgdSettings Settings => new(LearningRate, Momentum, Dampening, WeightDecay, Nesterov, Maximize);
}

/// <summary>Stochastic gradient descent with momentum.</summary>
/// <remarks>
/// d = g + λθ;  m = μm + (1 - τ)d, at first m = d;  θ -= η(d + μm) with Nesterov, ηm with momentum, ηd without.
/// Numbers as in PyTorch 1.13. Sutskever et al. 2013, "On the importance of initialization and momentum in deep learning".
/// </remarks>
[Export("optim.SGD")]
public sealed class SGD : Optimizer<SgdOptions>
{
    private const string Buffer = "momentum_buffer";

    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public SGD(IEnumerable<Parameter> parameters, SgdOptions options)
        : base(parameters, options)
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public SGD(IEnumerable<ParameterGroup> groups, SgdOptions options)
        : base(groups, options)
    {
    }

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, SgdOptions options)
    {
        bool first = !state.Has(Buffer);
        Tensor? momentum = options.Momentum != 0 ? state.Get(Buffer, value) : null;
        if (FusedFor(value) is { } kernels)
            kernels.SgdStep(value, gradient.Contiguous(), momentum, first, options.Settings);
        else
            Compose(value, gradient, momentum, first, options);
    }

    internal static void Compose(Tensor value, Tensor gradient, Tensor? momentum, bool first, SgdOptions options)
    {
        Tensor direction = options.Maximize ? -gradient : gradient;
        if (options.WeightDecay != 0) direction += value * options.WeightDecay;
        if (momentum is not null)
        {
            if (first) momentum.CopyInPlace(direction);
            else momentum.MultiplyInPlace(options.Momentum).AddInPlace(direction * (1 - options.Dampening));
            direction = options.Nesterov ? direction + (momentum * options.Momentum) : momentum;
        }
        value.AddInPlace(direction * -options.LearningRate);
    }
}
