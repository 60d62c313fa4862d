using System.Globalization;
using System.Text.RegularExpressions;

namespace Documentation.Tests;

/// <summary>Compares drawings.</summary>
internal static partial class Drawing
{
    /// <summary>A fifth of a pixel: other vector widths round other last digits.</summary>
    private const double Tolerance = 0.2;

    /// <summary>Whether two SVG files are the same but for the last digits of their numbers.</summary>
    public static bool Agree(string a, string b) =>
        Number().Replace(a, "#") == Number().Replace(b, "#") && Number().Matches(a).Zip(Number().Matches(b)).All(pair => Math.Abs(Value(pair.First) - Value(pair.Second)) <= Tolerance);

    private static double Value(Match number) => double.Parse(number.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"-?\d+(?:\.\d+)?")]
    private static partial Regex Number();
}
