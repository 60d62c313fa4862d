namespace Nabla.Algorithms.Stochastic;

/// <summary>The mean of a stream in O(1) memory: wₖ₊₁ = wₖ - (wₖ - xₖ)/k, which is the mean of the first k values at every k.</summary>
/// <remarks>The simplest stochastic approximation: Robbins and Monro's iteration for g(w) = w - E[X] with steps 1/k. Weights give the weighted mean.</remarks>
[Export("algorithms.stochastic.IncrementalMean")]
public struct IncrementalMean : IEquatable<IncrementalMean>
{
    /// <summary>How many values were added.</summary>
    public long Count { get; private set; }

    /// <summary>Sum of the weights.</summary>
    public double Weight { get; private set; }

    /// <summary>The mean so far; 0 before the first value.</summary>
    public double Value { get; private set; }

    /// <summary>Are two means the same state?</summary>
    public static bool operator ==(IncrementalMean left, IncrementalMean right) => left.Equals(right);

    /// <summary>Are two means different states?</summary>
    public static bool operator !=(IncrementalMean left, IncrementalMean right) => !left.Equals(right);

    /// <summary>Adds a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="weight">Its weight, not negative; 1 for a plain mean.</param>
    /// <returns>The new mean.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The weight is negative or not a number.</exception>
    public double Add(double value, double weight = 1)
    {
        Guard.Weight(weight);
        Count++;
        Weight += weight;
        if (weight > 0) Value -= (Value - value) * (weight / Weight);
        return Value;
    }

    /// <summary>Adds many values of weight 1.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        foreach (double value in values) Add(value);
    }

    /// <summary>Adds all that another mean has seen.</summary>
    public void Merge(IncrementalMean other)
    {
        Count += other.Count;
        if (other.Weight == 0) return;
        Weight += other.Weight;
        Value -= (Value - other.Value) * (other.Weight / Weight);
    }

    /// <inheritdoc/>
    public readonly bool Equals(IncrementalMean other) => (Count, Weight, Value) == (other.Count, other.Weight, other.Value);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is IncrementalMean other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(Count, Weight, Value);
}
