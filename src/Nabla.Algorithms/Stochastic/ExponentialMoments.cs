namespace Nabla.Algorithms.Stochastic;

/// <summary>Exponentially weighted mean and variance: m ← m + a(x - m), v ← (1 - a)(v + a(x - m)²).</summary>
/// <remarks>
/// A constant step a forgets: it follows a source that changes, and does not converge for one that does not. <see cref="Mean"/> is corrected for the start
/// from 0 as in Adam (Kingma and Ba 2014): divided by 1 - (1 - a)ᵏ. Variance after Finch (2009).
/// </remarks>
[Export("algorithms.stochastic.ExponentialMoments")]
public sealed class ExponentialMoments
{
    private readonly double _step;
    private double _mean, _variance, _left = 1;

    /// <summary>Nothing seen yet.</summary>
    /// <param name="step">Share of the newest value, in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is not in (0, 1].</exception>
    public ExponentialMoments(double step)
    {
        if (!(step is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(step), step, "The share of the newest value must be in (0, 1].");
        _step = step;
    }

    /// <summary>How many values were added.</summary>
    public long Count { get; private set; }

    /// <summary>The weighted mean; 0 before the first value.</summary>
    public double Mean => Count == 0 ? 0 : _mean / (1 - _left);

    /// <summary>The weighted variance around the running mean; 0 before the second value.</summary>
    public double Variance => _variance;

    /// <summary>Adds a value.</summary>
    public void Add(double value)
    {
        double before = value - (Count == 0 ? value : Mean);
        _variance = (1 - _step) * (_variance + (_step * before * before));
        _mean += _step * (value - _mean);
        _left *= 1 - _step;
        Count++;
    }
}
