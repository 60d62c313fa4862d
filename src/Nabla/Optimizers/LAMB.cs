using System.Text.Json.Nodes;

namespace Nabla;

/// <summary>Settings of <see cref="LAMB"/>.</summary>
/// <param name="LearningRate">Step length, not negative.</param>
/// <param name="Beta1">Decay of the gradient's running mean, in [0, 1).</param>
/// <param name="Beta2">Decay of its square's running mean, in [0, 1).</param>
/// <param name="Epsilon">Added to the denominator, not negative.</param>
/// <param name="WeightDecay">Factor of the parameters added to the direction, not negative.</param>
/// <param name="MaxTrust">Bound of the trust ratio, above 0; infinite for none.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.LambOptions")]
public sealed record LambOptions(double LearningRate = 1e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-6, double WeightDecay = 0.01,
    double MaxTrust = double.PositiveInfinity, bool Maximize = false)
    : MomentsOptions(LearningRate, Beta1, Beta2, Epsilon, WeightDecay, Maximize)
{
    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (!(MaxTrust > 0)) throw new ArgumentOutOfRangeException(nameof(MaxTrust), MaxTrust, "The bound of the trust ratio must be above 0.");
    }

    /// <inheritdoc/>
    public override void Write(JsonObject group)
    {
        base.Write(group);
        if (double.IsFinite(MaxTrust)) group["max_trust"] = MaxTrust;
    }

    /// <inheritdoc/>
    public override OptimizerOptions Read(JsonObject group) =>
        (LambOptions)base.Read(group) with { MaxTrust = group.ContainsKey("max_trust") ? Real(group, "max_trust") : double.PositiveInfinity };
}

/// <summary>Adam whose step is as long, layer by layer, as the layer itself times the learning rate; for very large batches.</summary>
/// <remarks>
/// r = m̂ / (√v̂ + ε) + λθ with Adam's corrected means;  θ -= η ‖θ‖ / ‖r‖ · r (the ratio is 1 where a norm is 0).
/// You et al. 2020, "Large batch optimization for deep learning: training BERT in 76 minutes".
/// </remarks>
[Export("optim.LAMB")]
public sealed class LAMB : Optimizer<LambOptions>
{
    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public LAMB(IEnumerable<Parameter> parameters, LambOptions? options = null)
        : base(parameters, options ?? new())
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public LAMB(IEnumerable<ParameterGroup> groups, LambOptions? options = null)
        : base(groups, options ?? new())
    {
    }

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, LambOptions options)
    {
        state.Step++;
        if (options.Maximize) gradient = -gradient;
        Tensor mean = state.Get("exp_avg", value), square = state.Get("exp_avg_sq", value);
        mean.MultiplyInPlace(options.Beta1).AddInPlace(gradient * (1 - options.Beta1));
        square.MultiplyInPlace(options.Beta2).AddInPlace(gradient * (1 - options.Beta2) * gradient);
        Tensor direction = mean / (1 - Math.Pow(options.Beta1, state.Step));
        direction.DivideInPlace((square / (1 - Math.Pow(options.Beta2, state.Step))).Sqrt() + options.Epsilon);
        if (options.WeightDecay != 0) direction.AddInPlace(value * options.WeightDecay);
        double size = Norms.Of(value), length = Norms.Of(direction);
        double trust = size > 0 && length > 0 ? Math.Min(size / length, options.MaxTrust) : 1;
        value.SubtractInPlace(direction.MultiplyInPlace(options.LearningRate * trust));
    }
}
