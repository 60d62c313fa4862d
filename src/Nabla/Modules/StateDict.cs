using System.Diagnostics.CodeAnalysis;

namespace Nabla;

/// <summary>Tensors by name, in a fixed order.</summary>
[Export("nn.StateDict")]
public sealed class StateDict : IReadOnlyDictionary<string, Tensor>
{
    private readonly OrderedDictionary<string, Tensor> _entries = new(StringComparer.Ordinal);

    /// <summary>An empty state dict.</summary>
    public StateDict()
    {
    }

    /// <summary>A state dict with the given entries, in their order.</summary>
    /// <exception cref="ArgumentException">A key appears twice.</exception>
    public StateDict(IEnumerable<KeyValuePair<string, Tensor>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach ((string key, Tensor value) in entries) Add(key, value);
    }

    /// <summary>Number of tensors.</summary>
    public int Count => _entries.Count;

    /// <summary>The names in order.</summary>
    public IEnumerable<string> Keys => _entries.Keys;

    /// <summary>The tensors in order.</summary>
    public IEnumerable<Tensor> Values => _entries.Values;

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Tensor this[string key]
    {
        get => _entries.TryGetValue(key, out Tensor? value) ? value : throw new KeyNotFoundException($"The state dict has no tensor named '{key}'.");
        set => _entries[key] = value;
    }

    /// <summary>Appends a tensor.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void Add(string key, Tensor value) => _entries.Add(key, value);

    /// <summary>Independent copies of all tensors.</summary>
    public StateDict Clone()
    {
        using GradMode.Restore mode = GradMode.NoGrad();
        return new(_entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Clone().Persist())));
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value) => _entries.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() => _entries.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
