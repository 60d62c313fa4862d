namespace Nabla.Kernels.Attention;

/// <summary>Sizes of attention over contiguous queries [Heads, Queries, Width], keys [Heads/Group, Keys, Width] and values [Heads/Group, Keys, ValueWidth].</summary>
/// <param name="Heads">Batch size times query heads.</param>
/// <param name="Queries">Queries per head.</param>
/// <param name="Keys">Keys per head.</param>
/// <param name="Width">Length of a query and a key.</param>
/// <param name="ValueWidth">Length of a value.</param>
/// <param name="Group">Consecutive query heads that share a head of keys and values; divides Heads.</param>
public readonly record struct AttentionShape(long Heads, long Queries, long Keys, long Width, long ValueWidth, long Group = 1)
{
    /// <summary>Heads of keys and values.</summary>
    public long KeyHeads => Heads / Group;

    /// <summary>Refuses impossible sizes.</summary>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Heads);
        ArgumentOutOfRangeException.ThrowIfNegative(Queries);
        ArgumentOutOfRangeException.ThrowIfNegative(Keys);
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ValueWidth, 1);
        if (Group < 1 || Heads % Group != 0) throw new ArgumentException($"A group of {Group} does not divide {Heads} heads.", nameof(Group));
    }
}
