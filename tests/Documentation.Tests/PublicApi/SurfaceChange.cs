namespace Documentation.Tests.PublicApi;

/// <summary>What differs between two sorted lists of lines, as a person reads it.</summary>
internal static class SurfaceChange
{
    private const int Most = 60;

    /// <summary>Lines that went (<c>-</c>) and came (<c>+</c>), in order; empty when the lists are equal.</summary>
    public static string Between(IReadOnlyCollection<string> before, IReadOnlyCollection<string> after)
    {
        string[] changes =
        [
            .. before.Except(after).Select(line => (Line: line, Sign: '-')).Concat(after.Except(before).Select(line => (Line: line, Sign: '+')))
                .OrderBy(change => change.Line, StringComparer.Ordinal).ThenByDescending(change => change.Sign).Select(change => $"{change.Sign} {change.Line}"),
        ];
        return changes.Length <= Most ? string.Join('\n', changes) : $"{string.Join('\n', changes.Take(Most))}\n... and {changes.Length - Most} more";
    }
}
