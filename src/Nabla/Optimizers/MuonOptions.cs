using System.Text.Json.Nodes;

namespace Nabla;

/// <summary>How long the steps of <see cref="Muon"/> are for a matrix [A, B].</summary>
[Export("optim.MuonScale")]
public enum MuonScale
{
    /// <summary>η √max(1, A/B), as the author has it.</summary>
    Original,

    /// <summary>0.2 η √max(A, B): steps of about the size of AdamW's, so that its learning rate and decay serve here too. Liu et al. 2025, "Muon is scalable for LLM training".</summary>
    MatchRmsAdamW,
}

/// <summary>Settings of <see cref="Muon"/>; the defaults are PyTorch's.</summary>
/// <param name="LearningRate">Step length, not negative.</param>
/// <param name="WeightDecay">Share of the parameters, times the learning rate, that each step takes away; not negative.</param>
/// <param name="Momentum">Decay of the gradient's running mean, in [0, 1).</param>
/// <param name="Nesterov">Look one step ahead.</param>
/// <param name="Steps">Iterations of the orthogonalisation, 1 to 99.</param>
/// <param name="Scale">How the learning rate follows the shape.</param>
/// <param name="Epsilon">Smallest norm a direction is divided by, not negative.</param>
/// <param name="Beta1">For parameters that are no matrices: decay of the gradient's running mean, in [0, 1).</param>
/// <param name="Beta2">For parameters that are no matrices: decay of its square's running mean, in [0, 1).</param>
/// <param name="Matrices">Take the group's matrices for matrices; if not, all its parameters take AdamW's step, as embeddings, tables and the last layer should.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.MuonOptions")]
public sealed record MuonOptions(
    double LearningRate = 1e-3, double WeightDecay = 0.1, double Momentum = 0.95, bool Nesterov = true, int Steps = 5, MuonScale Scale = MuonScale.Original,
    double Epsilon = 1e-7, double Beta1 = 0.9, double Beta2 = 0.999, bool Matrices = true, bool Maximize = false)
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
        Fraction(Momentum, nameof(Momentum));
        Fraction(Beta1, nameof(Beta1));
        Fraction(Beta2, nameof(Beta2));
        NotNegative(Epsilon, nameof(Epsilon));
        if (Steps is < 1 or > 99) throw new ArgumentOutOfRangeException(nameof(Steps), Steps, "Steps must be 1 to 99.");
        if (!Enum.IsDefined(Scale)) throw new ArgumentOutOfRangeException(nameof(Scale), Scale, $"Scale must be {nameof(MuonScale.Original)} or {nameof(MuonScale.MatchRmsAdamW)}.");
    }

    /// <inheritdoc/>
    public override void Write(JsonObject group)
    {
        base.Write(group);
        group["momentum"] = Momentum;
        group["nesterov"] = Nesterov;
        group["ns_steps"] = Steps;
        group["adjust_lr_fn"] = Scale == MuonScale.Original ? "original" : "match_rms_adamw";
        group["eps"] = Epsilon;
        group["betas"] = SavedJson.List([Beta1, Beta2]);
        group["matrices"] = Matrices;
    }

    /// <inheritdoc/>
    public override OptimizerOptions Read(JsonObject group)
    {
        (double first, double second) = SavedJson.Pair(group, "betas");
        string scale = SavedJson.Text(group, "adjust_lr_fn");
        return (MuonOptions)base.Read(group) with
        {
            Momentum = Real(group, "momentum"),
            Nesterov = Flag(group, "nesterov"),
            Steps = (int)Math.Clamp(SavedJson.Integer(group, "ns_steps"), int.MinValue, int.MaxValue),
            Scale = scale switch
            {
                "original" => MuonScale.Original,
                "match_rms_adamw" => MuonScale.MatchRmsAdamW,
                _ => throw new FormatException($"The saved state has the scale '{scale}'; expected 'original' or 'match_rms_adamw'."),
            },
            Epsilon = Real(group, "eps"),
            Beta1 = first,
            Beta2 = second,
            Matrices = Flag(group, "matrices"),
        };
    }
}
