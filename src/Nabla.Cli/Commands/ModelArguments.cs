using System.CommandLine;
using System.Globalization;
using Nabla.Vision;

namespace Nabla.Cli.Commands;

/// <summary>Arguments that the model commands share.</summary>
internal static class ModelArguments
{
    public static Argument<string> Name() => new("name") { Description = "Registered name, such as resnet18." };

    public static Option<string[]> Set() => new("--set") { Description = "Change a setting of the preset: key=value. May be repeated.", AllowMultipleArgumentsPerToken = false };

    /// <summary>The settings of <c>--set</c>.</summary>
    public static ModelSettings Settings(string[]? pairs)
    {
        ModelSettings settings = new();
        foreach (string pair in pairs ?? [])
        {
            int at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0) throw new UsageException($"--set expects key=value; got '{pair}'.");
            settings.Set(pair[..at], pair[(at + 1)..]);
        }
        return settings;
    }

    /// <summary>A shape written as 1,3,224,224.</summary>
    public static Shape ParseShape(string text)
    {
        string[] parts = text.Split([',', 'x'], StringSplitOptions.TrimEntries);
        long[] extents = new long[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out extents[i]))
                throw new UsageException($"A shape is written as 1,3,224,224; got '{text}'.");
        }
        return new(extents);
    }

    /// <summary>The shape asked for, or one picture of the model's usual size.</summary>
    public static Shape InputShape(string name, string? text) =>
        text is null ? new([1, .. ModelRegistry.Find(name).InputShape.Span]) : ParseShape(text);
}
