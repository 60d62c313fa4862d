using System.Text.Json.Nodes;

namespace Nabla;

/// <summary>Settings of the optimisers that keep running means of the gradient and of its size: Adam and its relatives.</summary>
/// <param name="LearningRate">Step length, not negative.</param>
/// <param name="Beta1">Decay of the gradient's running mean, in [0, 1).</param>
/// <param name="Beta2">Decay of the running mean of its size, in [0, 1).</param>
/// <param name="Epsilon">Keeps the denominator above 0, not negative.</param>
/// <param name="WeightDecay">Strength of the decay, not negative.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.MomentsOptions")]
public abstract record MomentsOptions(double LearningRate, double Beta1, double Beta2, double Epsilon, double WeightDecay, bool Maximize)
    : OptimizerOptions(LearningRate, WeightDecay, Maximize)
{
    /// <inheritdoc/>
    public override double? CycledMomentum => Beta1;

    /// <inheritdoc/>
    public override OptimizerOptions WithCycledMomentum(double momentum) => this with { Beta1 = momentum };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Fraction(Beta1, nameof(Beta1));
        Fraction(Beta2, nameof(Beta2));
        NotNegative(Epsilon, nameof(Epsilon));
    }

    /// <inheritdoc/>
    public override void Write(JsonObject group)
    {
        base.Write(group);
        group["betas"] = SavedJson.List([Beta1, Beta2]);
        group["eps"] = Epsilon;
    }

    /// <inheritdoc/>
    public override OptimizerOptions Read(JsonObject group)
    {
        (double first, double second) = SavedJson.Pair(group, "betas");
        return (MomentsOptions)base.Read(group) with { Beta1 = first, Beta2 = second, Epsilon = Real(group, "eps") };
    }
}
