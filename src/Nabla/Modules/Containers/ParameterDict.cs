using System.Diagnostics.CodeAnalysis;

namespace Nabla;

/// <summary>Named parameters, used by whoever owns them.</summary>
[Export("nn.ParameterDict")]
public sealed class ParameterDict : Module, IReadOnlyDictionary<string, Parameter>
{
    private readonly OrderedDictionary<string, Parameter> _parameters = new(StringComparer.Ordinal);
    private readonly Weights _w;

    /// <summary>An empty dictionary.</summary>
    public ParameterDict(Weights w)
        : base(w) => _w = w;

    /// <inheritdoc/>
    public int Count => _parameters.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _parameters.Keys;

    /// <inheritdoc/>
    public IEnumerable<Parameter> Values => _parameters.Values;

    /// <inheritdoc/>
    public Parameter this[string key] => _parameters[key];

    /// <summary>Reads, or creates, a parameter under a name.</summary>
    /// <param name="name">Name; the key in a state dict ends with it.</param>
    /// <param name="shape">Extents.</param>
    /// <param name="initialize">Sets fresh values.</param>
    /// <param name="trainable">Does it take part in training?</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    public Parameter Add(string name, Shape shape, Initializer initialize, bool trainable = true)
    {
        Parameter parameter = _w.Get(name, shape, initialize, trainable);
        _parameters.Add(name, parameter);
        return parameter;
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _parameters.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Parameter value) => _parameters.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Parameter>> GetEnumerator() => _parameters.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
