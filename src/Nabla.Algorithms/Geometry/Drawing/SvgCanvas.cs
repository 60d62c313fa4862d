using System.Globalization;
using System.Security;
using System.Text;
using Nabla.Algorithms.Geometry.Clipping;
using Nabla.Algorithms.Geometry.Meshes;
using Nabla.Algorithms.Geometry.Polygons;

namespace Nabla.Algorithms.Geometry.Drawing;

/// <summary>
/// Collects shapes in mathematical coordinates (y up) and writes them as a self-contained SVG picture that fits them all.
/// Methods return the canvas, so calls can be chained. The same calls give the same text on every machine.
/// </summary>
[Export("algorithms.geometry.drawing.SvgCanvas")]
public sealed class SvgCanvas
{
    private readonly double _width, _margin;
    private readonly List<Func<View, string>> _shapes = [];
    private Box? _bounds;

    /// <summary>An empty canvas.</summary>
    /// <param name="width">Width of the picture in pixels, greater than 0; the height follows from the shapes.</param>
    /// <param name="margin">Free space around the shapes in pixels, at least 0 and less than half the width.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public SvgCanvas(double width = 480, double margin = 16)
    {
        Guard.NotNegative(margin);
        Guard.Finite(width);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(width, 2 * margin);
        (_width, _margin) = (width, margin);
    }

    /// <summary>Makes sure that the picture shows this box.</summary>
    public SvgCanvas Show(Box box)
    {
        Include(box.Min);
        Include(box.Max);
        return this;
    }

    /// <summary>A dot of a radius in pixels.</summary>
    /// <exception cref="ArgumentException">The point is not finite.</exception>
    public SvgCanvas Dot(Point2 p, string color = "#0f172a", double radius = 3)
    {
        Include(p);
        return Add(v => $"<circle cx=\"{v.X(p)}\" cy=\"{v.Y(p)}\" r=\"{Number(radius)}\" fill=\"{Text(color)}\"/>");
    }

    /// <summary>A dot for every point.</summary>
    /// <exception cref="ArgumentException">A point is not finite.</exception>
    public SvgCanvas Dots(ReadOnlySpan<Point2> points, string color = "#0f172a", double radius = 3)
    {
        foreach (Point2 p in points)
            Dot(p, color, radius);
        return this;
    }

    /// <summary>A segment.</summary>
    /// <exception cref="ArgumentException">An end is not finite.</exception>
    public SvgCanvas Draw(Segment segment, SvgStyle? style = null) => Polyline([segment.A, segment.B], style);

    /// <summary>The part of a line inside the picture; it does not widen the picture.</summary>
    public SvgCanvas Draw(Line line, SvgStyle? style = null) => Add(v =>
    {
        double reach = line.Direction.Length == 0 ? 0 : v.Reach(line.Origin) / line.Direction.Length;
        Segment? part = ConvexClip.Cut(new Segment(line.At(-reach), line.At(reach)), v.Visible);
        return part is Segment s ? $"<path d=\"{v.Path([s.A, s.B], false)}\"{Style(style)}/>" : "";
    });

    /// <summary>A circle.</summary>
    /// <exception cref="ArgumentException">The centre or radius is not finite.</exception>
    public SvgCanvas Draw(Circle circle, SvgStyle? style = null)
    {
        Show(circle.Bounds);
        return Add(v =>
            $"<circle cx=\"{v.X(circle.Center)}\" cy=\"{v.Y(circle.Center)}\" r=\"{Number(circle.Radius * v.Scale)}\"{Style(style)}/>");
    }

    /// <summary>A box.</summary>
    /// <exception cref="ArgumentException">A corner is not finite.</exception>
    public SvgCanvas Draw(Box box, SvgStyle? style = null) => Polygon(box.Corners(), style);

    /// <summary>A region; holes stay open.</summary>
    public SvgCanvas Draw(Region region, SvgStyle? style = null)
    {
        ArgumentNullException.ThrowIfNull(region);
        foreach (Point2[] ring in region.Rings)
            IncludeAll(ring);
        return Add(v => $"<path d=\"{string.Concat(region.Rings.Select(r => v.Path(r, true)))}\" fill-rule=\"evenodd\"{Style(style)}/>");
    }

    /// <summary>Every edge of a triangulation.</summary>
    public SvgCanvas Draw(Triangulation triangulation, SvgStyle? style = null)
    {
        ArgumentNullException.ThrowIfNull(triangulation);
        IncludeAll(triangulation.Points);
        Point2[] p = triangulation.Points;
        return Add(v => $"<path d=\"{string.Concat(triangulation.Edges().Select(e => v.Path([p[e.From], p[e.To]], false)))}\"{Style(style)}/>");
    }

    /// <summary>The cells of a Voronoi diagram inside a box.</summary>
    public SvgCanvas Draw(Voronoi voronoi, Box bounds, SvgStyle? style = null)
    {
        ArgumentNullException.ThrowIfNull(voronoi);
        for (int i = 0; i < voronoi.Sites.Length; i++)
            if (!voronoi.Neighbours(i).IsEmpty)
                Polygon(voronoi.Cell(i, bounds), style);
        return this;
    }

    /// <summary>A closed polygon; nothing when there are no vertices.</summary>
    /// <exception cref="ArgumentException">A vertex is not finite.</exception>
    public SvgCanvas Polygon(ReadOnlySpan<Point2> polygon, SvgStyle? style = null) => AddPath(polygon.ToArray(), true, style);

    /// <summary>An open line through points; nothing when there are none.</summary>
    /// <exception cref="ArgumentException">A point is not finite.</exception>
    public SvgCanvas Polyline(ReadOnlySpan<Point2> points, SvgStyle? style = null) => AddPath(points.ToArray(), false, style);

    /// <summary>Text with its lower left corner near a point.</summary>
    /// <param name="p">Where.</param>
    /// <param name="text">What; markup is escaped.</param>
    /// <param name="color">CSS colour.</param>
    /// <param name="size">Height in pixels.</param>
    /// <exception cref="ArgumentException">The point is not finite.</exception>
    public SvgCanvas Label(Point2 p, string text, string color = "#0f172a", double size = 13)
    {
        ArgumentNullException.ThrowIfNull(text);
        Include(p);
        return Add(v =>
            $"<text x=\"{v.X(p, 5)}\" y=\"{v.Y(p, -5)}\" font-family=\"sans-serif\" font-size=\"{Number(size)}\" fill=\"{Text(color)}\">{Text(text)}</text>");
    }

    /// <summary>Writes the picture to a file.</summary>
    public void Save(string path) => File.WriteAllText(path, ToString());

    /// <summary>The picture as SVG text.</summary>
    public override string ToString()
    {
        var view = new View(_bounds ?? new Box(default, (1, 1)), _width, _margin);
        var svg = new StringBuilder();
        svg.Append(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Number(_width)} {Number(view.Height)}\" width=\"{Number(_width)}\" height=\"{Number(view.Height)}\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        foreach (Func<View, string> shape in _shapes)
            svg.Append(shape(view)).Append('\n');
        return svg.Append("</svg>\n").ToString();
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture) is var s && s == "-0" ? "0" : s;

    private static string Text(string text) => SecurityElement.Escape(text);

    private static string Style(SvgStyle? style)
    {
        style ??= SvgStyle.Default;
        string dash = style.Dash is null ? "" : $" stroke-dasharray=\"{Text(style.Dash)}\"";
        string opacity = style.Opacity == 1 ? "" : $" opacity=\"{Number(style.Opacity)}\"";
        return $" stroke=\"{Text(style.Stroke)}\" fill=\"{Text(style.Fill)}\" stroke-width=\"{Number(style.Width)}\" stroke-linejoin=\"round\"{dash}{opacity}";
    }

    private SvgCanvas AddPath(Point2[] points, bool closed, SvgStyle? style)
    {
        IncludeAll(points);
        return points.Length == 0 ? this : Add(v => $"<path d=\"{v.Path(points, closed)}\"{Style(style)}/>");
    }

    private SvgCanvas Add(Func<View, string> shape)
    {
        _shapes.Add(shape);
        return this;
    }

    private void IncludeAll(Point2[] points)
    {
        foreach (Point2 p in points)
            Include(p);
    }

    private void Include(Point2 p)
    {
        Guard.Finite(p);
        var own = new Box(p, p);
        _bounds = _bounds?.Union(own) ?? own;
    }

    /// <summary>Maps the shapes' box to the picture.</summary>
    private sealed class View
    {
        private readonly double _left, _top, _margin;

        public View(Box bounds, double width, double margin)
        {
            double extent = Math.Max(bounds.Width, bounds.Height);
            Scale = extent > 0 ? (width - (2 * margin)) / (bounds.Width > 0 ? bounds.Width : extent) : 1;
            // A tall narrow box would give an endless picture: at most twice as high as wide.
            Scale = bounds.Height > 0 ? Math.Min(Scale, ((2 * width) - (2 * margin)) / bounds.Height) : Scale;
            _left = bounds.Center.X - ((width - (2 * margin)) / (2 * Scale));
            _top = bounds.Max.Y;
            _margin = margin;
            Height = (bounds.Height * Scale) + (2 * margin);
            Visible = bounds.Grow(margin / Scale);
        }

        public double Scale { get; }

        public double Height { get; }

        public Box Visible { get; }

        public double Reach(Point2 p) => p.DistanceTo(Visible.Center) + Visible.Width + Visible.Height;

        public string X(Point2 p, double shift = 0) => Number(((p.X - _left) * Scale) + _margin + shift);

        public string Y(Point2 p, double shift = 0) => Number(((_top - p.Y) * Scale) + _margin + shift);

        public string Path(Point2[] points, bool closed) =>
            string.Concat(points.Select((p, i) => $"{(i == 0 ? 'M' : 'L')}{X(p)} {Y(p)}")) + (closed ? "Z" : "");
    }
}
