namespace Nabla.Exports;

/// <summary>Exports symbols at run time: types, functions, or any object, under names of an interface.</summary>
/// <remarks>
/// The main interface refuses names that begin with a component's name (<c>estimator</c>); a component's interface takes only names that begin with its own. Fix the interface once with
/// <see cref="Component"/> and use the result like a decorator: <c>keras("keras.layers.Dense").Apply(symbol)</c>.
/// </remarks>
[Export("api.ApiExport")]
public sealed class ApiExport
{
    /// <summary>Name of the main interface.</summary>
    [Export("api.api_export.main_api")]
    public const string MainApi = "nabla";

    private static readonly string[] Subpackages = ["estimator"];
    private static readonly Lock Gate = new();
    private static readonly Dictionary<object, Dictionary<string, SymbolNames>> Symbols = new(SymbolComparer.Instance);
    private static readonly Dictionary<string, object> ByName = new(StringComparer.Ordinal);
    private static readonly Dictionary<Type, List<(bool IsV1, ExportedConstant Constant)>> Constants = [];

    private static readonly Callable Maker = new("ApiExport", ["names?", "v1?", "v2?", "api_name?", "overrides?", "allow_multiple_exports?", "deprecated?"], Make);

    /// <summary>Describes an export; <see cref="Apply"/> makes it.</summary>
    /// <param name="names">Names, canonical first.</param>
    /// <exception cref="InvalidSymbolNameException">The interface does not allow one of the names.</exception>
    public ApiExport(params string[] names) : this(names, null)
    {
    }

    /// <inheritdoc cref="ApiExport(string[])"/>
    /// <param name="names">Names, canonical first.</param>
    /// <param name="v1">Names in version 1; the same when omitted.</param>
    /// <param name="apiName">The interface.</param>
    /// <param name="overrides">Symbols that lose their names in this interface.</param>
    /// <param name="allowMultipleExports">May a symbol that has names get these instead?</param>
    /// <param name="deprecated">Those of the names that are deprecated.</param>
    public ApiExport(
        IReadOnlyList<string> names, IReadOnlyList<string>? v1, string apiName = MainApi, IReadOnlyList<object>? overrides = null, bool allowMultipleExports = false,
        IReadOnlyList<string>? deprecated = null)
    {
        Names = names;
        V1Names = v1 ?? names;
        ApiName = apiName;
        Overrides = overrides ?? [];
        AllowMultipleExports = allowMultipleExports;
        Deprecated = deprecated ?? [];
        Validate();
    }

    /// <summary>Names, canonical first.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Names in version 1.</summary>
    public IReadOnlyList<string> V1Names { get; }

    /// <summary>The interface.</summary>
    public string ApiName { get; }

    /// <summary>Symbols that lose their names.</summary>
    public IReadOnlyList<object> Overrides { get; }

    /// <summary>May a symbol that has names get these instead?</summary>
    public bool AllowMultipleExports { get; }

    /// <summary>Deprecated names.</summary>
    public IReadOnlyList<string> Deprecated { get; }

    /// <summary>The exporter of a component: a partial with <c>api_name</c> fixed. Its call takes <c>names</c> and <c>v1</c> (string lists), <c>overrides</c>, <c>allow_multiple_exports</c>, <c>deprecated</c>.</summary>
    [Export("api.api_export.component")]
    public static Partial Component(string apiName) => new(Maker, keywords: new Dictionary<string, object?> { ["api_name"] = apiName });

    /// <summary>The symbol exported at run time under a name (version 1 with its prefix); null when there is none.</summary>
    [Export("api.api_export.symbol_of")]
    public static object? SymbolOf(string name)
    {
        lock (Gate) return ByName.GetValueOrDefault(name);
    }

    /// <summary>Gives the names to a symbol, and returns the symbol unchanged. A decorated symbol's innermost target gets them.</summary>
    /// <exception cref="SymbolAlreadyExposedException">The symbol has names in this interface, or a name belongs to another symbol.</exception>
    public T Apply<T>(T symbol) where T : class
    {
        ArgumentNullException.ThrowIfNull(symbol);
        object inner = Decorators.Unwrap(symbol);
        lock (Gate)
        {
            foreach (object overridden in Overrides) Remove(Decorators.Unwrap(overridden));
            if (!Symbols.TryGetValue(inner, out Dictionary<string, SymbolNames>? interfaces)) interfaces = [];
            if (interfaces.TryGetValue(ApiName, out SymbolNames? old) && !AllowMultipleExports)
                throw new SymbolAlreadyExposedException($"The symbol {inner} is exposed already, as {string.Join(", ", old.Names.Concat(old.V1Names).Distinct())}.");
            foreach (string key in Keys)
            {
                if (ByName.TryGetValue(key, out object? other) && !SymbolComparer.Instance.Equals(Decorators.Unwrap(other), inner))
                    throw new SymbolAlreadyExposedException($"'{key}' is already the name of {other}.");
            }
            interfaces[ApiName] = new SymbolNames(Names, V1Names, Deprecated);
            Symbols[inner] = interfaces;
            foreach (string key in Keys) ByName[key] = symbol;
        }
        return symbol;
    }

    /// <summary>Gives the names to a constant of a type.</summary>
    /// <param name="holder">The type.</param>
    /// <param name="member">The constant's name in the type.</param>
    public void ExportConstant(Type holder, string member)
    {
        lock (Gate)
        {
            if (!Constants.TryGetValue(holder, out List<(bool, ExportedConstant)>? list)) Constants[holder] = list = [];
            list.Add((false, new ExportedConstant(Names, member)));
            list.Add((true, new ExportedConstant(V1Names, member)));
        }
    }

    internal static IEnumerable<SymbolNames> NamesOf(object symbol, string? apiName)
    {
        lock (Gate)
        {
            if (!Symbols.TryGetValue(symbol, out Dictionary<string, SymbolNames>? interfaces)) return [];
            return [.. interfaces.Where(names => apiName is null || names.Key == apiName).Select(names => names.Value)];
        }
    }

    internal static IReadOnlyList<ExportedConstant> ConstantsOf(Type holder, bool v1)
    {
        lock (Gate) return Constants.TryGetValue(holder, out var list) ? [.. list.Where(item => item.IsV1 == v1).Select(item => item.Constant)] : [];
    }

    private IEnumerable<string> Keys => Names.Concat(V1Names.Select(name => ApiRegistry.V1Prefix + name));

    private static ApiExport Make(IReadOnlyDictionary<string, object?> given)
    {
        if (given.ContainsKey("v2")) throw new ArgumentException("'v2' is not an argument: the positional names are those of version 2.", nameof(given));
        return new ApiExport(
            Value<IReadOnlyList<string>>("names") ?? [], Value<IReadOnlyList<string>>("v1"), Value<string>("api_name") ?? MainApi, Value<IReadOnlyList<object>>("overrides"),
            given.GetValueOrDefault("allow_multiple_exports") is true, Value<IReadOnlyList<string>>("deprecated"));

        T? Value<T>(string name) where T : class => given.GetValueOrDefault(name) switch
        {
            null => null,
            T value => value,
            { } other => throw new ArgumentException($"'{name}' is a {other.GetType().Name}; a {typeof(T).Name} was expected.", nameof(given)),
        };
    }

    private void Validate()
    {
        foreach (string name in Names.Concat(V1Names))
        {
            if (ApiName == MainApi)
            {
                if (Subpackages.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) is { } reserved)
                    throw new InvalidSymbolNameException($"'{name}' is not allowed: symbols under {reserved}.* belong to that component.");
            }
            else if (!name.StartsWith(ApiName, StringComparison.Ordinal))
            {
                throw new InvalidSymbolNameException($"'{name}' is not allowed: a component exports under its own name only, here {ApiName}.*.");
            }
        }
    }

    private void Remove(object symbol)
    {
        if (!Symbols.TryGetValue(symbol, out Dictionary<string, SymbolNames>? interfaces) || !interfaces.Remove(ApiName, out SymbolNames? old)) return;
        foreach (string key in old.Names.Concat(old.V1Names.Select(name => ApiRegistry.V1Prefix + name))) ByName.Remove(key);
    }

    /// <summary>Types and delegates are compared by what they denote, all else by identity.</summary>
    private sealed class SymbolComparer : IEqualityComparer<object>
    {
        public static SymbolComparer Instance { get; } = new();

        public new bool Equals(object? x, object? y) => ReferenceEquals(x, y) || (x is Type or Delegate && x.Equals(y));

        public int GetHashCode(object obj) => obj is Type or Delegate ? obj.GetHashCode() : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }
}
