using System.Globalization;
using System.Security;
using System.Text;

namespace Nabla.Vision.Plots;

/// <summary>Writes SVG.</summary>
internal sealed class SvgSurface : IPlotSurface
{
    private readonly StringBuilder _text = new();

    public SvgSurface(int width, int height)
    {
        Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"system-ui, sans-serif\">\n");
        Append($"<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n");
    }

    public string Close()
    {
        _text.Append("</svg>\n");
        return _text.ToString();
    }

    public void Line(IReadOnlyList<(double X, double Y)> points, string colour, double width, bool dashed)
    {
        _text.Append("<polyline fill=\"none\" points=\"");
        foreach ((double x, double y) in points) Append($"{x:0.#},{y:0.#} ");
        _text.Length--;
        Append($"\" stroke=\"{colour}\" stroke-width=\"{width:0.##}\" stroke-linejoin=\"round\"");
        _text.Append(dashed ? " stroke-dasharray=\"5 4\"/>\n" : "/>\n");
    }

    public void Dot(double x, double y, double radius, string colour) => Append($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{radius:0.#}\" fill=\"{colour}\"/>\n");

    public void Text(double x, double y, string text, double size, double anchor, string colour)
    {
        string place = anchor switch { 0 => "start", 1 => "end", _ => "middle" };
        Append($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" font-size=\"{size:0.#}\" text-anchor=\"{place}\" fill=\"{colour}\">{SecurityElement.Escape(text)}</text>\n");
    }

    private void Append(FormattableString text) => _text.Append(text.ToString(CultureInfo.InvariantCulture));
}
