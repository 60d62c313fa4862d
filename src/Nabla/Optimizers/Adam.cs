using System.Text.Json.Nodes;
using Nabla.Kernels.Optimizers;

namespace Nabla;

/// <summary>Settings of <see cref="Adam"/>.</summary>
/// <param name="LearningRate">Step length, not negative.</param>
/// <param name="Beta1">Decay of the gradient's running mean, in [0, 1).</param>
/// <param name="Beta2">Decay of its square's running mean, in [0, 1).</param>
/// <param name="Epsilon">Added to the denominator, not negative.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient, not negative.</param>
/// <param name="AmsGrad">Divide by the largest running mean so far (Reddi et al. 2018).</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.AdamOptions")]
public record AdamOptions(double LearningRate = 1e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0, bool AmsGrad = false, bool Maximize = false)
    : MomentsOptions(LearningRate, Beta1, Beta2, Epsilon, WeightDecay, Maximize)
{
    /// <inheritdoc/>
    public override void Write(JsonObject group)
    {
        base.Write(group);
        group["amsgrad"] = AmsGrad;
    }

    /// <inheritdoc/>
    public override OptimizerOptions Read(JsonObject group) => (AdamOptions)base.Read(group) with { AmsGrad = Flag(group, "amsgrad") };
}

/// <summary>Adam.</summary>
/// <remarks>
/// g += λθ;  m = β₁m + (1 - β₁)g;  v = β₂v + (1 - β₂)g²;  θ -= η / (1 - β₁ᵗ) · m / (√v / √(1 - β₂ᵗ) + ε).
/// Numbers as in PyTorch 1.13. Kingma and Ba 2015, "Adam: a method for stochastic optimization".
/// </remarks>
[Export("optim.Adam")]
public class Adam : Optimizer<AdamOptions>
{
    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adam(IEnumerable<Parameter> parameters, AdamOptions? options = null)
        : base(parameters, options ?? new())
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adam(IEnumerable<ParameterGroup> groups, AdamOptions? options = null)
        : base(groups, options ?? new())
    {
    }

    private protected virtual bool Decoupled => false;

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, AdamOptions options)
    {
        state.Step++;
        Tensor mean = state.Get("exp_avg", value), square = state.Get("exp_avg_sq", value);
        Tensor? largest = options.AmsGrad ? state.Get("max_exp_avg_sq", value) : null;
        AdamSettings settings = new(
            options.LearningRate, options.Beta1, options.Beta2, options.Epsilon, options.WeightDecay, Decoupled, options.AmsGrad, options.Maximize);
        if (FusedFor(value) is { } kernels)
            kernels.AdamStep(value, gradient.Contiguous(), mean, square, largest, state.Step, settings);
        else
            Compose(value, gradient, mean, square, largest, state.Step, settings);
    }

    internal static void Compose(Tensor value, Tensor gradient, Tensor mean, Tensor square, Tensor? largest, long step, AdamSettings settings)
    {
        if (settings.Maximize) gradient = -gradient;
        if (settings.WeightDecay != 0)
        {
            if (settings.Decoupled) value.MultiplyInPlace(1 - (settings.LearningRate * settings.WeightDecay));
            else gradient += value * settings.WeightDecay;
        }
        mean.MultiplyInPlace(settings.Beta1).AddInPlace(gradient * (1 - settings.Beta1));
        square.MultiplyInPlace(settings.Beta2).AddInPlace(gradient * (1 - settings.Beta2) * gradient);
        if (largest is not null)
        {
            largest.CopyInPlace((largest > square).Where(largest, square));
            square = largest;
        }
        Tensor denominator = (square.Sqrt() / Math.Sqrt(1 - Math.Pow(settings.Beta2, step))) + settings.Epsilon;
        double length = settings.LearningRate / (1 - Math.Pow(settings.Beta1, step));
        value.SubtractInPlace(mean * length / denominator);
    }
}
