namespace Nabla.Algorithms.Stochastic;

/// <summary>Mean and variance of a stream in O(1) memory and one pass, without the cancellation of Σx² - (Σx)²/n.</summary>
/// <remarks>Welford (1962); weights after West (1979); merging after Chan, Golub and LeVeque (1979), so parts of a stream may be counted apart.</remarks>
[Export("algorithms.stochastic.IncrementalVariance")]
public struct IncrementalVariance : IEquatable<IncrementalVariance>
{
    private double _squares;

    /// <summary>How many values were added.</summary>
    public long Count { get; private set; }

    /// <summary>Sum of the weights.</summary>
    public double Weight { get; private set; }

    /// <summary>The mean so far; 0 before the first value.</summary>
    public double Mean { get; private set; }

    /// <summary>Variance of the values themselves: divided by the sum of the weights. NaN before the first value.</summary>
    public readonly double Population => _squares / Weight;

    /// <summary>Unbiased estimate of the variance of their source, for weights that are counts: divided by the sum of the weights less 1. NaN or ∞ below two values.</summary>
    public readonly double Sample => _squares / (Weight - 1);

    /// <summary>Are two states the same?</summary>
    public static bool operator ==(IncrementalVariance left, IncrementalVariance right) => left.Equals(right);

    /// <summary>Are two states different?</summary>
    public static bool operator !=(IncrementalVariance left, IncrementalVariance right) => !left.Equals(right);

    /// <summary>Adds a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="weight">Its weight, not negative; 1 for a plain variance.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is negative or not a number.</exception>
    public void Add(double value, double weight = 1)
    {
        Guard.Weight(weight);
        Count++;
        if (weight == 0) return;
        Weight += weight;
        double before = value - Mean;
        Mean += before * (weight / Weight);
        _squares += weight * before * (value - Mean);
    }

    /// <summary>Adds many values of weight 1.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        foreach (double value in values) Add(value);
    }

    /// <summary>Adds all that another one has seen.</summary>
    public void Merge(IncrementalVariance other)
    {
        Count += other.Count;
        if (other.Weight == 0) return;
        double sum = Weight + other.Weight, apart = other.Mean - Mean;
        _squares += other._squares + (apart * apart * (Weight * other.Weight / sum));
        Mean += apart * (other.Weight / sum);
        Weight = sum;
    }

    /// <inheritdoc/>
    public readonly bool Equals(IncrementalVariance other) => (Count, Weight, Mean, _squares) == (other.Count, other.Weight, other.Mean, other._squares);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is IncrementalVariance other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(Count, Weight, Mean, _squares);
}
