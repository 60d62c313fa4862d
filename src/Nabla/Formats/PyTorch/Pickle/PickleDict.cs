using System.Collections;

namespace Nabla.Formats.PyTorch.Pickle;

/// <summary>A Python dictionary in insertion order: <c>dict</c>, <c>collections.OrderedDict</c>, or a namespace object as its attributes.</summary>
/// <remarks>Keys compare as in Python. Values are plain .NET objects; see <see cref="PyTorchFile.Root"/>.</remarks>
[Export("formats.pytorch.pickle.PickleDict")]
public sealed class PickleDict : IReadOnlyCollection<KeyValuePair<object?, object?>>
{
    private readonly List<KeyValuePair<object?, object?>> _entries = [];
    private Dictionary<PickleKey, int>? _places;

    /// <summary>The Python type, such as <c>dict</c>, <c>collections.OrderedDict</c> or <c>argparse.Namespace</c>.</summary>
    public string TypeName { get; init; } = "dict";

    /// <summary>Attributes set on the dictionary object itself, such as <c>_metadata</c> of a state dict; null when there are none.</summary>
    public PickleDict? Attributes { get; set; }

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <summary>The keys in insertion order.</summary>
    public IEnumerable<object?> Keys => _entries.Select(e => e.Key);

    /// <summary>The value under <paramref name="key"/>; setting keeps the place of a key that is already there.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    /// <exception cref="ArgumentException">The key is a list, a dictionary or a huge tuple.</exception>
    public object? this[object? key]
    {
        get => TryGetValue(key, out object? value) ? value : throw new KeyNotFoundException($"There is no key {key ?? "None"}.");
        set
        {
            if (!PickleKey.Accepts(key)) throw new ArgumentException($"A {key!.GetType().Name} cannot be a key.", nameof(key));
            _places ??= [];
            if (_places.TryAdd(new(key), _entries.Count)) _entries.Add(new(key, value));
            else _entries[_places[new(key)]] = new(_entries[_places[new(key)]].Key, value);
        }
    }

    /// <summary>Adds an entry (or replaces the one of an equal key); lets a dictionary be written as a collection initialiser.</summary>
    public void Add(object? key, object? value) => this[key] = value;

    /// <summary>Looks a key up.</summary>
    public bool TryGetValue(object? key, out object? value)
    {
        value = null;
        if (_places is null || !PickleKey.Accepts(key) || !_places.TryGetValue(new(key), out int place)) return false;
        value = _entries[place].Value;
        return true;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<object?, object?>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
