using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Nabla.Notes.Content;
using Nabla.Notes.Site;

namespace Nabla.Notes.Tests;

public sealed class SiteTests : IDisposable
{
    private readonly NotesFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private BuiltSite Build(SiteOptions? options = null) => new SiteBuilder((options ?? new SiteOptions { Node = "no-such-program" }) with { Notes = _folder.Notes }).Build();

    private static string Text(BuiltSite site, string path) => Encoding.UTF8.GetString(site.Find(path) ?? throw new FileNotFoundException(path));

    [Fact]
    public void Home_lists_newest_first_with_pinned_notes_on_top()
    {
        _folder.With("a.md", Samples.Text("Alpha", date: "2026-01-01", extra: "pinned: true\n")).With("b.md", Samples.Text("Beta", date: "2026-01-03")).With("c.md", Samples.Text("Gamma", date: "2026-01-02"));
        string home = Text(Build(), "index.html");
        Assert.Contains("<h1>Latest updates</h1>", home, StringComparison.Ordinal);
        Assert.Equal(["Alpha", "Beta", "Gamma"], Regex.Matches(home, "<h2><a [^>]*>([^<]*)").Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void Lists_are_paged_and_pages_link_to_each_other()
    {
        for (int i = 0; i < 25; i++) _folder.With($"n-{i}.md", Samples.Text($"Note {i}"));
        BuiltSite site = Build();
        Assert.Contains("href=\"page/2.html\"", Text(site, "index.html"), StringComparison.Ordinal);
        Assert.Contains("rel=prev href=\"../index.html\"", Text(site, "page/2.html"), StringComparison.Ordinal);
        Assert.Contains("Note", Text(site, "page/3.html"), StringComparison.Ordinal);
        Assert.Null(site.Find("page/4.html"));
        Assert.NotNull(site.Find("categories/engine/3.html"));
    }

    [Fact]
    public void Links_between_notes_and_to_headings_work_and_broken_ones_are_reported_with_their_line()
    {
        _folder.With("a.md", Samples.Text("A", "See [b](b.md#two-words).\n\n## Own\n\n[up](#own)")).With("b.md", Samples.Text("B", "## Two words\n\ntext"));
        Assert.Contains("href=\"../notes/b.html#two-words\"", Text(Build(), "notes/a.html"), StringComparison.Ordinal);
        _folder.With("a.md", Samples.Text("A", "See [b](b.md#three).\n\n[c](c.md) ![p](img/no.svg) [x](#nothing) ![far](https://example.org/p.png) [bad](javascript:alert)"));
        NotesException error = Assert.Throws<NotesException>(() => Build());
        Assert.Equal([8, 10, 10, 10, 10, 10], error.Problems.Select(problem => problem.Line).Order());
        Assert.Contains("b.md has no heading '#three'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'c.md' leads to nothing", error.Message, StringComparison.Ordinal);
        Assert.Contains("fetched from elsewhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_of_notes_are_part_of_the_site()
    {
        _folder.With("a.md", Samples.Text("A", "![p](img/p.svg)")).With("img/p.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        BuiltSite site = Build();
        Assert.Contains("src=\"../notes/img/p.svg\"", Text(site, "notes/a.html"), StringComparison.Ordinal);
        Assert.NotNull(site.Find("notes/img/p.svg"));
    }

    [Fact]
    public void Links_do_not_leave_the_repository()
    {
        _folder.With("a.md", Samples.Text("A", "[x](../../../../../../../../../etc/passwd) ![y](../../../../../../../../../etc/hostname)"));
        Assert.Equal(2, Assert.Throws<NotesException>(() => Build()).Problems.Count);
    }

    [Fact]
    public void Without_Node_formulas_stay_readable_and_the_build_says_so()
    {
        _folder.With("a.md", Samples.Text("A", "Then $a < b$ and\n\n$$\n\\sum_i x_i\n$$"));
        BuiltSite site = Build();
        Assert.Contains("<code>$a &lt; b$</code>", Text(site, "notes/a.html"), StringComparison.Ordinal);
        Assert.Contains("\\sum_i x_i", Text(site, "notes/a.html"), StringComparison.Ordinal);
        Assert.Contains("Node", Assert.Single(site.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Code_is_coloured_escaped_and_its_output_follows()
    {
        _folder.With("a.md", Samples.Text("A", "```csharp run\nstring s = \"<b>\"; // text\n```\n\n```output\n1 < 2\n```"));
        string page = Text(Build(), "notes/a.html");
        Assert.Contains("<i class=k>string</i> s = <i class=s>&quot;&lt;b&gt;&quot;</i>; <i class=c>// text</i>", page, StringComparison.Ordinal);
        Assert.Contains("<samp>1 &lt; 2</samp>", page, StringComparison.Ordinal);
        Assert.Contains("class=badge", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_and_drawings_are_shown_as_such_in_outputs()
    {
        _folder.With("a.md", Samples.Text("A", "```csharp run\nx();\n```\n\n```output table\n| n | ms |\n| --- | --- |\n| 1 | 2.5 |\n```\n\n```csharp run\ny();\n```\n\n```output svg\n<svg viewBox=\"0 0 1 1\"></svg>\n```"));
        string page = Text(Build(), "notes/a.html");
        Assert.Contains("<td>2.5</td>", page, StringComparison.Ordinal);
        Assert.Contains("<svg viewBox=\"0 0 1 1\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_come_from_the_tables_with_their_date()
    {
        File.WriteAllText(Path.Combine(_folder.Root, "docs", "benchmarks.md"), "# Measured\n\nTaken on 2026-11-21 on a\nmachine 1.0. More.\n\n## Models\n\n| work | ms | peer |\n| --- | --- | --- |\n| train a | 1.5 | 2 |\n| forward a | 0.5 | 1 |\n");
        _folder.With("a.md", Samples.Text("A", "```benchmarks\nsection: Models\nrows: train*\ncolumns: work, peer\n```"));
        string page = Text(Build(), "notes/a.html");
        Assert.Contains("Taken on 2026-11-21 on a machine 1.0.", page, StringComparison.Ordinal);
        Assert.Contains(">train a</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("forward a", page, StringComparison.Ordinal);
        Assert.DoesNotContain("1.5", page, StringComparison.Ordinal);
        _folder.With("a.md", Samples.Text("A", "```benchmarks\nsection: Models\nrows: eval*\n```"));
        Assert.Contains("a.md:8: benchmarks.md has no row 'eval*'", Assert.Throws<NotesException>(() => Build()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_that_names_the_interface_links_to_it_and_back()
    {
        _folder.With("a.md", Samples.Text("A", "Call `Functional.Conv2d(x, w)`, not `Nonsense.Thing`."));
        BuiltSite site = Build();
        Assert.Contains("<a class=api href=\"../api/nn-functional.html#nn-functional-conv2d\"><code>Functional.Conv2d(x, w)</code></a>", Text(site, "notes/a.html"), StringComparison.Ordinal);
        Assert.Contains("<a href=\"../notes/a.html\">A</a>", Text(site, "api/nn-functional.html"), StringComparison.Ordinal);
        Assert.Contains("<dt><code>", Text(site, "api/nn-functional.html"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_programs_call_is_mentioned()
    {
        _folder.With("a.md", Samples.Text("A", "```csharp run\nTensor y = Functional.Softplus(x);\nvar o = new RMSprop(p);\n```"));
        string page = Text(Build(), "notes/a.html");
        Assert.Contains("<section class=mentions>", page, StringComparison.Ordinal);
        Assert.Contains("#nn-functional-softplus\"><code>nn.functional.softplus</code>", page, StringComparison.Ordinal);
        Assert.Contains("<code>optim.RMSprop</code>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_ends_inside_Chinese_show_no_space()
    {
        _folder.With("a.zh.md", Samples.Text("甲", "第一行。\n第二行 and\nEnglish."));
        Assert.Contains("<p>第一行。第二行 and\nEnglish.</p>", Text(Build(), "notes/a.zh.html"), StringComparison.Ordinal);
    }

    [Fact]
    public void With_Node_formulas_are_rendered_and_wrong_ones_are_reported_with_their_line()
    {
        _folder.With("a.md", Samples.Text("A", "Then $a_1$ and\n\n$$\n\\frac{1}{2}\n$$"));
        BuiltSite site = Build(new());
        if (site.Warnings.Count > 0)
        {
            // A machine without Node.
            Assert.Contains("math source", Text(site, "notes/a.html"), StringComparison.Ordinal);
            return;
        }
        Assert.Contains("class=\"katex\"", Text(site, "notes/a.html"), StringComparison.Ordinal);
        Assert.Contains("assets/katex/katex.min.css", Text(site, "notes/a.html"), StringComparison.Ordinal);
        _folder.With("a.md", Samples.Text("A", "Then\n\n$\\frac{1$"));
        NoteProblem problem = Assert.Single(Assert.Throws<NotesException>(() => Build(new())).Problems);
        Assert.Equal(("a.md", 10), (problem.File, problem.Line));
    }

    [Fact]
    public void Feed_and_sitemap_are_well_formed_and_absolute()
    {
        _folder.With("a.md", Samples.Text("A & B")).With("a.zh.md", Samples.Text("甲"));
        BuiltSite site = Build(new() { Address = new("https://example.org/nabla/"), Node = "no-such-program" });
        XNamespace atom = "http://www.w3.org/2005/Atom", map = "http://www.sitemaps.org/schemas/sitemap/0.9";
        XElement feed = XDocument.Parse(Text(site, "feed.xml")).Root!;
        Assert.Equal(["A & B", "甲"], feed.Elements(atom + "entry").Select(entry => (string)entry.Element(atom + "title")!).Order(StringComparer.Ordinal));
        Assert.Contains("https://example.org/nabla/notes/a.zh.html", XDocument.Parse(Text(site, "sitemap.xml")).Root!.Elements(map + "url").Select(url => (string)url.Element(map + "loc")!));
        Assert.Contains("<meta property=\"og:image\" content=\"https://example.org/nabla/cards/a.png\">", Text(site, "notes/a.html"), StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], site.Find("cards/a.png")![..4]);
    }

    [Fact]
    public void Twins_link_to_each_other()
    {
        _folder.With("a.md", Samples.Text("A")).With("a.zh.md", Samples.Text("甲"));
        BuiltSite site = Build();
        Assert.Contains("href=\"a.zh.html\" lang=zh-CN", Text(site, "notes/a.html"), StringComparison.Ordinal);
        Assert.Contains("href=\"a.html\" lang=en", Text(site, "notes/a.zh.html"), StringComparison.Ordinal);
        Assert.Contains("<html lang=\"zh-CN\"", Text(site, "notes/a.zh.html"), StringComparison.Ordinal);
        Assert.Contains("最新更新", Text(site, "zh/index.html"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_fetched_from_elsewhere_and_every_link_leads_somewhere()
    {
        _folder.With("a.md", Samples.Text("A", "## One\n\n$x$ [far](https://example.org/) `AdamW`", extra: "tags: [x y, 中文]\n")).With("a.zh.md", Samples.Text("甲", "## 一\n\n文"));
        BuiltSite site = Build();
        HashSet<string> paths = [.. site.Paths];
        foreach (string path in paths.Where(path => path.EndsWith(".html", StringComparison.Ordinal)))
        {
            foreach (Match link in Regex.Matches(Text(site, path), "<(a|link|script|img)\\b[^>]*?\\b(?:href|src)=\"([^\"]*)\""))
            {
                string target = link.Groups[2].Value;
                if (link.Groups[1].Value == "a" && target.StartsWith("https://", StringComparison.Ordinal)) continue;
                Uri whole = new(new Uri("http://site/" + path), target.Split('#')[0]);
                Assert.Equal("site", whole.Host);
                string there = Uri.UnescapeDataString(whole.AbsolutePath[1..]);
                Assert.True(paths.Contains(there), $"{path} links to {target}.");
            }
        }
    }

    [Fact]
    public void A_folder_that_holds_other_things_is_left_alone_and_stale_files_go()
    {
        string output = Path.Combine(_folder.Root, "out");
        _folder.With("a.md", Samples.Text("A")).With("b.md", Samples.Text("B"));
        Build().WriteTo(output);
        Assert.True(File.Exists(Path.Combine(output, "notes", "b.html")));
        File.Delete(Path.Combine(_folder.Notes, "b.md"));
        File.WriteAllText(Path.Combine(output, "mine.txt"), "kept");
        Build().WriteTo(output);
        Assert.False(File.Exists(Path.Combine(output, "notes", "b.html")));
        Assert.True(File.Exists(Path.Combine(output, "mine.txt")));
        Assert.Throws<IOException>(() => Build().WriteTo(_folder.Notes));
    }

    [Fact]
    public void Home_is_light_with_a_thousand_notes()
    {
        string[] words = ["gradient", "kernel", "tensor", "window", "heap", "norm", "卷积", "注意力"];
        for (int i = 0; i < 1000; i++)
        {
            string prose = string.Join(' ', Enumerable.Range(0, 200).Select(j => words[((i * 7) + (j * j)) % words.Length]));
            _folder.With($"note-{i}.md", Samples.Text($"Note {i}", $"{prose}\n\n## Part\n\n{prose}\n\n```csharp\nint x = {i};\n```\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n", date: $"20{i % 20 + 10}-01-{(i % 28) + 1:00}", extra: $"tags: [t{i % 30}]\n"));
        }
        BuiltSite site = Build();
        Assert.NotNull(site.Find("notes/note-999.html"));
        int home = site.Find("index.html")!.Length + site.Find("assets/site.css")!.Length + site.Find("assets/site.js")!.Length + site.Find("assets/theme.js")!.Length + site.Find("assets/icon.svg")!.Length;
        Assert.InRange(home, 0, 150_000);
    }
}
