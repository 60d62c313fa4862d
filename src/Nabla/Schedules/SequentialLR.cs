using System.Text.Json.Nodes;
using Nabla.Formats.PyTorch.Pickle;

namespace Nabla;

/// <summary>Schedules one after the other; each starts anew from the initial rate at its milestone.</summary>
[Export("optim.lr_scheduler.SequentialLR")]
public sealed class SequentialLR : FormulaSchedule
{
    private readonly FormulaSchedule[] _schedules;
    private readonly long[] _milestones;

    /// <summary>Starts the first schedule.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="schedules">The schedules in order, made for the same optimiser; from now on only this one is stepped.</param>
    /// <param name="milestones">Steps at which the second, third, ... schedule takes over; rising.</param>
    /// <exception cref="ArgumentException">A schedule drives another optimiser, or the milestones do not fit.</exception>
    public SequentialLR(Optimizer optimizer, IEnumerable<FormulaSchedule> schedules, IEnumerable<long> milestones)
        : base(optimizer)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        _schedules = Members(schedules);
        _milestones = [.. milestones];
        if (_milestones.Length != _schedules.Length - 1)
            throw new ArgumentException($"{_schedules.Length} schedules need {_schedules.Length - 1} milestones; got {_milestones.Length}.", nameof(milestones));
        for (int i = 0; i < _milestones.Length; i++)
        {
            if (_milestones[i] <= (i == 0 ? 0 : _milestones[i - 1])) throw new ArgumentException($"The milestones must be above 0 and rise; got {string.Join(", ", _milestones)}.", nameof(milestones));
        }
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0)
    {
        (FormulaSchedule schedule, long since) = At(step);
        return schedule.Rate(step - since, initial, group);
    }

    /// <inheritdoc/>
    public override double? Momentum(long step, int group = 0)
    {
        (FormulaSchedule schedule, long since) = At(step);
        return schedule.Momentum(step - since, group);
    }

    private (FormulaSchedule Schedule, long Since) At(long step)
    {
        int index = _milestones.Count(milestone => milestone <= step);
        return (_schedules[index], index == 0 ? 0 : _milestones[index - 1]);
    }

    private protected override void WriteTorch(PickleDict state, long steps)
    {
        state["_milestones"] = _milestones.Select(milestone => (object?)milestone).ToList();
        state["_schedulers"] = _schedules.Select((schedule, i) => (object?)PartOf(schedule, Position(i, steps))).ToList();
    }

    private protected override long ReadTorch(PickleDict state, JsonObject own)
    {
        own["initial"] = InitialOf(state);
        return Integer(state, "last_epoch");
    }

    private long Position(int part, long steps)
    {
        long start = part == 0 ? 0 : _milestones[part - 1];
        if (steps < start) return -1;
        // Where the next part has taken over, this one stopped a step before.
        return (part < _milestones.Length && steps >= _milestones[part] ? _milestones[part] - 1 : steps) - start;
    }
}
