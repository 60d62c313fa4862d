namespace Nabla.Exports;

/// <summary>The tables of all assemblies put together: names to entries and symbols to entries, both in O(1).</summary>
internal sealed class ApiIndex
{
    private readonly Dictionary<string, ApiEntry> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ApiEntry> _bySymbol = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ApiEntry>> _constants = new(StringComparer.Ordinal);

    /// <exception cref="SymbolAlreadyExposedException">Two members have one name.</exception>
    public ApiIndex(IEnumerable<string> tables)
    {
        List<ApiEntry> entries = [];
        foreach (string table in tables)
        {
            foreach (ReadOnlySpan<char> line in table.AsSpan().EnumerateLines())
            {
                if (line.Length > 0) entries.Add(ApiEntry.Parse(line.ToString()));
            }
        }
        entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        Entries = entries;
        foreach (ApiEntry entry in entries)
        {
            foreach (string name in entry.Names) Add(name, entry);
            foreach (string name in entry.V1Names) Add(ApiRegistry.V1Prefix + name, entry);
            _bySymbol.TryAdd(entry.Symbol, entry);
            if (entry.Kind == "constant") Constants(entry.Symbol[..entry.Symbol.LastIndexOf('.')]).Add(entry);
        }
    }

    /// <summary>Sorted by canonical name.</summary>
    public IReadOnlyList<ApiEntry> Entries { get; }

    public ApiEntry? Named(string name) => _byName.GetValueOrDefault(name) ?? _byName.GetValueOrDefault(ApiRegistry.V1Prefix + name);

    public ApiEntry? OfSymbol(string symbol) => _bySymbol.GetValueOrDefault(symbol);

    public IReadOnlyList<ApiEntry> ConstantsOf(string holder) => _constants.GetValueOrDefault(holder) ?? [];

    private List<ApiEntry> Constants(string holder) => _constants.TryGetValue(holder, out List<ApiEntry>? list) ? list : _constants[holder] = [];

    private void Add(string name, ApiEntry entry)
    {
        if (!_byName.TryAdd(name, entry) && _byName[name].Member != entry.Member)
            throw new SymbolAlreadyExposedException($"'{name}' is the name of {_byName[name].Member} and of {entry.Member}.");
    }
}
