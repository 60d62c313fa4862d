namespace Nabla;

/// <summary>A factor that moves on a straight line from one value to another; a plain warm-up.</summary>
[Export("optim.lr_scheduler.LinearLR")]
public sealed class LinearLR : FormulaSchedule
{
    private readonly double _start;
    private readonly double _end;
    private readonly long _total;

    /// <summary>Starts the schedule.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="startFactor">First factor, in (0, 1].</param>
    /// <param name="endFactor">Last factor, in [0, 1].</param>
    /// <param name="totalSteps">Steps between the two, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LinearLR(Optimizer optimizer, double startFactor = 1.0 / 3, double endFactor = 1, long totalSteps = 5)
        : base(optimizer)
    {
        if (!(startFactor is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(startFactor), startFactor, "The first factor must lie in (0, 1].");
        if (!(endFactor is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(endFactor), endFactor, "The last factor must lie in [0, 1].");
        Positive(totalSteps, nameof(totalSteps));
        (_start, _end, _total) = (startFactor, endFactor, totalSteps);
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => initial * (_start + ((_end - _start) * Math.Min(step, _total) / _total));
}
