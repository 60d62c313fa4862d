namespace Nabla;

/// <summary>The Transformer's schedule: η₀ d^-½ min((k + 1)^-½, (k + 1) warmup^-3/2).</summary>
/// <remarks>Vaswani et al. 2017, "Attention is all you need", 5.3; the initial rate is usually 1.</remarks>
[Export("optim.lr_scheduler.Noam")]
public sealed class Noam : FormulaSchedule
{
    private readonly double _scale;
    private readonly double _slope;

    /// <summary>Starts the schedule.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="width">Width d of the model, from 1.</param>
    /// <param name="warmUpSteps">Steps until the peak, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Noam(Optimizer optimizer, long width, long warmUpSteps)
        : base(optimizer)
    {
        Positive(width, nameof(width));
        Positive(warmUpSteps, nameof(warmUpSteps));
        (_scale, _slope) = (1 / Math.Sqrt(width), Math.Pow(warmUpSteps, -1.5));
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => initial * _scale * Math.Min(1 / Math.Sqrt(step + 1.0), (step + 1) * _slope);
}
