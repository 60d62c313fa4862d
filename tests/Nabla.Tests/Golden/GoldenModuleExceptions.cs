using System.Text.Json;

namespace Nabla.Tests.Golden;

/// <summary>Recorded modules that the library does not offer yet, case by case, each with the reason.</summary>
internal static class GoldenModuleExceptions
{
    private const string PaddingModes = "convolution modules pad with zeros only";
    private const string Awaited = "the module has not been written yet";

    /// <summary>Case to reason.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = Build();

    /// <summary>Is this case excused?</summary>
    public static bool Covers(JsonElement golden) => Reasons.ContainsKey(golden.GetProperty("name").GetString()!);

    private static Dictionary<string, string> Build()
    {
        Dictionary<string, string> reasons = new(StringComparer.Ordinal)
        {
            ["AdaptiveAvgPool2d/none"] = "output sizes are given in full",
            ["LocalResponseNorm/plain"] = Awaited,
            ["ZeroPad2d/plain"] = Awaited,
            ["ConstantPad2d/plain"] = Awaited,
            ["ReflectionPad2d/plain"] = Awaited,
            ["ReplicationPad2d/plain"] = Awaited,
        };
        foreach (int axes in (int[])[1, 2, 3])
        {
            foreach (string mode in (string[])["same", "reflect", "replicate", "circular"]) reasons.Add($"Conv{axes}d/{mode}", PaddingModes);
        }
        return reasons;
    }
}
