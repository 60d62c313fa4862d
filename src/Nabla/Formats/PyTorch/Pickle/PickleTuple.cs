using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Nabla.Formats.PyTorch.Pickle;

/// <summary>A Python tuple (or <c>torch.Size</c>) of an unpickled object tree.</summary>
/// <param name="items">The elements; the array is not copied.</param>
[Export("formats.pytorch.pickle.PickleTuple")]
public sealed class PickleTuple(params object?[] items) : IReadOnlyList<object?>
{
    /// <summary>The tuple without elements.</summary>
    [Export("formats.pytorch.pickle.PickleTuple.empty")]
    public static PickleTuple Empty { get; } = new();

    /// <inheritdoc/>
    public int Count => items.Length;

    /// <summary>Elements of this tuple and of the tuples in it, which bounds the work of comparing two of them.</summary>
    internal int Weight { get; } = WeightOf(items);

    /// <inheritdoc/>
    public object? this[int index] => items[index];

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The elements as sizes, if all of them are integers of 64 bits.</summary>
    internal bool TryGetLongs([NotNullWhen(true)] out long[]? values)
    {
        values = new long[items.Length];
        for (int i = 0; i < items.Length; i++)
        {
            if (items[i] is not long value)
            {
                values = null;
                return false;
            }
            values[i] = value;
        }
        return true;
    }

    private static int WeightOf(object?[] items)
    {
        long weight = items.Length + 1;
        foreach (object? item in items) weight += item is PickleTuple inner ? inner.Weight : 0;
        return (int)Math.Min(weight, int.MaxValue);
    }
}
