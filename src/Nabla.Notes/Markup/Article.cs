using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Nabla.Notes.Content;

namespace Nabla.Notes.Markup;

/// <summary>A heading of a note.</summary>
/// <param name="Level">1..6.</param>
/// <param name="Text">Its text, with formulas as written.</param>
/// <param name="Id">Its anchor.</param>
internal sealed record ArticleHeading(int Level, string Text, string Id);

/// <summary>A note that has been parsed.</summary>
internal sealed class Article
{
    private Article(Note note, MarkdownDocument document)
    {
        Note = note;
        Document = document;
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (HeadingBlock heading in document.Descendants<HeadingBlock>())
        {
            string text = PlainText.Of(heading.Inline);
            // The page's title is the note's own; a first heading that repeats it is not shown again.
            if (heading.Level == 1 && Headings.Count == 0 && text == note.Title)
            {
                RepeatedTitle = heading;
                continue;
            }
            ArticleHeading made = new(heading.Level, text, Slug.Unique(text, taken));
            Headings[heading] = made;
        }
    }

    public Note Note { get; }

    public MarkdownDocument Document { get; }

    /// <summary>Headings in order.</summary>
    public OrderedDictionary<HeadingBlock, ArticleHeading> Headings { get; } = [];

    /// <summary>The first heading, when it only repeats the title.</summary>
    public HeadingBlock? RepeatedTitle { get; }

    /// <summary>All formulas, in order.</summary>
    public IEnumerable<(Formula Formula, int Line)> Formulas
    {
        get
        {
            foreach (MarkdownObject item in Document.Descendants())
            {
                if (item is MathBlock block) yield return (Formula.Of(block), Line(block));
                else if (item is MathInline inline) yield return (Formula.Of(inline), Line(inline));
            }
        }
    }

    public static Article Parse(Note note) => new(note, Markdown.Parse(note.Text, Pipeline.Markdown));

    /// <summary>The line of the file on which something stands.</summary>
    public int Line(MarkdownObject item) => Note.FirstLine + item.Line;
}

/// <summary>A formula in TeX.</summary>
/// <param name="Tex">The formula without its dollars.</param>
/// <param name="Display">Whether it has a line of its own.</param>
internal readonly record struct Formula(string Tex, bool Display)
{
    public static Formula Of(MathBlock block) => new(block.Lines.ToString().Trim(), true);

    public static Formula Of(MathInline inline) => new(inline.Content.ToString().Trim(), inline.DelimiterCount > 1);

    /// <summary>As it was written, with its dollars.</summary>
    public string Source => Display ? $"$${Tex}$$" : $"${Tex}$";
}
