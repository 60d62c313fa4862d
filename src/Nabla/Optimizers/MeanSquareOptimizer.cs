using System.Text.Json.Nodes;
using Nabla.Kernels.Optimizers;

namespace Nabla;

/// <summary>Settings that PyTorch's and TensorFlow's RMSprop share.</summary>
/// <param name="LearningRate">Step length, not negative.</param>
/// <param name="Alpha">Decay of the running mean of the squares, in [0, 1).</param>
/// <param name="Epsilon">Keeps the denominator from 0, not negative.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient, not negative.</param>
/// <param name="Momentum">Share of the previous direction that is kept, not negative.</param>
/// <param name="Centered">Divide by the deviation instead of the root mean square.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.MeanSquareOptions")]
public abstract record MeanSquareOptions(double LearningRate, double Alpha, double Epsilon, double WeightDecay, double Momentum, bool Centered, bool Maximize)
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
        Fraction(Alpha, nameof(Alpha));
        NotNegative(Epsilon, nameof(Epsilon));
        NotNegative(Momentum, nameof(Momentum));
    }

    /// <inheritdoc/>
    public override void Write(JsonObject group)
    {
        base.Write(group);
        group["alpha"] = Alpha;
        group["eps"] = Epsilon;
        group["momentum"] = Momentum;
        group["centered"] = Centered;
    }

    /// <inheritdoc/>
    public override OptimizerOptions Read(JsonObject group) => (MeanSquareOptions)base.Read(group) with
    {
        Alpha = Real(group, "alpha"),
        Epsilon = Real(group, "eps"),
        Momentum = Real(group, "momentum"),
        Centered = Flag(group, "centered"),
    };
}

/// <summary>Divides the gradient by a running root mean square; what the two RMSprops have in common.</summary>
/// <typeparam name="TOptions">Their settings.</typeparam>
[Export("optim.MeanSquareOptimizer")]
public abstract class MeanSquareOptimizer<TOptions> : Optimizer<TOptions>
    where TOptions : MeanSquareOptions
{
    private protected MeanSquareOptimizer(IEnumerable<Parameter> parameters, TOptions options)
        : base(parameters, options)
    {
    }

    private protected MeanSquareOptimizer(IEnumerable<ParameterGroup> groups, TOptions options)
        : base(groups, options)
    {
    }

    /// <summary>One step by a rule.</summary>
    /// <param name="value">Parameter.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="state">Its state.</param>
    /// <param name="first">What the mean of the squares starts at.</param>
    /// <param name="rule">The rule.</param>
    private protected void Update(Tensor value, Tensor gradient, ParameterState state, double first, in RmsPropRule rule)
    {
        state.Step++;
        Tensor square = state.Get("square_avg", value, first);
        Tensor? mean = rule.Centered ? state.Get("grad_avg", value) : null, buffer = rule.Momentum > 0 ? state.Get("momentum_buffer", value) : null;
        if (FusedFor(value) is { } kernels)
        {
            kernels.Step(value, gradient.Contiguous(), square, mean, buffer, rule);
            return;
        }
        if (rule.Maximize) gradient = -gradient;
        if (rule.WeightDecay != 0) gradient += value * rule.WeightDecay;
        square.MultiplyInPlace(rule.Alpha).AddInPlace(gradient * (1 - rule.Alpha) * gradient);
        Tensor spread = square;
        if (mean is not null)
        {
            mean.MultiplyInPlace(rule.Alpha).AddInPlace(gradient * (1 - rule.Alpha));
            spread = square - (mean * mean);
        }
        Tensor direction = gradient / (rule.Inside ? (spread + rule.Epsilon).Sqrt() : spread.Sqrt() + rule.Epsilon);
        if (rule.RateInside) direction *= rule.LearningRate;
        if (buffer is not null) direction = buffer.MultiplyInPlace(rule.Momentum).AddInPlace(direction);
        value.SubtractInPlace(rule.RateInside ? direction : direction * rule.LearningRate);
    }
}
