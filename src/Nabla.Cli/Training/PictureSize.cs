using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Nabla.Cli.Training;

/// <summary>Rows and columns of pictures, written as 224 (a square) or 256,192.</summary>
internal readonly record struct PictureSize(int Height, int Width)
{
    /// <summary>An option that is given such a size.</summary>
    public static Option<PictureSize?> Option(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : string.Empty;
            if (TryParse(text, out PictureSize? size)) return size;
            result.AddError($"{name} must be one size or height,width, each 1 or more; got {text}.");
            return null;
        },
    };

    private static bool TryParse(string text, [NotNullWhen(true)] out PictureSize? size)
    {
        size = null;
        int[] sides = new int[2];
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length > 2) return false;
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out sides[i]) || sides[i] < 1) return false;
        }
        size = new(sides[0], parts.Length == 2 ? sides[1] : sides[0]);
        return true;
    }
}
