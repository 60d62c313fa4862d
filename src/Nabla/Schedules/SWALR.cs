using System.Text.Json.Nodes;

namespace Nabla;

/// <summary>From the rate of the moment it is made to a constant one, for the last part of training whose parameters are averaged.</summary>
/// <remarks>η = η₀ + (η_swa - η₀) a(k / steps), a a straight line or half a cosine. Izmailov et al. 2018, "Averaging weights leads to wider optima and better generalization".</remarks>
[Export("optim.swa_utils.SWALR")]
public sealed class SWALR : FormulaSchedule
{
    private readonly double[] _targets;
    private readonly long _steps;
    private readonly Annealing _annealing;
    private double[] _starts;

    /// <summary>Starts the schedule.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="rate">The rate to arrive at, not negative.</param>
    /// <param name="annealingSteps">Steps on the way, not negative.</param>
    /// <param name="annealing">Shape of the way.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public SWALR(Optimizer optimizer, double rate, long annealingSteps = 10, Annealing annealing = Annealing.Cosine)
        : this(optimizer, Enumerable.Repeat(rate, optimizer?.Groups.Count ?? 0), annealingSteps, annealing)
    {
    }

    /// <summary>Starts the schedule with one rate a group.</summary>
    /// <inheritdoc cref="SWALR(Optimizer, double, long, Annealing)"/>
    /// <exception cref="ArgumentException">There is not one rate a group.</exception>
    public SWALR(Optimizer optimizer, IEnumerable<double> rate, long annealingSteps = 10, Annealing annealing = Annealing.Cosine)
        : base(optimizer)
    {
        ArgumentNullException.ThrowIfNull(rate);
        _targets = [.. rate];
        if (_targets.Length != optimizer.Groups.Count) throw new ArgumentException($"{_targets.Length} rates for {optimizer.Groups.Count} parameter groups.", nameof(rate));
        foreach (double target in _targets) NotNegative(target, nameof(rate));
        ArgumentOutOfRangeException.ThrowIfNegative(annealingSteps);
        (_steps, _annealing, _starts) = (annealingSteps, annealing, [.. optimizer.Groups.Select(group => group.LearningRate)]);
        for (int i = 0; i < _targets.Length; i++) optimizer.Groups[i].ScheduleSettings["swa_lr"] = _targets[i];
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0)
    {
        double way = Math.Min(1, (double)(_steps == 0 ? Math.Max(1, step) : step) / Math.Max(1, _steps));
        double share = _annealing == Annealing.Linear ? way : (1 - Math.Cos(Math.PI * way)) / 2;
        return (_targets[group] * share) + (_starts[group] * (1 - share));
    }

    private protected override void Write(JsonObject state)
    {
        base.Write(state);
        state["starts"] = SavedJson.List(_starts);
    }

    private protected override void Read(JsonObject state, long steps)
    {
        _starts = ReadRates(state, "starts");
        base.Read(state, steps);
    }
}
