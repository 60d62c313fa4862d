namespace Nabla;

/// <summary>Samples drawn with replacement, each with a probability proportional to its weight.</summary>
[Export("utils.data.WeightedRandomSampler")]
public sealed class WeightedRandomSampler : Sampler
{
    private readonly double[] _cumulative;
    private readonly int _draws;
    private readonly ulong _seed;

    /// <summary>Describes the draw.</summary>
    /// <param name="weights">One weight a sample, not negative, not all 0.</param>
    /// <param name="draws">Draws per epoch; as many as weights when omitted.</param>
    /// <param name="seed">Seed of all epochs.</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are 0.</exception>
    public WeightedRandomSampler(IReadOnlyList<double> weights, int? draws = null, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _cumulative = new double[weights.Count];
        double sum = 0;
        for (int i = 0; i < weights.Count; i++)
        {
            if (!(weights[i] >= 0) || double.IsInfinity(weights[i])) throw new ArgumentException($"Weights must be finite and not negative; weight {i} is {weights[i]}.", nameof(weights));
            _cumulative[i] = sum += weights[i];
        }
        if (sum <= 0) throw new ArgumentException("At least one weight must be positive.", nameof(weights));
        (_draws, _seed) = (draws ?? weights.Count, seed);
    }

    /// <inheritdoc/>
    public override int Count => _draws;

    /// <inheritdoc/>
    public override IReadOnlyList<int> Order(int epoch)
    {
        ulong state = SeededShuffle.Mix(_seed, (ulong)epoch);
        int[] order = new int[_draws];
        for (int i = 0; i < order.Length; i++)
        {
            double at = SeededShuffle.NextUnit(ref state) * _cumulative[^1];
            int found = Array.BinarySearch(_cumulative, at);
            int index = found >= 0 ? found + 1 : ~found;
            // A weight of 0 repeats the sum before it; step over it.
            while (index < _cumulative.Length - 1 && _cumulative[index] <= at) index++;
            order[i] = Math.Min(index, _cumulative.Length - 1);
        }
        return order;
    }
}
