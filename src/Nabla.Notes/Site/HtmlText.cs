using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Nabla.Notes.Site;

/// <summary>Text on its way into HTML.</summary>
internal static class HtmlText
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Escapes text for elements and attributes; letters of all scripts stay as they are.</summary>
    public static string Escape(string text) => Encoder.Encode(text);

    /// <summary>A path with forward slashes as it stands in a link: every segment percent-encoded where needed.</summary>
    public static string Link(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
