using System.Text;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Mathematics;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Nabla.Notes.Markup;

/// <summary>What a piece of Markdown says, without its marks.</summary>
internal static class PlainText
{
    /// <summary>The text of a line of Markdown.</summary>
    /// <param name="inline">The line; null for none.</param>
    /// <param name="code">What stands for code; the code itself when null.</param>
    /// <param name="math">What stands for a formula; its source when null.</param>
    public static string Of(ContainerInline? inline, string? code = null, string? math = null)
    {
        StringBuilder text = new();
        Append(text, inline, code, math);
        return text.ToString();
    }

    /// <summary>Everything a note says, for searching: prose, headings, tables, code and the source of formulas.</summary>
    public static string Everything(MarkdownDocument document)
    {
        StringBuilder text = new();
        foreach (MarkdownObject item in document.Descendants())
        {
            if (item is LeafBlock { Inline: { } inline }) Append(text, inline, null, null);
            else if (item is CodeBlock code and not MathBlock) text.Append(code.Lines.ToString());
            else continue;
            text.Append('\n');
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, ContainerInline? container, string? code, string? math)
    {
        for (Inline? item = container?.FirstChild; item is not null; item = item.NextSibling)
        {
            switch (item)
            {
                case LiteralInline literal: text.Append(literal.Content.AsSpan()); break;
                case CodeInline inline: text.Append(code ?? inline.Content); break;
                case MathInline formula: text.Append(math ?? formula.Content.ToString()); break;
                case LineBreakInline: text.Append(' '); break;
                case HtmlEntityInline entity: text.Append(entity.Transcoded.AsSpan()); break;
                case AutolinkInline link: text.Append(link.Url); break;
                case LinkInline { IsImage: true } or FootnoteLink or HtmlInline: break;
                case ContainerInline child: Append(text, child, code, math); break;
            }
        }
    }
}
