using System.Globalization;

namespace Nabla.Vision.Plots;

/// <summary>Axes with curves.</summary>
[Export("vision.plots.PlotPanel")]
public sealed class PlotPanel
{
    private static readonly string[] Colours = ["#2563eb", "#dc2626", "#059669", "#d97706", "#7c3aed", "#0891b2", "#db2777", "#4b5563"];
    private readonly string _title, _xName, _yName;
    private readonly List<Curve> _curves = [];

    internal PlotPanel(string title, string x, string y) => (_title, _xName, _yName) = (title, x, y);

    /// <summary>Draw the horizontal axis in logarithms? Values that are not positive are left out.</summary>
    public bool LogX { get; set; }

    /// <summary>Draw the vertical axis in logarithms?</summary>
    public bool LogY { get; set; }

    /// <summary>Limits of the vertical axis; fitted to the curves when null.</summary>
    public (double Low, double High)? YRange { get; set; }

    /// <summary>Adds a curve.</summary>
    /// <param name="name">For the legend; empty for none.</param>
    /// <param name="x">Where.</param>
    /// <param name="y">As many values; one that is not finite interrupts the curve.</param>
    /// <param name="dashed">Dashes instead of a line.</param>
    /// <param name="dots">A dot at every value.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public PlotPanel Line(string name, IReadOnlyList<double> x, IReadOnlyList<double> y, bool dashed = false, bool dots = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count != y.Count) throw new ArgumentException($"A curve needs as many x as y; got {x.Count} and {y.Count}.", nameof(y));
        _curves.Add(new(name, x, y, dashed, dots));
        return this;
    }

    internal void Draw(IPlotSurface s, double left, double top, double width, double height)
    {
        double x0 = left + 52, x1 = left + width - 14, y0 = top + height - 40, y1 = top + 30;
        PlotScale horizontal = PlotScale.Fit(_curves.SelectMany(c => c.X), LogX, x0, x1, null, tight: true);
        PlotScale vertical = PlotScale.Fit(_curves.SelectMany(c => c.Y), LogY, y0, y1, YRange, tight: false);
        s.Text(left + (width / 2), top + 18, _title, 13, 0.5, "#111827");
        foreach (double tick in vertical.Ticks((int)((y0 - y1) / 34)))
        {
            double y = vertical.Place(tick);
            s.Line([(x0, y), (x1, y)], "#e5e7eb", 1, false);
            s.Text(x0 - 6, y + 4, Label(tick), 10, 1, "#4b5563");
        }
        foreach (double tick in horizontal.Ticks((int)((x1 - x0) / 52)))
        {
            double x = horizontal.Place(tick);
            s.Line([(x, y0), (x, y1)], "#f3f4f6", 1, false);
            s.Text(x, y0 + 14, Label(tick), 10, 0.5, "#4b5563");
        }
        s.Line([(x0, y1), (x0, y0), (x1, y0)], "#9ca3af", 1, false);
        if (_xName.Length > 0) s.Text((x0 + x1) / 2, y0 + 30, _xName, 11, 0.5, "#374151");
        if (_yName.Length > 0) s.Text(left + 6, top + 18, _yName, 11, 0, "#374151");
        for (int i = 0; i < _curves.Count; i++) Draw(s, _curves[i], Colours[i % Colours.Length], horizontal, vertical);
        (double start, double at) = LegendPlace(horizontal, vertical, x0, x1, y0, y1);
        for (int i = 0; i < _curves.Count; i++)
        {
            if (_curves[i].Name.Length == 0) continue;
            s.Line([(start + 8, at - 4), (start + 26, at - 4)], Colours[i % Colours.Length], 2, _curves[i].Dashed);
            s.Text(start + 31, at, _curves[i].Name, 10, 0, "#111827");
            at += 14;
        }
    }

    // The corner that hides least of the curves; the upper left one if others are no better.
    private (double X, double Y) LegendPlace(PlotScale horizontal, PlotScale vertical, double x0, double x1, double y0, double y1)
    {
        string[] names = [.. _curves.Select(curve => curve.Name).Where(name => name.Length > 0)];
        double width = 38 + (7 * names.Select(name => name.Length).DefaultIfEmpty().Max()), height = 14 * names.Length;
        (double X, double Y)[] corners = [(x0, y1 + 12), (x1 - width, y1 + 12), (x0, y0 - height + 8), (x1 - width, y0 - height + 8)];
        if (names.Length == 0) return corners[0];
        int[] hidden = [.. corners.Select(corner => _curves.Sum(curve => Enumerable.Range(0, curve.X.Count).Sum(i => Hidden(curve, i, corner))))];
        return corners[Array.IndexOf(hidden, hidden.Min())];

        // How many of five places on the way from a point to the next lie under the legend.
        int Hidden(Curve curve, int i, (double X, double Y) corner)
        {
            if (!horizontal.Shows(curve.X[i]) || !vertical.Shows(curve.Y[i])) return 0;
            bool last = i + 1 >= curve.X.Count || !horizontal.Shows(curve.X[i + 1]) || !vertical.Shows(curve.Y[i + 1]);
            (double x, double y) = (horizontal.Place(curve.X[i]), vertical.Place(curve.Y[i]));
            (double dx, double dy) = last ? (0, 0) : ((horizontal.Place(curve.X[i + 1]) - x) / 5, (vertical.Place(curve.Y[i + 1]) - y) / 5);
            return Enumerable.Range(0, 5).Count(k => x + (k * dx) >= corner.X && x + (k * dx) <= corner.X + width && y + (k * dy) >= corner.Y - 12 && y + (k * dy) <= corner.Y - 12 + height);
        }
    }

    private static void Draw(IPlotSurface s, Curve curve, string colour, PlotScale horizontal, PlotScale vertical)
    {
        List<(double X, double Y)> run = [];
        for (int i = 0; i <= curve.X.Count; i++)
        {
            if (i < curve.X.Count && horizontal.Shows(curve.X[i]) && vertical.Shows(curve.Y[i]))
            {
                (double X, double Y) point = (horizontal.Place(curve.X[i]), vertical.Place(curve.Y[i]));
                run.Add(point);
                if (curve.Dots) s.Dot(point.X, point.Y, 2.5, colour);
                continue;
            }
            if (run.Count > 1) s.Line(run, colour, 1.75, curve.Dashed);
            run = [];
        }
    }

    private static string Label(double tick) => Math.Abs(tick) is 0 or (>= 0.001 and < 10000)
        ? tick.ToString("0.####", CultureInfo.InvariantCulture)
        : tick.ToString("0e0", CultureInfo.InvariantCulture);

    private sealed record Curve(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, bool Dashed, bool Dots);
}
