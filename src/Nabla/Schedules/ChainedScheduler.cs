using System.Text.Json.Nodes;
using Nabla.Formats.PyTorch.Pickle;

namespace Nabla;

/// <summary>Schedules at the same time: each starts from the rate of the one before, so that factors multiply.</summary>
[Export("optim.lr_scheduler.ChainedScheduler")]
public sealed class ChainedScheduler : FormulaSchedule
{
    private readonly FormulaSchedule[] _schedules;

    /// <summary>Starts the schedules.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="schedules">The schedules, made for the same optimiser; from now on only this one is stepped.</param>
    /// <exception cref="ArgumentException">There is none, or one drives another optimiser.</exception>
    public ChainedScheduler(Optimizer optimizer, IEnumerable<FormulaSchedule> schedules)
        : base(optimizer)
    {
        _schedules = Members(schedules);
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => _schedules.Aggregate(initial, (rate, schedule) => schedule.Rate(step, rate, group));

    /// <inheritdoc/>
    public override double? Momentum(long step, int group = 0) => _schedules.Select(schedule => schedule.Momentum(step, group)).LastOrDefault(momentum => momentum is not null);

    private protected override void WriteTorch(PickleDict state, long steps) => state["_schedulers"] = _schedules.Select(schedule => (object?)PartOf(schedule, steps)).ToList();

    private protected override long ReadTorch(PickleDict state, JsonObject own)
    {
        own["initial"] = InitialOf(state);
        return Integer((PickleDict)((List<object?>)state["_schedulers"]!)[0]!, "last_epoch");
    }
}
