using System.Text.RegularExpressions;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Nabla.Notes.Content;
using Nabla.Notes.Site;

namespace Nabla.Notes.Markup;

/// <summary>What rendering needs besides the article.</summary>
/// <param name="Links">Resolves links, and collects problems.</param>
/// <param name="Math">Renders formulas.</param>
/// <param name="Benchmarks">Figures of speed.</param>
/// <param name="Api">The page that documents something named in code; null for none.</param>
internal sealed record RenderingContext(Links Links, MathRenderer Math, BenchmarkTables Benchmarks, Func<string, string?> Api);

/// <summary>Writes an article as HTML.</summary>
internal static partial class ArticleRenderer
{
    /// <summary>The body of a page that stands <paramref name="up"/> (such as <c>../</c>) from the site's root.</summary>
    /// <param name="article">The article.</param>
    /// <param name="context">What it needs.</param>
    /// <param name="up">Way from the page to the root.</param>
    /// <param name="mentions">Receives the addresses of documentation that code mentions.</param>
    public static string Html(Article article, RenderingContext context, string up, ISet<string>? mentions = null)
    {
        using StringWriter text = new() { NewLine = "\n" };
        HtmlRenderer renderer = new(text);
        Pipeline.Markdown.Setup(renderer);
        Words words = Words.Of(article.Note.Language);
        Replace(renderer, new Headings(article, words));
        Replace(renderer, new CodeBlocks(article, context, words, mentions));
        Replace(renderer, new LineBreaks());
        Replace(renderer, new CodeSpans(context, up, mentions));
        Replace(renderer, new LinkSpans(article, context.Links, up));
        Replace(renderer, new MathBlocks(context.Math));
        Replace(renderer, new MathSpans(context.Math));
        Replace(renderer, new Tables(words));
        Replace(renderer, new RawHtml(article));
        renderer.Render(article.Document);
        return text.ToString();
    }

    /// <summary>A renderer takes the place of the one for the same kind of object.</summary>
    private static void Replace<T>(HtmlRenderer renderer, HtmlObjectRenderer<T> mine) where T : MarkdownObject
    {
        renderer.ObjectRenderers.RemoveAll(other => other is HtmlObjectRenderer<T>);
        renderer.ObjectRenderers.Insert(0, mine);
    }

    /// <summary><c>Type.Member</c>, or <c>new Type</c>.</summary>
    [GeneratedRegex(@"(?<![\w.])(?:new\s+)?([A-Z]\w+(?:\.[A-Z]\w+)?)(?=[(<])")]
    private static partial Regex CalledName();

    private sealed class LineBreaks : HtmlObjectRenderer<LineBreakInline>
    {
        protected override void Write(HtmlRenderer renderer, LineBreakInline obj)
        {
            // Browsers show a line end as a space; between two Chinese characters there is none.
            if (obj.IsHard) renderer.WriteLine("<br>");
            else if (!(obj.PreviousSibling is LiteralInline { Content: { IsEmpty: false } before } && obj.NextSibling is LiteralInline { Content: { IsEmpty: false } after }
                && Excerpt.IsChinese(before[before.End]) && Excerpt.IsChinese(after[after.Start]))) renderer.WriteLine();
        }
    }

    private sealed class Headings(Article article, Words words) : HtmlObjectRenderer<HeadingBlock>
    {
        protected override void Write(HtmlRenderer renderer, HeadingBlock obj)
        {
            if (!article.Headings.TryGetValue(obj, out ArticleHeading? heading)) return;
            // The title of the note is the only heading of the first level.
            int level = Math.Max(2, heading.Level);
            renderer.Write($"<h{level} id=\"{HtmlText.Escape(heading.Id)}\">").WriteLeafInline(obj);
            renderer.Write($" <a class=anchor href=\"#{HtmlText.Escape(Uri.EscapeDataString(heading.Id))}\" aria-label=\"{HtmlText.Escape($"{words.Permalink}: {heading.Text}")}\">#</a></h{level}>").WriteLine();
        }
    }

    private sealed class MathBlocks(MathRenderer math) : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock obj) => renderer.Write(math.Html(Formula.Of(obj))).WriteLine();
    }

    private sealed class MathSpans(MathRenderer math) : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline obj)
        {
            Formula formula = Formula.Of(obj);
            // A display formula inside a paragraph must not be a div: browsers would close the paragraph.
            string html = math.Html(formula);
            if (formula.Display) html = "<span" + html["<div".Length..^"</div>".Length] + "</span>";
            renderer.Write(html);
        }
    }

    private sealed class CodeSpans(RenderingContext context, string up, ISet<string>? mentions) : HtmlObjectRenderer<CodeInline>
    {
        protected override void Write(HtmlRenderer renderer, CodeInline obj)
        {
            string code = $"<code>{HtmlText.Escape(obj.Content)}</code>";
            bool isInLink = obj.Parent is LinkInline || obj.Parent?.Parent is LinkInline;
            if (!isInLink && context.Api(obj.Content) is { } address)
            {
                mentions?.Add(address);
                code = $"<a class=api href=\"{up}{HtmlText.Escape(address)}\">{code}</a>";
            }
            renderer.Write(code);
        }
    }

    private sealed class LinkSpans(Article article, Links links, string up) : HtmlObjectRenderer<LinkInline>
    {
        protected override void Write(HtmlRenderer renderer, LinkInline obj)
        {
            LinkTarget target = links.Resolve(article, obj.Url ?? string.Empty, article.Line(obj), obj.IsImage);
            string address = HtmlText.Escape(target.Kind == LinkKind.Page ? up + target.Address : target.Address);
            if (obj.IsImage)
            {
                renderer.Write($"<img src=\"{address}\" alt=\"{HtmlText.Escape(PlainText.Of(obj))}\" loading=lazy>");
                return;
            }
            if (target.Kind == LinkKind.None)
            {
                renderer.Write($"<span class=source title=\"{address}\">").WriteChildren(obj);
                renderer.Write("</span>");
                return;
            }
            string title = string.IsNullOrEmpty(obj.Title) ? string.Empty : $" title=\"{HtmlText.Escape(obj.Title)}\"";
            renderer.Write($"<a href=\"{address}\"{title}{(target.Kind == LinkKind.External ? " rel=\"external noopener noreferrer\"" : string.Empty)}>").WriteChildren(obj);
            renderer.Write("</a>");
        }
    }

    private sealed class Tables(Words words) : HtmlObjectRenderer<Table>
    {
        private readonly HtmlTableRenderer _plain = new();

        // A wide table scrolls by itself instead of making the page wide; the keyboard reaches it.
        protected override void Write(HtmlRenderer renderer, Table obj)
        {
            renderer.EnsureLine();
            renderer.Write($"<div class=table role=group tabindex=0 aria-label=\"{words.Table}\">");
            _plain.Write(renderer, obj);
            renderer.Write("</div>").WriteLine();
        }
    }

    private sealed class RawHtml(Article article) : HtmlObjectRenderer<HtmlBlock>
    {
        protected override void Write(HtmlRenderer renderer, HtmlBlock obj)
        {
            string html = obj.Lines.ToString();
            // A drawing in the text: a figure with a name, on paper of its own so that its dark lines show in the dark too.
            if (html.StartsWith("<svg", StringComparison.Ordinal) && html.TrimEnd().EndsWith("</svg>", StringComparison.Ordinal))
            {
                string name = HtmlText.Escape(article.Note.Title);
                html = $"<figure class=drawing><svg role=\"img\" aria-label=\"{name}\"{html["<svg".Length..]}</figure>";
            }
            renderer.Write(html).WriteLine();
        }
    }

    private sealed class CodeBlocks(Article article, RenderingContext context, Words words, ISet<string>? mentions) : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock obj)
        {
            string code = obj.Lines.ToString();
            FencedCodeBlock? fence = obj as FencedCodeBlock;
            string language = fence?.Info ?? string.Empty, arguments = fence?.Arguments?.Trim() ?? string.Empty;
            renderer.EnsureLine();
            renderer.Write((language, arguments) switch
            {
                ("output", "svg") => $"<figure class=\"output drawing\"><figcaption>{words.Output}</figcaption>{code}</figure>",
                ("output", "table") => Figure("output", words.Output, ToTable(code)),
                ("output", _) => Figure("output", words.Output, $"<pre tabindex=0><samp>{HtmlText.Escape(code)}</samp></pre>"),
                ("benchmarks", _) => Figures(obj, code),
                _ => Code(code, language, arguments == "run"),
            }).WriteLine();
        }

        private static string Figure(string kind, string caption, string content) => $"<figure class={kind}><figcaption>{caption}</figcaption>{content}</figure>";

        private string Code(string code, string language, bool runs)
        {
            string badge = runs ? $" <span class=badge title=\"{words.RunsAsTest}\">{words.Runs}</span>" : string.Empty;
            string name = language == "csharp" ? "C#" : language;
            if (language == "csharp" && mentions is not null)
            {
                // What a program calls or creates; a name that could be several things is nothing to the catalogue.
                foreach (Match used in CalledName().Matches(code))
                {
                    if (context.Api(used.Groups[1].Value) is { } address) mentions.Add(address);
                }
            }
            return $"<figure class=code><figcaption><span>{HtmlText.Escape(name)}</span>{badge}</figcaption>"
                + $"<pre tabindex=0><code>{CodeColours.Html(code, language)}</code></pre></figure>";
        }

        private string Figures(CodeBlock block, string query)
        {
            try
            {
                string[] parts = context.Benchmarks.Markdown(query).Split("\n\n", 2);
                return Figure("figures", $"{words.Measured} {HtmlText.Escape(parts[1])}", ToTable(parts[0]));
            }
            catch (FormatException error)
            {
                context.Links.Problems.Add(new(article.Note.File, article.Line(block), error.Message + "."));
                return string.Empty;
            }
        }

        private string ToTable(string markdown)
        {
            using StringWriter text = new() { NewLine = "\n" };
            HtmlRenderer renderer = new(text);
            Pipeline.Markdown.Setup(renderer);
            Replace(renderer, new Tables(words));
            renderer.Render(Markdig.Markdown.Parse(markdown, Pipeline.Markdown));
            return text.ToString();
        }
    }
}
