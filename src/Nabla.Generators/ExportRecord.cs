using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Nabla.Generators;

/// <summary>One exported symbol, as text.</summary>
/// <param name="Kind">class, function, method or constant.</param>
/// <param name="Member">What a programmer writes, such as <c>Nabla.Tensor.Relu</c>.</param>
/// <param name="Symbol">What the running program can ask for: the type's full name, or the declaring type's and the member's.</param>
/// <param name="Names">Names, canonical first.</param>
/// <param name="V1">Names in version 1.</param>
/// <param name="Deprecated">Names that warn.</param>
/// <param name="Component">The component it says itself, if any.</param>
/// <param name="Summary">One line of documentation.</param>
/// <param name="Forwarders">Source of the members under deprecated names; empty when there are none.</param>
internal sealed record ExportRecord(
    string Kind, string Member, string Symbol, EquatableArray<string> Names, EquatableArray<string> V1, EquatableArray<string> Deprecated, string? Component, string Summary, string Forwarders);

/// <summary>An export with the place of its attribute, and whether it can be seen from outside.</summary>
internal sealed record LocatedExport(ExportRecord Record, Place Place, bool IsVisible);

/// <summary>A location that keeps no syntax tree alive.</summary>
internal sealed record Place(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static Place Of(Location location) => new(location.SourceTree?.FilePath ?? string.Empty, location.SourceSpan, location.GetLineSpan().Span);

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}

/// <summary>The table of a referenced assembly.</summary>
/// <param name="Assembly">Name of the assembly.</param>
/// <param name="Type">The generated class.</param>
/// <param name="Names">Lines of name and member.</param>
internal sealed record ReferencedTable(string Assembly, string Type, string Names);

/// <summary>What the whole compilation says: its name, component, references, and whether the registry can be seen.</summary>
internal sealed record AssemblyFacts(string Name, string? Component, bool HasRegistry, EquatableArray<ReferencedTable> References);
