using System.Text.Json.Nodes;
using Nabla.Kernels.Optimizers;

namespace Nabla;

/// <summary>Settings of <see cref="ASGD"/>.</summary>
/// <param name="LearningRate">First step length, not negative.</param>
/// <param name="Decay">λ: how fast the step length falls, and how much the parameters shrink; not negative.</param>
/// <param name="Power">Exponent of the fall, not negative.</param>
/// <param name="AverageFrom">Step at which averaging begins, not negative.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient, not negative.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.AsgdOptions")]
public sealed record AsgdOptions(double LearningRate = 0.01, double Decay = 1e-4, double Power = 0.75, double AverageFrom = 1e6, double WeightDecay = 0, bool Maximize = false)
    : OptimizerOptions(LearningRate, WeightDecay, Maximize)
{
    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        NotNegative(Decay, nameof(Decay));
        NotNegative(Power, nameof(Power));
        NotNegative(AverageFrom, nameof(AverageFrom));
    }

    /// <inheritdoc/>
    public override void Write(JsonObject group)
    {
        base.Write(group);
        group["lambd"] = Decay;
        group["alpha"] = Power;
        group["t0"] = AverageFrom;
    }

    /// <inheritdoc/>
    public override OptimizerOptions Read(JsonObject group) => (AsgdOptions)base.Read(group) with
    {
        Decay = Real(group, "lambd"),
        Power = Real(group, "alpha"),
        AverageFrom = Real(group, "t0"),
    };
}

/// <summary>Descent whose result is the average of the last parameters, <c>ax</c> in the state: as good as a second-order method in the long run.</summary>
/// <remarks>
/// θ = (1 - λη)θ - ηg;  a += μ(θ - a);  η = η₀ / (1 + λη₀t)^α;  μ = 1 / max(1, t - t₀). Numbers as in PyTorch 1.13, which keeps η and μ in float32.
/// Polyak and Juditsky 1992, "Acceleration of stochastic approximation by averaging".
/// </remarks>
[Export("optim.ASGD")]
public sealed class ASGD : Optimizer<AsgdOptions>
{
    private const string Rate = "eta";
    private const string Share = "mu";

    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public ASGD(IEnumerable<Parameter> parameters, AsgdOptions? options = null)
        : base(parameters, options ?? new())
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public ASGD(IEnumerable<ParameterGroup> groups, AsgdOptions? options = null)
        : base(groups, options ?? new())
    {
    }

    /// <summary>The average of a parameter; null before its first step.</summary>
    /// <exception cref="KeyNotFoundException">The parameter is not one of the optimiser's.</exception>
    public Tensor? Average(Parameter parameter) => StateOf(parameter).Tensors.GetValueOrDefault("ax");

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, AsgdOptions options)
    {
        state.Step++;
        Tensor average = state.Get("ax", value);
        double rate = state.Numbers.TryGetValue(Rate, out double present) ? present : (float)options.LearningRate;
        double share = state.Numbers.TryGetValue(Share, out present) ? present : 1, shrink = 1 - (options.Decay * rate);
        if (FusedFor(value) is { } kernels)
        {
            kernels.Step(value, gradient.Contiguous(), average, null, null, new AsgdRule(rate, shrink, share, options.WeightDecay, options.Maximize));
        }
        else
        {
            if (options.Maximize) gradient = -gradient;
            if (options.WeightDecay != 0) gradient += value * options.WeightDecay;
            value.MultiplyInPlace(shrink).SubtractInPlace(gradient * rate);
            if (share == 1) average.CopyInPlace(value);
            else average.AddInPlace((value - average) * share);
        }
        state.Numbers[Rate] = (float)(options.LearningRate / Math.Pow(1 + (options.Decay * options.LearningRate * state.Step), options.Power));
        state.Numbers[Share] = (float)(1 / Math.Max(1, state.Step - options.AverageFrom));
    }
}
