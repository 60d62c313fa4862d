using System.Text.RegularExpressions;
using Nabla.Vision.Images;
using Nabla.Vision.Reports;

namespace Nabla.Vision.Tests.Reports;

public class TrainingReportTests
{
    private static readonly string[] VoidElements = ["meta", "img", "br"];

    [Fact]
    public void The_example_is_one_file_that_asks_for_nothing_from_outside()
    {
        // NABLA_REPORT=FILE keeps the page, to be looked at.
        string path = Environment.GetEnvironmentVariable("NABLA_REPORT") ?? Path.Combine(Directory.CreateTempSubdirectory("nabla-test-").FullName, "report.html");
        ExampleReport.Make().Save(path);
        string html = File.ReadAllText(path);

        Assert.DoesNotMatch(@"https?:|src=""//|@import|url\(|<link|<iframe", html);
        Assert.All(Regex.Matches(html, "(src|href)=\"([^\"]*)\"").Select(m => m.Groups[2].Value), source => Assert.StartsWith("data:image/png;base64,", source));
        Assert.Contains("default-src 'none'", html);
        Assert.Equal(48, Regex.Count(html, "<img "));
        Assert.InRange(html.Length, 20_000, 400_000);
    }

    [Fact]
    public void The_markup_is_balanced()
    {
        string html = Regex.Replace(ExampleReport.Make().ToHtml(), "<(script|style)[^>]*>.*?</\\1>", "", RegexOptions.Singleline);
        var open = new Stack<string>();
        foreach (Match tag in Regex.Matches(html, "<(/?)([a-z][a-z0-9]*)([^>]*?)(/?)>"))
        {
            string name = tag.Groups[2].Value;
            if (tag.Groups[4].Value == "/" || VoidElements.Contains(name)) continue;
            if (tag.Groups[1].Value == "") open.Push(name);
            else Assert.Equal(open.Pop(), name);
        }
        Assert.Empty(open);
    }

    [Fact]
    public void Texts_are_escaped_everywhere()
    {
        const string Evil = "<script>alert('\"&')</script>";
        string html = new TrainingReport
        {
            Title = Evil,
            Summary = Evil,
            Headlines = [new(Evil, Evil)],
            Facts = [new(Evil, Evil)],
            Charts = [new(Evil, Evil, [new(Evil, [1, 2])])],
            ClassNames = [Evil, "b\0"],
            Confusion = [[1, 1], [0, 1]],
            Wrong = [new(new Image(1, 1, 1), Evil, Evil, 0.5)],
            Right = [new(new Image(1, 1, 1), Evil, Evil, double.NaN)],
        }.ToHtml();
        Assert.DoesNotContain("<script>alert", html);
        Assert.DoesNotContain("alert('\"", html);
        Assert.DoesNotContain('\0', html);
        Assert.Contains("&lt;script&gt;alert(&#39;&quot;&amp;&#39;)&lt;/script&gt;", html);
    }

    [Fact]
    public void What_is_empty_is_left_out()
    {
        string html = new TrainingReport { Title = "Empty" }.ToHtml();
        Assert.DoesNotContain("<section>", html);
        Assert.Contains("<h1>Empty</h1>", html);
    }

    [Fact]
    public void Curves_leave_gaps_where_there_is_no_number()
    {
        string html = new TrainingReport
        {
            Title = "x",
            Charts = [new("Loss", "step", [new("a", [1, double.NaN, 2, 3, double.PositiveInfinity]), new("none", []), new("nan", [double.NaN])])],
        }.ToHtml();
        Assert.Contains("M54 ", html);
        Assert.Equal(2, Regex.Match(html, "<path[^>]*>").Value.Count(c => c == 'M'));
        Assert.DoesNotContain("NaN", Regex.Replace(html, "nan", ""));
    }

    [Fact]
    public void Many_classes_get_a_list_instead_of_a_matrix()
    {
        int classes = 100;
        string html = new TrainingReport
        {
            Title = "x",
            ClassNames = [.. Enumerable.Range(0, classes).Select(i => $"class {i}")],
            Confusion = [.. Enumerable.Range(0, classes).Select(t => (long[])[.. Enumerable.Range(0, classes).Select(p => (long)(t == p ? 50 : (t + p) % 7 == 0 ? 1 : 0))])],
        }.ToHtml();
        Assert.DoesNotContain("class=\"heat\"", html);
        Assert.Equal(25, Regex.Count(html, "taken for"));
    }

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        Assert.Contains("2 x 2", Assert.Throws<ArgumentException>(() => new TrainingReport { Title = "x", ClassNames = ["a", "b"], Confusion = [[1, 2]] }.ToHtml()).Message);
        Assert.Contains("1 positions and 2 values", Assert.Throws<ArgumentException>(
            () => new TrainingReport { Title = "x", Charts = [new("c", "x", [new("s", [1], [1, 2])])] }.ToHtml()).Message);
    }

    [Fact]
    public void The_page_depends_on_its_input_alone() => Assert.Equal(ExampleReport.Make().ToHtml(), ExampleReport.Make().ToHtml());
}
