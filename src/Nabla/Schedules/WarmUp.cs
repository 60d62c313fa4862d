namespace Nabla;

/// <summary>A straight rise over the first steps, then another schedule from its beginning: η₀ (k + 1) / steps for k &lt; steps.</summary>
[Export("optim.lr_scheduler.WarmUp")]
public sealed class WarmUp : FormulaSchedule
{
    private readonly FormulaSchedule? _after;
    private readonly long _steps;
    private readonly double _start;

    /// <summary>Starts the rise.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="steps">Steps of the rise, not negative.</param>
    /// <param name="after">What follows, made for the same optimiser; from now on only the warm-up is stepped. Null keeps the full rate.</param>
    /// <param name="startFactor">Where the line starts, in [0, 1): the first rate lies one part in <paramref name="steps"/> above it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">What follows drives another optimiser.</exception>
    public WarmUp(Optimizer optimizer, long steps, FormulaSchedule? after = null, double startFactor = 0)
        : base(optimizer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        if (!(startFactor is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(startFactor), startFactor, "The start must lie in [0, 1).");
        if (after is not null) Members([after], nameof(after));
        (_steps, _after, _start) = (steps, after, startFactor);
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0)
    {
        if (step >= _steps) return _after?.Rate(step - _steps, initial, group) ?? initial;
        double top = _after?.Rate(0, initial, group) ?? initial;
        return top * (_start + ((1 - _start) * (step + 1) / _steps));
    }

    /// <inheritdoc/>
    public override double? Momentum(long step, int group = 0) => _after?.Momentum(Math.Max(step - _steps, 0), group);
}
