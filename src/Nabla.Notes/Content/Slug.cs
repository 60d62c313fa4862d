using System.Globalization;
using System.Text;

namespace Nabla.Notes.Content;

/// <summary>Addresses made of text.</summary>
internal static class Slug
{
    /// <summary>Letters and digits of any script in small letters, everything else a hyphen; <c>section</c> when nothing is left.</summary>
    public static string From(string text)
    {
        StringBuilder slug = new(text.Length);
        foreach (Rune rune in text.Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune)) slug.Append(Rune.ToLowerInvariant(rune));
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.OtherPunctuation && rune.Value is '\'' or '’') continue;
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        string made = slug.ToString().Trim('-');
        return made.Length > 0 ? made : "section";
    }

    /// <summary>Whether a note may have this address: small Latin letters and digits, single hyphens between.</summary>
    public static bool IsValid(string slug)
    {
        if (slug.Length is 0 or > 100 || slug[0] == '-' || slug[^1] == '-' || slug.Contains("--", StringComparison.Ordinal)) return false;
        return slug.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
    }

    /// <summary>A slug that is not taken yet: the second one gets <c>-2</c>.</summary>
    public static string Unique(string text, ISet<string> taken)
    {
        string slug = From(text), next = slug;
        for (int i = 2; !taken.Add(next); i++) next = string.Create(CultureInfo.InvariantCulture, $"{slug}-{i}");
        return next;
    }
}
