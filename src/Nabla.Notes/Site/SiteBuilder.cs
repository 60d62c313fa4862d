using System.Collections.Concurrent;
using Nabla.Exports;
using Nabla.Notes.Content;
using Nabla.Notes.Markup;

namespace Nabla.Notes.Site;

/// <summary>Turns a folder of notes into a site.</summary>
/// <param name="options">What from, and how.</param>
[Export("notes.SiteBuilder")]
public sealed class SiteBuilder(SiteOptions options)
{
    private readonly MathRenderer _math = new(options.Node);

    /// <summary>Builds everything in memory; called again, it takes up changed notes and renders new formulas only.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no folder of notes.</exception>
    /// <exception cref="NotesException">Notes are malformed, links lead nowhere, formulas are wrong; every problem is listed with file and line.</exception>
    public BuiltSite Build()
    {
        Notebook notebook = Notebook.Load(options.Notes, options.Drafts);
        Article[] articles = [.. notebook.Notes.AsParallel().AsOrdered().Select(Article.Parse)];
        Article[] plain = [.. PlainArticles()];
        _math.Prepare(articles.Concat(plain).SelectMany(article => article.Formulas).Select(pair => pair.Formula));

        string folder = Path.GetFullPath(options.Notes), docs = Path.GetDirectoryName(folder) ?? folder;
        Dictionary<string, string> pages = plain.ToDictionary(article => Path.GetFullPath(Path.Combine(folder, article.Note.File)), PlainPath, StringComparer.Ordinal);
        string? repository = options.Repository is { } web ? web.AbsoluteUri.TrimEnd('/') + "/" : null;
        Links links = new(options.Notes, articles, pages, repository);
        ApiCatalog api = new(ApiRegistry.Entries);
        RenderingContext context = new(links, _math, new(docs), api.Find);
        foreach (Article article in articles.Concat(plain))
        {
            foreach ((Formula formula, int line) in article.Formulas)
            {
                if (_math.Error(formula) is { } error) links.Problems.Add(new(article.Note.File, line, $"the formula {formula.Source} is wrong: {error}."));
            }
        }

        BuiltSite site = new() { Notes = notebook.Notes.Count };
        PageShell shell = new(options, plain.Any(article => article.Note.Slug == "benchmarks"));
        ConcurrentDictionary<Note, NoteEntry> entries = new();
        Parallel.ForEach(articles, article =>
        {
            HashSet<string> mentions = new(StringComparer.Ordinal);
            string html = ArticleRenderer.Html(article, context, "../", mentions);
            entries[article.Note] = new(article, html, Excerpt.Of(article.Document), mentions);
        });
        NoteEntry[] ordered = [.. notebook.Notes.Select(note => entries[note])];
        NotePages notePages = new(site, shell, notebook, api);
        foreach (Article article in plain) notePages.WritePlain(article, ArticleRenderer.Html(article, context, "../"), PlainPath(article));
        if (!links.Problems.IsEmpty) throw new NotesException([.. links.Problems.OrderBy(problem => problem.File, StringComparer.Ordinal).ThenBy(problem => problem.Line)]);

        Parallel.ForEach(ordered, entry =>
        {
            notePages.Write(entry);
            site.Add(entry.Card, SocialCard.Of(entry.Note, notebook.Twin(entry.Note)));
        });
        ListPages lists = new(site, shell, options, entries, notebook);
        lists.Write(notebook.Originals, Languages.English);
        lists.Write(notebook.Chinese, Languages.Chinese);
        new ApiPages(site, shell, api, ApiDocs.In(AppContext.BaseDirectory)).Write(
            ordered.SelectMany(entry => entry.Mentions.Select(address => (address, entry))).ToLookup(pair => pair.address, pair => pair.entry));
        SearchIndex.Write(site, shell, ordered, api);
        if (options.Served) PlaygroundPages.Write(site, shell);
        site.Add("cards/site.png", SocialCard.Draw("Deep learning for .NET, explained by notes that run", "notes, API, playground"));
        Page missing = new() { Path = "404.html", Title = "404", Description = "There is no such page." };
        site.Add(missing.Path, shell.Html(missing, "<h1>There is no such page</h1>\n<p><a href=\"index.html\">Latest updates</a> · <a href=\"search.html\">Search</a></p>"));
        foreach (string asset in Assets.Below(string.Empty).Where(IsPublic)) site.Add("assets/" + asset, Assets.Bytes(asset));
        foreach ((string address, string path) in links.Files) site.Add(address, File.ReadAllBytes(path));
        Feeds.Write(site, shell, ordered);
        site.Warnings = _math.Unavailable is { } reason ? [reason] : [];
        return site;
    }

    /// <summary>What browsers need; the rest serves the build, or the playground.</summary>
    private bool IsPublic(string asset)
    {
        if (asset.EndsWith(".html", StringComparison.Ordinal)) return false;
        if (asset.StartsWith("playground/", StringComparison.Ordinal) || asset == "live.js") return options.Served;
        if (asset.StartsWith("models/", StringComparison.Ordinal)) return false;
        return asset is not ("card-font.bin" or "katex/katex.min.js" or "katex/render.cjs");
    }

    private static string PlainPath(Article article) => $"docs/{article.Note.Slug}.html";

    /// <summary>The Markdown files beside the folder of notes, such as <c>benchmarks.md</c>; their title is the first heading.</summary>
    private IEnumerable<Article> PlainArticles()
    {
        string docs = Path.GetDirectoryName(Path.GetFullPath(options.Notes)) ?? ".";
        foreach (string path in Directory.EnumerateFiles(docs, "benchmarks*.md").Order(StringComparer.Ordinal))
        {
            string text = File.ReadAllText(path).ReplaceLineEndings("\n"), name = Path.GetFileNameWithoutExtension(path);
            string first = text.Split('\n').FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal)) ?? "# " + name;
            yield return Article.Parse(new()
            {
                File = "../" + Path.GetFileName(path),
                Slug = Slug.From(name),
                Language = Languages.English,
                Title = first[2..].Trim(),
                Date = DateOnly.FromDateTime(File.GetLastWriteTimeUtc(path)),
                Category = "Performance",
                Summary = first[2..].Trim(),
                Text = text,
            });
        }
    }
}
