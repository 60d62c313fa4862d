using Microsoft.CodeAnalysis;

namespace Nabla.Generators;

/// <summary>Which names are allowed, and the errors when they are not.</summary>
internal static class ExportRules
{
    /// <summary>Names under these prefixes belong to components and are refused in the main interface.</summary>
    private static readonly string[] Subpackages = ["estimator"];

    public static readonly DiagnosticDescriptor BadName = Error("NABLA0001", "Invalid export name", "'{0}' is not a name: identifiers of letters, digits and underscores with dots between are expected");

    public static readonly DiagnosticDescriptor Duplicate = Error("NABLA0002", "Duplicate export name", "'{0}' is already the name of {1}; {2} needs another");

    public static readonly DiagnosticDescriptor OutsideComponent = Error("NABLA0003", "Export outside its component", "'{0}' does not begin with '{1}.', the name of its component");

    public static readonly DiagnosticDescriptor Reserved = Error("NABLA0004", "Export under a reserved prefix", "'{0}' is not allowed: names under '{1}' belong to that component");

    public static readonly DiagnosticDescriptor Nameless = Error("NABLA0005", "Export without a name", "{0} is exported without a name");

    public static readonly DiagnosticDescriptor Hidden = Error("NABLA0006", "Export of a hidden member", "{0} is exported, but it cannot be seen from outside the assembly");

    public static readonly DiagnosticDescriptor UnknownDeprecated = Error("NABLA0007", "Deprecated name is not exported", "'{0}' is marked deprecated, but it is not among the names of {1}");

    /// <summary>All errors that one export makes by itself.</summary>
    public static IEnumerable<Diagnostic> Check(LocatedExport export, string? assemblyComponent)
    {
        ExportRecord record = export.Record;
        Location place = export.Place.ToLocation();
        if (!export.IsVisible) yield return Diagnostic.Create(Hidden, place, record.Member);
        if (record.Names.Count == 0 && record.V1.Count == 0) yield return Diagnostic.Create(Nameless, place, record.Member);
        string? component = record.Component ?? assemblyComponent;
        HashSet<string> names = [.. record.Names, .. record.V1];
        foreach (string name in names)
        {
            if (!IsName(name))
            {
                yield return Diagnostic.Create(BadName, place, name);
            }
            else if (component is null)
            {
                string? reserved = Subpackages.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
                if (reserved is not null) yield return Diagnostic.Create(Reserved, place, name, reserved);
            }
            else if (!name.StartsWith(component + ".", StringComparison.Ordinal))
            {
                yield return Diagnostic.Create(OutsideComponent, place, name, component);
            }
        }
        foreach (string name in record.Deprecated)
        {
            if (!names.Contains(name)) yield return Diagnostic.Create(UnknownDeprecated, place, name, record.Member);
        }
    }

    /// <summary>Errors between exports: one name, two members.</summary>
    public static IEnumerable<Diagnostic> CheckTogether(IEnumerable<LocatedExport> exports, IEnumerable<ReferencedTable> references)
    {
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        foreach (ReferencedTable table in references)
        {
            foreach (string line in table.Names.Split(['\n'], StringSplitOptions.RemoveEmptyEntries))
            {
                int tab = line.IndexOf('\t');
                owners[line.Substring(0, tab)] = line.Substring(tab + 1);
            }
        }
        foreach (LocatedExport export in exports)
        {
            foreach (string name in KeysOf(export.Record))
            {
                if (!owners.TryGetValue(name, out string? owner))
                {
                    owners.Add(name, export.Record.Member);
                }
                else if (owner != export.Record.Member)
                {
                    yield return Diagnostic.Create(Duplicate, export.Place.ToLocation(), name, owner, export.Record.Member);
                    break;
                }
            }
        }
    }

    /// <summary>Everything a record answers to: its names, and its names of version 1 with their prefix.</summary>
    public static IEnumerable<string> KeysOf(ExportRecord record) => record.Names.Concat(record.V1.Select(name => "compat.v1." + name)).Distinct();

    private static bool IsName(string name) => name.Split('.').All(part =>
        part.Length > 0 && !char.IsDigit(part[0]) && part.All(c => c is '_' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')));

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(id, title, message, "Nabla.Exports", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
