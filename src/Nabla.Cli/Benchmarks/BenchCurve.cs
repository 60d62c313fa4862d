using System.Globalization;
using System.Text;

namespace Nabla.Cli.Benchmarks;

/// <summary>Time against n, both axes logarithmic, as a small SVG for the notes.</summary>
internal sealed class BenchCurve(string title)
{
    private static readonly string[] Colours = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b", "#17becf", "#7f7f7f"];
    private readonly SortedDictionary<string, List<(double N, double Milliseconds)>> _series = new(StringComparer.Ordinal);

    public void Add(string series, double n, double milliseconds)
    {
        if (!_series.TryGetValue(series, out List<(double, double)>? points)) _series[series] = points = [];
        points.Add((n, milliseconds));
    }

    public void Write(string file)
    {
        var all = _series.Values.SelectMany(p => p).ToList();
        if (all.Count == 0) return;
        double x0 = Math.Floor(Math.Log10(all.Min(p => p.N))), x1 = Math.Max(x0 + 1, Math.Ceiling(Math.Log10(all.Max(p => p.N))));
        double y0 = Math.Floor(Math.Log10(all.Min(p => p.Milliseconds))), y1 = Math.Max(y0 + 1, Math.Ceiling(Math.Log10(all.Max(p => p.Milliseconds))));
        double X(double n) => 60 + (380 * (Math.Log10(n) - x0) / (x1 - x0));
        double Y(double ms) => 250 - (220 * (Math.Log10(ms) - y0) / (y1 - y0));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 290\" font-family=\"sans-serif\" font-size=\"11\">\n<title>{title}</title>\n<rect width=\"600\" height=\"290\" fill=\"white\"/>\n<text x=\"60\" y=\"18\" font-size=\"13\">{title}</text>\n");
        for (double x = x0; x <= x1; x++)
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{X(Math.Pow(10, x)):0.#} 30V250\" stroke=\"#ddd\"/><text x=\"{X(Math.Pow(10, x)):0.#}\" y=\"266\" text-anchor=\"middle\">10^{x}</text>\n");
        for (double y = y0; y <= y1; y++)
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M60 {Y(Math.Pow(10, y)):0.#}H440\" stroke=\"#ddd\"/><text x=\"54\" y=\"{Y(Math.Pow(10, y)) + 4:0.#}\" text-anchor=\"end\">10^{y}</text>\n");
        svg.Append("<text x=\"250\" y=\"284\" text-anchor=\"middle\">n</text><text x=\"14\" y=\"140\" transform=\"rotate(-90 14 140)\" text-anchor=\"middle\">milliseconds</text>\n");
        int index = 0;
        foreach ((string name, List<(double N, double Milliseconds)> points) in _series)
        {
            string colour = Colours[index % Colours.Length];
            string path = string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.N):0.#},{Y(p.Milliseconds):0.#}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/><text x=\"450\" y=\"{50 + (18 * index++)}\" fill=\"{colour}\">{name}</text>\n");
        }
        File.WriteAllText(file, svg.Append("</svg>\n").ToString());
    }
}
