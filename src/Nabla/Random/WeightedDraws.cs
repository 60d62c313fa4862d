namespace Nabla;

/// <summary>Draws with given probabilities, from uniform numbers.</summary>
internal static class WeightedDraws
{
    /// <summary>Positions of one row of weights.</summary>
    /// <exception cref="ArgumentException">The weights do not allow it.</exception>
    public static void Run(double[] weights, bool replacement, Generator generator, Span<long> y)
    {
        double[] drawn = Tensor.Rand([replacement ? y.Length : weights.Length], DType.Float64, generator).ToArray<double>();
        if (replacement) WithReplacement(weights, drawn, y);
        else WithoutReplacement(weights, drawn, y);
    }

    /// <summary>Checks the weights of a row.</summary>
    /// <exception cref="ArgumentException">One is negative or not finite, all are zero, or too few are positive.</exception>
    public static void Check(ReadOnlySpan<double> weights, long count, bool replacement)
    {
        int positive = 0;
        foreach (double weight in weights)
        {
            if (!double.IsFinite(weight) || weight < 0) throw new ArgumentException($"A weight must be finite and not negative; got {weight}.", nameof(weights));
            if (weight > 0) positive++;
        }
        if (positive == 0) throw new ArgumentException("The weights of a row must not all be zero.", nameof(weights));
        if (!replacement && positive < count) throw new ArgumentException($"{count} draws without replacement need as many positive weights; there are {positive}.", nameof(weights));
    }

    private static void WithReplacement(ReadOnlySpan<double> weights, ReadOnlySpan<double> drawn, Span<long> target)
    {
        double[] sums = new double[weights.Length];
        double total = 0;
        for (int i = 0; i < sums.Length; i++) sums[i] = total += weights[i];
        for (int i = 0; i < target.Length; i++)
        {
            int place = Array.BinarySearch(sums, drawn[i] * total);
            // A number that hits a boundary belongs behind it, and behind positions of weight 0.
            place = place < 0 ? ~place : place + 1;
            while (place < sums.Length - 1 && weights[place] == 0) place++;
            while (place >= sums.Length || weights[place] == 0) place--;
            target[i] = place;
        }
    }

    private static void WithoutReplacement(ReadOnlySpan<double> weights, ReadOnlySpan<double> drawn, Span<long> target)
    {
        // The largest of w / (exponential number) is position i with probability proportional to w[i] (Efraimidis and Spirakis 2006).
        double[] keys = new double[weights.Length];
        long[] places = new long[weights.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = weights[i] > 0 ? double.LogP1(-drawn[i]) / weights[i] : double.NegativeInfinity;
            places[i] = i;
        }
        Array.Sort(keys, places);
        for (int i = 0; i < target.Length; i++) target[i] = places[^(i + 1)];
    }
}
