using System.Diagnostics.CodeAnalysis;

namespace Nabla;

/// <summary>Named modules, called by whoever owns them.</summary>
/// <typeparam name="TModule">Type of the entries.</typeparam>
[Export("nn.ModuleDict")]
public sealed class ModuleDict<TModule> : Module, IReadOnlyDictionary<string, TModule>
    where TModule : Module
{
    private readonly OrderedDictionary<string, TModule> _modules = new(StringComparer.Ordinal);
    private readonly Weights _w;

    /// <summary>An empty dictionary.</summary>
    public ModuleDict(Weights w)
        : base(w) => _w = w;

    /// <inheritdoc/>
    public int Count => _modules.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _modules.Keys;

    /// <inheritdoc/>
    public IEnumerable<TModule> Values => _modules.Values;

    /// <inheritdoc/>
    public TModule this[string key] => _modules[key];

    /// <summary>Adds an entry under a name.</summary>
    /// <returns>The entry.</returns>
    public TModule Add(string name, Func<Weights, TModule> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        TModule module = build(_w[name]);
        _modules.Add(name, module);
        return module;
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _modules.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out TModule value) => _modules.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, TModule>> GetEnumerator() => _modules.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
