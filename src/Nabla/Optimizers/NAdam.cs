using System.Text.Json.Nodes;
using Nabla.Kernels.Optimizers;

namespace Nabla;

/// <summary>Settings of <see cref="NAdam"/>.</summary>
/// <param name="LearningRate">Step length, not negative.</param>
/// <param name="Beta1">Decay of the gradient's running mean, in [0, 1).</param>
/// <param name="Beta2">Decay of its square's running mean, in [0, 1).</param>
/// <param name="Epsilon">Added to the denominator, not negative.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient, not negative.</param>
/// <param name="MomentumDecay">How fast the momentum reaches its full value, not negative.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.NAdamOptions")]
public sealed record NAdamOptions(double LearningRate = 2e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0, double MomentumDecay = 4e-3, bool Maximize = false)
    : MomentsOptions(LearningRate, Beta1, Beta2, Epsilon, WeightDecay, Maximize)
{
    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        NotNegative(MomentumDecay, nameof(MomentumDecay));
    }

    /// <inheritdoc/>
    public override void Write(JsonObject group)
    {
        base.Write(group);
        group["momentum_decay"] = MomentumDecay;
    }

    /// <inheritdoc/>
    public override OptimizerOptions Read(JsonObject group) => (NAdamOptions)base.Read(group) with { MomentumDecay = Real(group, "momentum_decay") };
}

/// <summary>Adam that looks one step ahead, as Nesterov's momentum does.</summary>
/// <remarks>
/// μₜ = β₁(1 - 0.96^{tψ} / 2), Π their product;  θ -= η ((1 - μₜ) g / (1 - Π) + μₜ₊₁ m / (1 - Π μₜ μₜ₊₁)) / (√(v / (1 - β₂ᵗ)) + ε), m and v as in <see cref="Adam"/>.
/// Numbers as in PyTorch 1.13, which keeps Π in float32 and has μₜ once more in the second denominator than the paper. Dozat 2016, "Incorporating Nesterov momentum into Adam".
/// </remarks>
[Export("optim.NAdam")]
public sealed class NAdam : Optimizer<NAdamOptions>
{
    private const string Product = "mu_product";

    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public NAdam(IEnumerable<Parameter> parameters, NAdamOptions? options = null)
        : base(parameters, options ?? new())
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public NAdam(IEnumerable<ParameterGroup> groups, NAdamOptions? options = null)
        : base(groups, options ?? new())
    {
    }

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, NAdamOptions options)
    {
        state.Step++;
        Tensor mean = state.Get("exp_avg", value), square = state.Get("exp_avg_sq", value);
        double now = Momentum(options, state.Step), next = Momentum(options, state.Step + 1);
        float product = (float)(state.Numbers.TryGetValue(Product, out double before) ? before : 1) * (float)now;
        float ahead = product * (float)now * (float)next;
        state.Numbers[Product] = product;
        double correction = 1 - Math.Pow(options.Beta2, state.Step), ofGradient = options.LearningRate * (1 - now) / (1 - (double)product), ofMean = options.LearningRate * next / (1 - (double)ahead);
        if (FusedFor(value) is { } kernels)
        {
            kernels.Step(value, gradient.Contiguous(), mean, square, null, new WeightedAdamRule(ofMean, ofGradient, options.Beta1, options.Beta2, correction, options.Epsilon, options.WeightDecay, options.Maximize));
            return;
        }
        if (options.Maximize) gradient = -gradient;
        if (options.WeightDecay != 0) gradient += value * options.WeightDecay;
        mean.MultiplyInPlace(options.Beta1).AddInPlace(gradient * (1 - options.Beta1));
        square.MultiplyInPlace(options.Beta2).AddInPlace(gradient * (1 - options.Beta2) * gradient);
        Tensor denominator = (square / correction).Sqrt() + options.Epsilon;
        value.SubtractInPlace(gradient * ofGradient / denominator);
        value.SubtractInPlace(mean * ofMean / denominator);
    }

    private static double Momentum(NAdamOptions options, long step) => options.Beta1 * (1 - (0.5 * Math.Pow(0.96, step * options.MomentumDecay)));
}
