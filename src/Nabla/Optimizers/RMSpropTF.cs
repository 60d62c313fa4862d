using System.Text.Json.Nodes;

namespace Nabla;

/// <summary>Settings of <see cref="RMSpropTF"/>.</summary>
/// <param name="LearningRate">Step length, not negative.</param>
/// <param name="Alpha">Decay of the running mean of the squares, in [0, 1).</param>
/// <param name="Epsilon">Added below the root, not negative.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient, or their decay by itself; not negative.</param>
/// <param name="Momentum">Share of the previous direction that is kept, not negative.</param>
/// <param name="Centered">Divide by the deviation instead of the root mean square.</param>
/// <param name="DecoupledDecay">Shrink the parameters by the decay times the learning rate instead.</param>
/// <param name="RateInMomentum">Let the learning rate enter the momentum, as TensorFlow does, so that a change of the rate acts slowly.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.RMSpropTFOptions")]
public sealed record RMSpropTFOptions(double LearningRate = 0.01, double Alpha = 0.9, double Epsilon = 1e-10, double WeightDecay = 0, double Momentum = 0, bool Centered = false,
    bool DecoupledDecay = false, bool RateInMomentum = true, bool Maximize = false)
    : MeanSquareOptions(LearningRate, Alpha, Epsilon, WeightDecay, Momentum, Centered, Maximize)
{
    /// <inheritdoc/>
    public override void Write(JsonObject group)
    {
        base.Write(group);
        group["decoupled_decay"] = DecoupledDecay;
        group["lr_in_momentum"] = RateInMomentum;
    }

    /// <inheritdoc/>
    public override OptimizerOptions Read(JsonObject group) => (RMSpropTFOptions)base.Read(group) with { DecoupledDecay = Flag(group, "decoupled_decay"), RateInMomentum = Flag(group, "lr_in_momentum") };
}

/// <summary>RMSprop as TensorFlow computes it: the mean of the squares starts at 1 and epsilon stands below the root. EfficientNet and MobileNetV3 were trained with it.</summary>
/// <remarks>v = αv + (1 - α)g², at first v = 1;  d = g / √(v + ε), or g / √(v - m² + ε) when centred;  b = μb + ηd;  θ -= b.</remarks>
[Export("optim.RMSpropTF")]
public sealed class RMSpropTF : MeanSquareOptimizer<RMSpropTFOptions>
{
    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public RMSpropTF(IEnumerable<Parameter> parameters, RMSpropTFOptions? options = null)
        : base(parameters, options ?? new())
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public RMSpropTF(IEnumerable<ParameterGroup> groups, RMSpropTFOptions? options = null)
        : base(groups, options ?? new())
    {
    }

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, RMSpropTFOptions options)
    {
        if (options.DecoupledDecay && options.WeightDecay != 0) value.MultiplyInPlace(1 - (options.LearningRate * options.WeightDecay));
        Update(value, gradient, state, 1, new(
            options.LearningRate, options.Alpha, options.Epsilon, options.DecoupledDecay ? 0 : options.WeightDecay, options.Momentum, options.Centered, options.Maximize, Inside: true, options.RateInMomentum));
    }
}
