namespace Nabla.Algorithms.Stochastic;

/// <summary>What training a perceptron did.</summary>
/// <param name="Mistakes">Corrections made.</param>
/// <param name="Epochs">Passes over the samples, the last one without a mistake included.</param>
/// <param name="Separated">Are all samples on their side?</param>
/// <param name="Radius">R, the length of the longest sample (with the constant 1 for the bias).</param>
[Export("algorithms.stochastic.PerceptronResult")]
public readonly record struct PerceptronResult(long Mistakes, int Epochs, bool Separated, double Radius);

/// <summary>Rosenblatt's (1958) perceptron: a threshold unit that corrects itself by each sample it gets wrong, w ← w + y·x.</summary>
/// <remarks>
/// If a unit vector u separates the samples with margin γ, that is y·(u·x) ≥ γ for all, training makes at most (R/γ)² mistakes in any order (Novikoff
/// 1962): every mistake moves w·u by γ or more, while |w|² grows by R² or less.
/// </remarks>
[Export("algorithms.stochastic.Perceptron")]
public static class Perceptron
{
    /// <summary>1 where w·x + b > 0, and -1 elsewhere.</summary>
    /// <param name="weights">d weights, and the bias last.</param>
    /// <param name="sample">d features.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    [Export("algorithms.stochastic.perceptron.classify")]
    public static int Classify(ReadOnlySpan<double> weights, ReadOnlySpan<double> sample)
    {
        Guard.Length(weights.Length - 1, sample.Length, nameof(sample));
        return Score(weights, sample) > 0 ? 1 : -1;
    }

    /// <summary>Trains until a pass makes no mistake.</summary>
    /// <param name="samples">n samples of d features, one after the other.</param>
    /// <param name="labels">n labels, 1 or -1.</param>
    /// <param name="weights">d weights, and the bias last: the start (0 for the bound to hold), and the result.</param>
    /// <param name="maxEpochs">Gives up after so many passes, 1 or more: samples that no plane separates are never done.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label is neither 1 nor -1.</exception>
    [Export("algorithms.stochastic.perceptron.train")]
    public static PerceptronResult Train(ReadOnlySpan<double> samples, ReadOnlySpan<int> labels, Span<double> weights, int maxEpochs = 1000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEpochs, 1);
        int d = weights.Length - 1;
        if (d < 1) throw new ArgumentException($"A perceptron needs at least one weight and a bias; got {weights.Length} numbers.", nameof(weights));
        Guard.Length(labels.Length * d, samples.Length, nameof(samples));
        double radius = 0;
        for (int n = 0; n < labels.Length; n++)
        {
            if (labels[n] is not (1 or -1)) throw new ArgumentException($"Labels are 1 or -1; label {n} is {labels[n]}.", nameof(labels));
            radius = Math.Max(radius, Math.Sqrt(Squares(samples.Slice(n * d, d)) + 1));
        }
        long mistakes = 0;
        for (int epoch = 1; epoch <= maxEpochs; epoch++)
        {
            long before = mistakes;
            for (int n = 0; n < labels.Length; n++)
            {
                ReadOnlySpan<double> x = samples.Slice(n * d, d);
                if (labels[n] * Score(weights, x) > 0) continue;
                mistakes++;
                for (int i = 0; i < d; i++) weights[i] += labels[n] * x[i];
                weights[d] += labels[n];
            }
            if (mistakes == before) return new(mistakes, epoch, true, radius);
        }
        return new(mistakes, maxEpochs, false, radius);
    }

    /// <summary>The bound (R/γ)² on mistakes, with the margin of a separating plane.</summary>
    /// <param name="samples">n samples of d features.</param>
    /// <param name="labels">n labels, 1 or -1.</param>
    /// <param name="separator">d weights, and the bias last, of a plane with every sample strictly on its side. The widest margin gives the best bound.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or the plane does not separate the samples.</exception>
    [Export("algorithms.stochastic.perceptron.mistake_bound")]
    public static double MistakeBound(ReadOnlySpan<double> samples, ReadOnlySpan<int> labels, ReadOnlySpan<double> separator)
    {
        int d = separator.Length - 1;
        Guard.Length(labels.Length * d, samples.Length, nameof(samples));
        double length = Math.Sqrt(Squares(separator)), margin = double.PositiveInfinity, radius = 0;
        for (int n = 0; n < labels.Length; n++)
        {
            ReadOnlySpan<double> x = samples.Slice(n * d, d);
            margin = Math.Min(margin, labels[n] * Score(separator, x) / length);
            radius = Math.Max(radius, Squares(x) + 1);
        }
        if (!(margin > 0)) throw new ArgumentException($"The plane does not separate the samples: the smallest margin is {margin}.", nameof(separator));
        return radius / (margin * margin);
    }

    private static double Score(ReadOnlySpan<double> weights, ReadOnlySpan<double> sample)
    {
        double sum = weights[^1];
        for (int i = 0; i < sample.Length; i++) sum += weights[i] * sample[i];
        return sum;
    }

    private static double Squares(ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (double v in x) sum += v * v;
        return sum;
    }
}
