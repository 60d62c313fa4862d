using System.Globalization;
using System.Text;

namespace Nabla.Vision.Reports;

/// <summary>Draws a <see cref="ReportChart"/> as inline SVG with a legend; the page's script adds values under the pointer.</summary>
internal sealed class ChartFigure
{
    private const int Height = 270;
    private const int Left = 54;
    private const int Right = 14;
    private const int Top = 12;
    private const int Bottom = 40;
    private const int MaxPoints = 400;
    private const int Colours = 4;

    private readonly ReportChart _chart;
    private readonly int _width;
    private readonly ChartAxis _x;
    private readonly ChartAxis _y;

    /// <param name="chart">What to draw.</param>
    /// <param name="width">Width of the drawing in its own units; about that of its place in pixels, so that text has its size.</param>
    public ChartFigure(ReportChart chart, int width)
    {
        _chart = chart;
        _width = width;
        _x = new(chart.Series.SelectMany(s => s.X), Left, width - Right, ticks: width / 48, tight: true, logarithmic: false);
        _y = new(chart.Series.SelectMany(s => s.Y), Height - Bottom, Top, ticks: 5, tight: false, chart.Logarithmic);
    }

    public void Render(HtmlText html)
    {
        html.Raw($"<figure class=\"card chart\"><figcaption><h3>{_chart.Title}</h3>");
        Legend(html);
        html.Raw($"</figcaption><div class=\"plot\"><svg viewBox=\"0 0 {_width} {Height}\" role=\"img\" aria-label=\"{Description()}\">");
        Grid(html);
        List<Point>[] curves = [.. _chart.Series.Select(Points)];
        for (int i = 0; i < curves.Length; i++) Curve(html, curves[i], i);
        html.Raw($"<line class=\"cross\" y1=\"{Top}\" y2=\"{Height - Bottom}\" hidden></line></svg>");
        html.Raw("<script type=\"application/json\">").Raw(Json(curves)).Raw("</script></div></figure>\n");
    }

    private void Legend(HtmlText html)
    {
        html.Raw("<ul class=\"legend\">");
        for (int i = 0; i < _chart.Series.Count; i++)
        {
            ReportSeries series = _chart.Series[i];
            string last = series.Y.Count == 0 ? "–" : _chart.Unit == ReportUnit.Percent ? ReportNumbers.Percent(series.Y[^1]) : ReportNumbers.Number(series.Y[^1]);
            html.Raw($"<li><i class=\"k{i % Colours}\"></i>{series.Name} <b>{last}</b></li>");
        }
        html.Raw("</ul>");
    }

    private void Grid(HtmlText html)
    {
        foreach (double tick in _y.Ticks)
        {
            double y = _y.Place(tick);
            html.Raw($"<line class=\"grid\" x1=\"{Left}\" x2=\"{_width - Right}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>");
            html.Raw($"<text class=\"ty\" x=\"{Left - 8}\" y=\"{y + 4:0.#}\">{ChartAxis.Label(tick, _chart.Unit)}</text>");
        }
        html.Raw($"<line class=\"axis\" x1=\"{Left}\" x2=\"{_width - Right}\" y1=\"{Height - Bottom}\" y2=\"{Height - Bottom}\"/>");
        foreach (double tick in _x.Ticks)
            html.Raw($"<text class=\"tx\" x=\"{_x.Place(tick):0.#}\" y=\"{Height - Bottom + 17}\">{ChartAxis.Label(tick, ReportUnit.Number)}</text>");
        html.Raw($"<text class=\"tx name\" x=\"{(Left + _width - Right) / 2}\" y=\"{Height - 4}\">{_chart.XName}</text>");
    }

    private static void Curve(HtmlText html, List<Point> points, int index)
    {
        var path = new StringBuilder();
        bool pen = false;
        Point? last = null;
        int drawn = 0;
        foreach (Point point in points)
        {
            if (!point.Shown)
            {
                pen = false;
                continue;
            }
            path.Append(CultureInfo.InvariantCulture, $"{(pen ? 'L' : 'M')}{point.Left:0.#} {point.Top:0.#}");
            (pen, last) = (true, point);
            drawn++;
        }
        if (last is not { } end) return;
        html.Raw($"<path class=\"c{index % Colours}\" d=\"{path.ToString()}\"/>");
        html.Raw($"<circle class=\"d{index % Colours}\" cx=\"{end.Left:0.#}\" cy=\"{end.Top:0.#}\" r=\"{(drawn == 1 ? 4 : 3)}\"/>");
    }

    private List<Point> Points(ReportSeries series)
    {
        var points = new List<Point>();
        foreach (int i in CurveThinner.Pick(series.Y, MaxPoints))
        {
            double x = series.X[i], y = series.Y[i];
            bool shown = _x.Shows(x) && _y.Shows(y);
            points.Add(shown ? new(true, _x.Place(x), _y.Place(y), x, y) : default);
        }
        return points;
    }

    /// <summary>The curves for the script: [name, [[left, top, x, value], ...]].</summary>
    private string Json(List<Point>[] curves)
    {
        var stream = new MemoryStream();
        // The default encoder escapes < and &, as a script element needs.
        using (var json = new System.Text.Json.Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("x", _chart.XName);
            json.WriteStartArray("series");
            for (int i = 0; i < curves.Length; i++)
            {
                json.WriteStartObject();
                json.WriteString("name", _chart.Series[i].Name);
                json.WriteStartArray("points");
                foreach (Point point in curves[i].Where(p => p.Shown))
                {
                    json.WriteStartArray();
                    json.WriteNumberValue(Math.Round(point.Left, 1));
                    json.WriteNumberValue(Math.Round(point.Top, 1));
                    json.WriteStringValue(ReportNumbers.Number(point.X));
                    json.WriteStringValue(ReportNumbers.Value(point.Y, _chart.Unit));
                    json.WriteEndArray();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private string Description() => _chart.Title + " over " + _chart.XName + ": " + string.Join("; ", _chart.Series.Select(series =>
        series.Y.Count == 0 ? series.Name : $"{series.Name} from {ReportNumbers.Value(series.Y[0], _chart.Unit)} to {ReportNumbers.Value(series.Y[^1], _chart.Unit)}"));

    private readonly record struct Point(bool Shown, double Left, double Top, double X, double Y);
}
