namespace Nabla.Exports;

/// <summary>One member of the public interface, as the registry knows it.</summary>
/// <param name="Kind"><c>class</c>, <c>function</c>, <c>method</c>, <c>property</c> or <c>constant</c>.</param>
/// <param name="Member">What a C# programmer writes, such as <c>Nabla.Tensor.Relu</c>.</param>
/// <param name="Symbol">The declaring type's full name, and the member's name.</param>
/// <param name="Component">The component it belongs to; empty for the main interface.</param>
/// <param name="Names">Language-neutral names; may be empty when <paramref name="V1Names"/> is not.</param>
/// <param name="V1Names">Names in version 1 of the interface.</param>
/// <param name="Deprecated">Those of the names that work, but warn.</param>
/// <param name="Summary">One line of documentation.</param>
[Export("api.ApiEntry")]
public sealed record ApiEntry(
    string Kind, string Member, string Symbol, string Component, IReadOnlyList<string> Names, IReadOnlyList<string> V1Names, IReadOnlyList<string> Deprecated, string Summary)
{
    /// <summary>The canonical name: the first that is not deprecated, else the first, else the same of version 1 (without its prefix).</summary>
    public string Name { get; } = ApiRegistry.GetCanonicalName(Names, Deprecated) ?? ApiRegistry.GetCanonicalName(V1Names, Deprecated) ?? string.Empty;

    /// <summary>All other names it answers to, deprecated ones and those only of version 1 included.</summary>
    public IEnumerable<string> Aliases => Names.Concat(V1Names).Distinct().Where(name => name != Name);

    /// <summary>Reads one line of a generated table.</summary>
    /// <exception cref="FormatException">The line does not have eight fields.</exception>
    internal static ApiEntry Parse(string line)
    {
        string[] fields = line.Split('\t');
        if (fields.Length != 8) throw new FormatException($"A line of the export table has {fields.Length} fields; 8 were expected: '{line}'.");
        return new ApiEntry(fields[0], fields[1], fields[2], fields[3], List(fields[4]), List(fields[5]), List(fields[6]), fields[7]);

        static string[] List(string text) => text.Split('|', StringSplitOptions.RemoveEmptyEntries);
    }
}
