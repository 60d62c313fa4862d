using System.Text.Json.Nodes;

namespace Nabla;

/// <summary>How <see cref="LBFGS"/> finds the length of a step.</summary>
[Export("optim.LineSearch")]
public enum LineSearch
{
    /// <summary>The learning rate itself.</summary>
    None,

    /// <summary>Cubic interpolation until sufficient decrease and a flat enough slope (Nocedal and Wright 2006, algorithms 3.5 and 3.6).</summary>
    StrongWolfe,
}

/// <summary>Settings of <see cref="LBFGS"/>.</summary>
/// <param name="LearningRate">Step length, or the first one a line search tries; not negative.</param>
/// <param name="MaxIterations">Iterations of one step, from 1.</param>
/// <param name="MaxEvaluations">Evaluations of one step, from 1; a quarter more than the iterations when null.</param>
/// <param name="GradientTolerance">Stop when no element of the gradient is larger; not negative.</param>
/// <param name="ChangeTolerance">Stop when neither parameters nor loss change by more; not negative.</param>
/// <param name="HistorySize">Pairs of steps and gradient changes that are remembered, from 1.</param>
/// <param name="LineSearch">How the length of a step is found.</param>
[Export("optim.LbfgsOptions")]
public sealed record LbfgsOptions(double LearningRate = 1, int MaxIterations = 20, int? MaxEvaluations = null, double GradientTolerance = 1e-7, double ChangeTolerance = 1e-9, int HistorySize = 100,
    LineSearch LineSearch = LineSearch.None)
    : OptimizerOptions(LearningRate, 0, false)
{
    /// <summary>The evaluations a step may take.</summary>
    public int Evaluations => MaxEvaluations ?? MaxIterations * 5 / 4;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (WeightDecay != 0) throw new ArgumentOutOfRangeException(nameof(WeightDecay), WeightDecay, "LBFGS has no weight decay; add it to the loss.");
        if (Maximize) throw new ArgumentOutOfRangeException(nameof(Maximize), Maximize, "LBFGS only descends; turn the sign of the loss.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxIterations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Evaluations, 1, nameof(MaxEvaluations));
        ArgumentOutOfRangeException.ThrowIfLessThan(HistorySize, 1);
        NotNegative(GradientTolerance, nameof(GradientTolerance));
        NotNegative(ChangeTolerance, nameof(ChangeTolerance));
        if (!Enum.IsDefined(LineSearch)) throw new ArgumentOutOfRangeException(nameof(LineSearch), LineSearch, "There is no such line search.");
    }

    /// <inheritdoc/>
    public override void Write(JsonObject group)
    {
        base.Write(group);
        group["max_iter"] = MaxIterations;
        group["max_eval"] = Evaluations;
        group["tolerance_grad"] = GradientTolerance;
        group["tolerance_change"] = ChangeTolerance;
        group["history_size"] = HistorySize;
        group["line_search_fn"] = LineSearch == LineSearch.StrongWolfe ? "strong_wolfe" : null;
    }

    /// <inheritdoc/>
    public override OptimizerOptions Read(JsonObject group) => (LbfgsOptions)base.Read(group) with
    {
        MaxIterations = checked((int)SavedJson.Integer(group, "max_iter")),
        MaxEvaluations = checked((int)SavedJson.Integer(group, "max_eval")),
        GradientTolerance = Real(group, "tolerance_grad"),
        ChangeTolerance = Real(group, "tolerance_change"),
        HistorySize = checked((int)SavedJson.Integer(group, "history_size")),
        LineSearch = group["line_search_fn"] is null ? LineSearch.None
            : SavedJson.Text(group, "line_search_fn") == "strong_wolfe" ? LineSearch.StrongWolfe
            : throw new FormatException($"The saved state has the line search '{group["line_search_fn"]}'; expected 'strong_wolfe' or none."),
    };
}
