using System.Text.Json.Nodes;
using Nabla.Formats.PyTorch.Pickle;

namespace Nabla;

/// <summary>A schedule whose rates follow from the step number alone, so that it can be joined, plotted and resumed exactly.</summary>
[Export("optim.lr_scheduler.FormulaSchedule")]
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

    /// <summary>Lets a group start from a rate of the schedule's own instead of the optimiser's.</summary>
    private protected void Start(int group, double rate)
    {
        _initial[group] = rate;
        Optimizer.Groups[group].InitialLearningRate = rate;
    }

    /// <summary>The parts of a joined schedule, checked.</summary>
    /// <exception cref="ArgumentException">There is none, or one drives another optimiser.</exception>
    private protected FormulaSchedule[] Members(IEnumerable<FormulaSchedule> schedules, string name = "schedules")
    {
        ArgumentNullException.ThrowIfNull(schedules, name);
        FormulaSchedule[] members = [.. schedules];
        if (members.Length == 0) throw new ArgumentException("There is no schedule to join.", name);
        foreach (FormulaSchedule member in members)
        {
            if (member is null) throw new ArgumentException("A schedule is null.", name);
            if (member.Optimizer != Optimizer) throw new ArgumentException($"The {member.GetType().Name} drives another optimiser.", name);
        }
        return members;
    }

    private protected override void Write(JsonObject state) => state["initial"] = SavedJson.List(_initial);

    private protected override void Read(JsonObject state, long steps)
    {
        _initial = ReadRates(state, "initial");
        Steps = steps;
        Apply();
    }

    private protected override void WriteTorch(PickleDict state, long steps) => state["base_lrs"] = _initial.Select(rate => (object?)rate).ToList();

    private protected override long ReadTorch(PickleDict state, JsonObject own)
    {
        own["initial"] = Reals(state, "base_lrs");
        return base.ReadTorch(state, own);
    }

    /// <summary>The state of a part of a joined schedule at a position of its own; before its turn it stands at -1.</summary>
    private protected PickleDict PartOf(FormulaSchedule part, long steps)
    {
        PickleDict state = new()
        {
            { "last_epoch", steps },
            { "verbose", false },
            { "_step_count", steps + 1 },
            { "_get_lr_called_within_step", false },
            { "_last_lr", _initial.Select((rate, group) => (object?)part.Rate(Math.Max(steps, 0), rate, group)).ToList() },
        };
        part.WriteTorch(state, steps);
        return state;
    }

    /// <summary>The initial rates of a joined schedule, which PyTorch keeps in its parts.</summary>
    private protected static JsonArray InitialOf(PickleDict state)
    {
        if (!state.TryGetValue("_schedulers", out object? parts) || parts is not List<object?> { Count: > 0 } list || list[0] is not PickleDict first) throw new FormatException("The state has no list '_schedulers'.");
        return Reals(first, "base_lrs");
    }
}
