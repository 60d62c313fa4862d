namespace Documentation.Tests;

/// <summary>What a program left behind.</summary>
/// <param name="Text">What it printed.</param>
/// <param name="Drawings">The SVG files in its folder, by name.</param>
internal sealed record SnippetResult(string Text, IReadOnlyDictionary<string, string> Drawings);
