using System.Reflection;

namespace Nabla.Exports;

/// <summary>The public interface by its language-neutral names: from a name to the member, and from a type, function or constant to its names.</summary>
/// <remarks>
/// The names come from <c>[Export]</c> attributes. A source generator turns them into a table when an assembly is compiled, and refuses duplicates; at run time the tables of the loaded
/// assemblies are read once, at the first question, and nothing is reflected over. Every question then takes O(1). Symbols made at run time get names through <see cref="ApiExport"/>.
/// </remarks>
public static class ApiRegistry
{
    /// <summary>What names of version 1 begin with.</summary>
    [Export("api.api_registry.v1prefix")]
    public const string V1Prefix = "compat.v1.";

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, Func<string>> Tables = new(StringComparer.Ordinal);
    private static readonly HashSet<string> Warned = new(StringComparer.Ordinal);
    private static ApiIndex? _index;

    /// <summary>Raised once for every deprecated name that is resolved.</summary>
    public static event EventHandler<DeprecatedNameEventArgs>? DeprecatedNameUsed;

    /// <summary>All exported members, sorted by canonical name.</summary>
    [Export("api.api_registry.entries")]
    public static IReadOnlyList<ApiEntry> Entries => Index.Entries;

    private static ApiIndex Index
    {
        get
        {
            if (_index is { } index) return index;
            lock (Gate) return _index ??= new ApiIndex(Tables.OrderBy(table => table.Key, StringComparer.Ordinal).Select(table => table.Value()));
        }
    }

    /// <summary>Adds the table of an assembly; generated code calls this. A second call for the same assembly changes nothing.</summary>
    /// <param name="assembly">Name of the assembly.</param>
    /// <param name="table">Gives the table; called at the first question.</param>
    [Export("api.api_registry.add")]
    public static void Add(string assembly, Func<string> table)
    {
        lock (Gate)
        {
            if (Tables.TryAdd(assembly, table)) _index = null;
        }
    }

    /// <summary>The member with a name or alias, without a warning; null when there is none.</summary>
    [Export("api.api_registry.find")]
    public static ApiEntry? Find(string name) => Index.Named(name);

    /// <summary>The member with a name or alias. A deprecated name forwards to its member and raises <see cref="DeprecatedNameUsed"/>.</summary>
    /// <exception cref="InvalidSymbolNameException">Nothing has that name; the message names close ones.</exception>
    [Export("api.api_registry.resolve")]
    public static ApiEntry Resolve(string name)
    {
        ApiEntry entry = Index.Named(name) ?? throw new InvalidSymbolNameException($"Nothing is exported as '{name}'.{Hint(name)}");
        if (entry.Deprecated.Contains(name))
        {
            bool first;
            lock (Gate) first = Warned.Add(name);
            if (first) DeprecatedNameUsed?.Invoke(null, new DeprecatedNameEventArgs(name, entry.Name));
        }
        return entry;
    }

    /// <summary>Members whose name, alias, C# name or summary contains a text, whatever the case.</summary>
    [Export("api.api_registry.search")]
    public static IEnumerable<ApiEntry> Search(string text)
    {
        return Entries.Where(entry => Has(entry.Name) || entry.Aliases.Any(Has) || Has(entry.Member) || Has(entry.Summary));

        bool Has(string field) => field.Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The first name that is not deprecated, else the first; null when there are none.</summary>
    [Export("api.api_registry.get_canonical_name")]
    public static string? GetCanonicalName(IReadOnlyList<string> names, IReadOnlyCollection<string> deprecated)
    {
        foreach (string name in names)
        {
            if (!deprecated.Contains(name)) return name;
        }
        return names.Count > 0 ? names[0] : null;
    }

    /// <summary>The canonical name of a symbol; null when it is not exported.</summary>
    /// <param name="symbol">A type, a delegate or method, or an object exported by <see cref="ApiExport"/>; decorators are looked through.</param>
    /// <param name="apiName">Only names in this component's interface; any when omitted.</param>
    /// <param name="addPrefixToV1Names">Put <see cref="V1Prefix"/> before a name that exists in version 1 only.</param>
    /// <remarks>A type's own export counts, not that of a base class.</remarks>
    [Export("api.api_registry.get_canonical_name_for_symbol")]
    public static string? GetCanonicalNameForSymbol(object symbol, string? apiName = null, bool addPrefixToV1Names = false)
    {
        foreach (SymbolNames names in NamesOf(symbol, apiName))
        {
            if (GetCanonicalName(names.Names, names.Deprecated) is { } name) return name;
            if (GetCanonicalName(names.V1Names, names.Deprecated) is { } v1) return addPrefixToV1Names ? V1Prefix + v1 : v1;
        }
        return null;
    }

    /// <summary>Names of a symbol in version 1, in all interfaces; none when it is not exported.</summary>
    [Export("api.api_registry.get_v1names")]
    public static IReadOnlyList<string> GetV1Names(object symbol) => [.. NamesOf(symbol, null).SelectMany(names => names.V1Names)];

    /// <summary>Names of a symbol, in all interfaces; none when it is not exported.</summary>
    [Export("api.api_registry.get_v2names")]
    public static IReadOnlyList<string> GetV2Names(object symbol) => [.. NamesOf(symbol, null).SelectMany(names => names.Names)];

    /// <summary>Constants that a type exports in version 1: their names, and the member's.</summary>
    [Export("api.api_registry.get_v1constants")]
    public static IReadOnlyList<ExportedConstant> GetV1Constants(Type holder) =>
        [.. StaticConstants(holder, entry => entry.V1Names), .. ApiExport.ConstantsOf(holder, v1: true)];

    /// <summary>Constants that a type exports: their names, and the member's.</summary>
    [Export("api.api_registry.get_v2constants")]
    public static IReadOnlyList<ExportedConstant> GetV2Constants(Type holder) =>
        [.. StaticConstants(holder, entry => entry.Names), .. ApiExport.ConstantsOf(holder, v1: false)];

    private static IEnumerable<ExportedConstant> StaticConstants(Type holder, Func<ApiEntry, IReadOnlyList<string>> names) =>
        from entry in Index.ConstantsOf(Definition(holder).FullName ?? string.Empty)
        where names(entry).Count > 0
        select new ExportedConstant(names(entry), entry.Symbol[(entry.Symbol.LastIndexOf('.') + 1)..]);

    private static IEnumerable<SymbolNames> NamesOf(object symbol, string? apiName)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        object inner = Decorators.Unwrap(symbol);
        IEnumerable<SymbolNames> dynamic = ApiExport.NamesOf(inner, apiName);
        return KeyOf(inner) is { } key && Index.OfSymbol(key) is { } entry && (apiName is null || apiName == Component(entry))
            ? dynamic.Append(new SymbolNames(entry.Names, entry.V1Names, entry.Deprecated))
            : dynamic;
    }

    private static string Component(ApiEntry entry) => entry.Component.Length == 0 ? ApiExport.MainApi : entry.Component;

    private static string? KeyOf(object symbol) => symbol switch
    {
        Type type => Definition(type).FullName,
        Delegate function => KeyOf(function.Method),
        // The getter of an extension property is an ordinary static method.
        MemberInfo { DeclaringType: { } holder } member => $"{Definition(holder).FullName}.{(member.Name.StartsWith("get_", StringComparison.Ordinal) ? member.Name[4..] : member.Name)}",
        _ => null,
    };

    private static Type Definition(Type type) => type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type;

    private static string Hint(string name)
    {
        string last = name[(name.LastIndexOf('.') + 1)..];
        string[] close =
        [
            .. Entries.Select(entry => entry.Name).Where(other => last.Length > 2 && other.Contains(last, StringComparison.OrdinalIgnoreCase))
                .OrderBy(other => !other.EndsWith("." + last, StringComparison.OrdinalIgnoreCase)).ThenBy(other => other.Length).Take(5),
        ];
        return close.Length == 0 ? string.Empty : $" There are: {string.Join(", ", close)}.";
    }
}
