using System.Reflection;

namespace Nabla.Vision.Reports;

/// <summary>Puts the sections of a report together into one page.</summary>
internal sealed class ReportPage(TrainingReport report)
{
    private readonly HtmlText _html = new();

    public string Render()
    {
        Head();
        Facts("tiles", report.Headlines);
        if (report.Charts.Count > 0) Charts();
        if (report.Confusion.Count > 0)
        {
            var scores = new ClassScores(report.Confusion);
            ConfusionSection.Render(_html, report, scores);
            ClassTable.Render(_html, report, scores);
        }
        if (report.Wrong.Count > 0)
            PictureGrid.Render(_html, "Mistakes", "What the model took the picture for, what it is, and how sure the model was.", report.Wrong, right: false);
        if (report.Right.Count > 0)
            PictureGrid.Render(_html, "Right answers", "What the picture is, and how sure the model was.", report.Right, right: true);
        if (report.Facts.Count > 0)
        {
            _html.Raw("<section><h2>The run</h2>");
            Facts("card facts", report.Facts);
            _html.Raw("</section>\n");
        }
        _html.Raw("</main>\n<footer>Made with Nabla, deep learning for .NET</footer>\n<div id=\"tip\" hidden></div>\n<script>\n");
        _html.Raw(Resource("report.js")).Raw("</script>\n</body>\n</html>\n");
        return _html.ToString();
    }

    private void Head()
    {
        _html.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        _html.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
        _html.Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n");
        _html.Raw($"<title>{report.Title}</title>\n");
        _html.Raw("<style>\n").Raw(Resource("report.css")).Raw("</style>\n</head>\n<body>\n");
        _html.Raw($"<header><div class=\"mark\" aria-hidden=\"true\">∇</div><div><h1>{report.Title}</h1>");
        if (!string.IsNullOrWhiteSpace(report.Summary)) _html.Raw($"<p>{report.Summary}</p>");
        _html.Raw("</div></header>\n<main>\n");
    }

    private void Charts()
    {
        int columns = report.Charts.Count % 3 == 0 ? 3 : Math.Min(report.Charts.Count, 2);
        int width = columns switch { 1 => 960, 2 => 480, _ => 350 };
        _html.Raw($"<section><h2>Training</h2><div class=\"charts\" style=\"--columns:{columns}\">\n");
        foreach (ReportChart chart in report.Charts) new ChartFigure(chart, width).Render(_html);
        _html.Raw("</div></section>\n");
    }

    private void Facts(string style, IReadOnlyList<ReportFact> facts)
    {
        if (facts.Count == 0) return;
        _html.Raw($"<dl class=\"{style}\">");
        foreach (ReportFact fact in facts) _html.Raw($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>");
        _html.Raw("</dl>\n");
    }

    private static string Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Nabla.Vision.Reports." + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
