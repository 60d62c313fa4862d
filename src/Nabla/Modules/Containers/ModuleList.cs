namespace Nabla;

/// <summary>A numbered list of modules, called by whoever owns it.</summary>
/// <typeparam name="TModule">Type of the entries.</typeparam>
[Export("nn.ModuleList")]
public sealed class ModuleList<TModule> : Module, IReadOnlyList<TModule>
    where TModule : Module
{
    private readonly List<TModule> _modules = [];
    private readonly Weights _w;

    /// <summary>Builds <paramref name="count"/> entries named 0, 1, 2, ...</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="count">Number of entries.</param>
    /// <param name="build">Builds entry i from its cursor.</param>
    public ModuleList(Weights w, int count, Func<Weights, int, TModule> build)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(build);
        _w = w;
        for (int i = 0; i < count; i++) _modules.Add(build(w[i], i));
    }

    /// <summary>An empty list.</summary>
    public ModuleList(Weights w)
        : base(w) => _w = w;

    /// <inheritdoc/>
    public int Count => _modules.Count;

    /// <inheritdoc/>
    public TModule this[int index] => _modules[index];

    /// <summary>Appends an entry.</summary>
    /// <returns>The entry.</returns>
    public TModule Add(Func<Weights, TModule> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        TModule module = build(_w[_modules.Count]);
        _modules.Add(module);
        return module;
    }

    /// <inheritdoc/>
    public IEnumerator<TModule> GetEnumerator() => _modules.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
