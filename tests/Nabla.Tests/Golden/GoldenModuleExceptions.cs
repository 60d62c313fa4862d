using System.Text.Json;

namespace Nabla.Tests.Golden;

/// <summary>Recorded modules that the library does not offer yet, case by case, each with the reason.</summary>
internal static class GoldenModuleExceptions
{
    /// <summary>Case to reason.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = Build();

    /// <summary>Is this case excused?</summary>
    public static bool Covers(JsonElement golden) => Reasons.ContainsKey(golden.GetProperty("name").GetString()!);

    private static Dictionary<string, string> Build()
    {
        Dictionary<string, string> reasons = new(StringComparer.Ordinal);
        return reasons;
    }
}
