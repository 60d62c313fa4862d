namespace Nabla;

/// <summary>Every sample once an epoch in a random order that depends on seed and epoch.</summary>
/// <param name="count">Number of samples.</param>
/// <param name="seed">Seed of all epochs.</param>
[Export("utils.data.RandomSampler")]
public sealed class RandomSampler(int count, ulong seed = 0) : Sampler
{
    /// <inheritdoc/>
    public override int Count => count;

    /// <inheritdoc/>
    public override IReadOnlyList<int> Order(int epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        SeededShuffle.Shuffle(order, SeededShuffle.Mix(seed, (ulong)epoch));
        return order;
    }
}
