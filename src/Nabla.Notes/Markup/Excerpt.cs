using System.Text;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace Nabla.Notes.Markup;

/// <summary>The beginning of a note for lists: prose only, code as <c>[code]</c>, formulas as <c>[math]</c>.</summary>
internal static class Excerpt
{
    /// <summary>Characters of an excerpt.</summary>
    public const int Length = 350;

    private const string Code = "[code]";

    private const string Math = "[math]";

    /// <summary>The excerpt of a note.</summary>
    /// <remarks>Headings, tables, pictures and footnotes are left out; text beyond the limit is not read.</remarks>
    public static string Of(MarkdownDocument document, int length = Length)
    {
        StringBuilder text = new();
        Append(text, document, length);
        return Cut(Collapse(text.ToString()), length);
    }

    /// <summary>At most <paramref name="length"/> characters, cut between two words or, in Chinese, between two characters; then an ellipsis.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        int at = length;
        while (at > 0 && !MayCut(text, at)) at--;
        // One word longer than everything: cut it, but not inside a character.
        if (at == 0) at = char.IsLowSurrogate(text[length]) ? length - 1 : length;
        return text[..at].TrimEnd().TrimEnd(',', ';', ':', '，', '、', '；', '：', '(', '（') + "…";
    }

    private static void Append(StringBuilder text, ContainerBlock container, int length)
    {
        foreach (Block block in container)
        {
            if (text.Length > 2 * length) return;
            switch (block)
            {
                case MathBlock: text.Append(Math); break;
                case CodeBlock: text.Append(Code); break;
                case Table or FootnoteGroup or HeadingBlock or HtmlBlock: continue;
                case LeafBlock leaf: text.Append(PlainText.Of(leaf.Inline, Code, Math)); break;
                case ContainerBlock child: Append(text, child, length); break;
            }
            text.Append(' ');
        }
    }

    /// <summary>Single spaces, none between Chinese characters, and one placeholder for several in a row.</summary>
    private static string Collapse(string text)
    {
        StringBuilder collapsed = new(text.Length);
        foreach (string word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word is Code or Math && EndsWith(collapsed, word)) continue;
            // A line break inside Chinese prose is no space; one between a Chinese character and a Latin word stays.
            if (collapsed.Length > 0 && !(IsChinese(collapsed[^1]) && IsChinese(word[0]))) collapsed.Append(' ');
            collapsed.Append(word);
        }
        return collapsed.ToString();
    }

    private static bool EndsWith(StringBuilder text, string word) => text.Length >= word.Length && text.ToString(text.Length - word.Length, word.Length) == word;

    /// <summary>Whether a cut before position <paramref name="at"/> divides nothing.</summary>
    private static bool MayCut(string text, int at)
    {
        char before = text[at - 1], after = text[at];
        if (char.IsWhiteSpace(before) || char.IsWhiteSpace(after)) return true;
        // Closing marks stay with what they close.
        if (after is '，' or '。' or '、' or '；' or '：' or '！' or '？' or '）' or '”' or '』' or '」') return false;
        bool left = IsChinese(before) || (at >= 2 && IsHan(text, at - 2)), right = IsChinese(after) || IsHan(text, at);
        return left || right;
    }

    /// <summary>Whether a character of the supplementary planes, where the rarer Chinese ones are, begins at a position.</summary>
    private static bool IsHan(string text, int at) => at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) && char.ConvertToUtf32(text[at], text[at + 1]) >= 0x20000;

    /// <summary>Whether a character is Chinese: ideographs and their punctuation.</summary>
    internal static bool IsChinese(char letter) => letter is (>= '\u2E80' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF00' and <= '\uFFEF') or '“' or '”';
}
