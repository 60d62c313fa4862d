using System.Text.Json.Nodes;

namespace Nabla;

/// <summary>A schedule whose rates follow from the step number alone, so that it can be joined, plotted and resumed exactly.</summary>
public abstract class FormulaSchedule : Schedule
{
    private double[] _initial;

    /// <summary>Attaches to an optimiser. Call <see cref="Apply"/> at the end of the constructor.</summary>
    protected FormulaSchedule(Optimizer optimizer)
        : base(optimizer) => _initial = [.. optimizer.Groups.Select(group => group.InitialLearningRate!.Value)];

    /// <summary>The learning rate after <paramref name="step"/> calls of <see cref="Step"/>.</summary>
    /// <param name="step">Number of calls, from 0.</param>
    /// <param name="initial">The rate the group started with.</param>
    /// <param name="group">Position of the group.</param>
    public abstract double Rate(long step, double initial, int group = 0);

    /// <summary>The momentum after <paramref name="step"/> calls; null to leave it alone.</summary>
    /// <param name="step">Number of calls, from 0.</param>
    /// <param name="group">Position of the group.</param>
    public virtual double? Momentum(long step, int group = 0) => null;

    /// <inheritdoc/>
    public override void Step(double? metric = null)
    {
        Steps++;
        Apply();
    }

    /// <summary>Sets the rates of the current step.</summary>
    protected void Apply()
    {
        for (int i = 0; i < _initial.Length; i++) Optimizer.Groups[i].Schedule(Rate(Steps, _initial[i], i), Momentum(Steps, i));
    }

    private protected override void Write(JsonObject state) => state["initial"] = SavedJson.List(_initial);

    private protected override void Read(JsonObject state, long steps)
    {
        _initial = ReadRates(state, "initial");
        Steps = steps;
        Apply();
    }
}
