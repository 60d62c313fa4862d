namespace Nabla.Exports;

/// <summary>A constant that a type exports.</summary>
/// <param name="Names">Its language-neutral names.</param>
/// <param name="Member">Its name in the type.</param>
[Export("api.ExportedConstant")]
public sealed record ExportedConstant(IReadOnlyList<string> Names, string Member);

/// <summary>The names of one symbol in one interface.</summary>
internal sealed record SymbolNames(IReadOnlyList<string> Names, IReadOnlyList<string> V1Names, IReadOnlyCollection<string> Deprecated);
