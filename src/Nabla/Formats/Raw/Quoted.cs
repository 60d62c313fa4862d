using System.Globalization;
using System.Text;

namespace Nabla.Formats.Raw;

/// <summary>Makes text that came from a file fit for a one-line message: shortened, without control characters.</summary>
internal static class Quoted
{
    private const int Longest = 120;

    public static string Of(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, Longest)))
        {
            if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029') quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else quoted.Append(c);
        }
        if (text.Length > Longest) quoted.Append('…');
        return quoted.Append('\'').ToString();
    }
}
