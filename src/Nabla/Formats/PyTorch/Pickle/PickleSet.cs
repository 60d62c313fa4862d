using System.Collections;

namespace Nabla.Formats.PyTorch.Pickle;

/// <summary>A Python set or frozenset, in insertion order.</summary>
[Export("formats.pytorch.pickle.PickleSet")]
public sealed class PickleSet : IReadOnlyCollection<object?>
{
    private readonly PickleDict _items = new();

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>True when an equal element is there.</summary>
    public bool Contains(object? item) => _items.TryGetValue(item, out _);

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator() => _items.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(object? item) => _items[item] = null;
}
