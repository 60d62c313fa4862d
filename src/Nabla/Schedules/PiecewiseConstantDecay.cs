namespace Nabla;

/// <summary>TensorFlow's piecewise constant decay: the first value up to and with the first boundary, then the next.</summary>
/// <remarks>The values are rates in themselves; the optimiser's own rate does not matter.</remarks>
[Export("optim.schedules.PiecewiseConstantDecay")]
public sealed class PiecewiseConstantDecay : FormulaSchedule
{
    private readonly long[] _boundaries;
    private readonly double[] _values;

    /// <summary>Starts the schedule.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="boundaries">Last steps of all values but the last, rising.</param>
    /// <param name="values">The rates, one more than boundaries; not negative.</param>
    /// <exception cref="ArgumentException">The numbers of boundaries and values do not fit, or the boundaries do not rise.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rate is negative.</exception>
    public PiecewiseConstantDecay(Optimizer optimizer, IEnumerable<long> boundaries, IEnumerable<double> values)
        : base(optimizer)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        ArgumentNullException.ThrowIfNull(values);
        (_boundaries, _values) = ([.. boundaries], [.. values]);
        if (_values.Length != _boundaries.Length + 1) throw new ArgumentException($"{_boundaries.Length} boundaries need {_boundaries.Length + 1} values; got {_values.Length}.", nameof(values));
        for (int i = 1; i < _boundaries.Length; i++)
        {
            if (_boundaries[i] <= _boundaries[i - 1]) throw new ArgumentException($"The boundaries must rise; got {string.Join(", ", _boundaries)}.", nameof(boundaries));
        }
        foreach (double value in _values) NotNegative(value, nameof(values));
        Apply();
    }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0) => _values[_boundaries.Count(boundary => step > boundary)];
}
