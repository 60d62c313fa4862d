using Nabla.Vision.Images;

namespace Nabla.Vision.Plots;

/// <summary>A figure of panels side by side, saved as SVG or PNG. The same calls give the same bytes on every machine.</summary>
[Export("vision.plots.Plot")]
public sealed class Plot
{
    private readonly List<PlotPanel> _panels = [];
    private readonly int _columns, _panelWidth, _panelHeight;

    /// <summary>An empty figure.</summary>
    /// <param name="columns">Panels in a row, 1 or more.</param>
    /// <param name="panelWidth">Width of a panel in pixels, 120 or more.</param>
    /// <param name="panelHeight">Height of a panel in pixels, 100 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public Plot(int columns = 1, int panelWidth = 480, int panelHeight = 300)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(panelWidth, 120);
        ArgumentOutOfRangeException.ThrowIfLessThan(panelHeight, 100);
        (_columns, _panelWidth, _panelHeight) = (columns, panelWidth, panelHeight);
    }

    /// <summary>The panels, row by row.</summary>
    public IReadOnlyList<PlotPanel> Panels => _panels;

    /// <summary>Adds a panel.</summary>
    /// <param name="title">Above the panel.</param>
    /// <param name="x">Name of the horizontal axis.</param>
    /// <param name="y">Name of the vertical axis.</param>
    public PlotPanel Add(string title, string x = "", string y = "")
    {
        PlotPanel panel = new(title, x, y);
        _panels.Add(panel);
        return panel;
    }

    /// <summary>The figure as an SVG document.</summary>
    /// <exception cref="InvalidOperationException">There is no panel.</exception>
    public string ToSvg()
    {
        (int width, int height) = Size();
        SvgSurface surface = new(width, height);
        Draw(surface);
        return surface.Close();
    }

    /// <summary>The figure as a picture of three channels.</summary>
    /// <param name="scale">Pixels per unit, 1..8.</param>
    /// <exception cref="InvalidOperationException">There is no panel.</exception>
    public Image ToImage(int scale = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, 8);
        (int width, int height) = Size();
        RasterSurface surface = new(width, height, scale);
        Draw(surface);
        return surface.Picture;
    }

    /// <summary>Saves by the extension, .svg or an image format.</summary>
    /// <exception cref="InvalidOperationException">There is no panel.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (string.Equals(Path.GetExtension(path), ".svg", StringComparison.OrdinalIgnoreCase)) File.WriteAllText(path, ToSvg());
        else ToImage().Save(path);
    }

    private (int Width, int Height) Size()
    {
        if (_panels.Count == 0) throw new InvalidOperationException("The figure has no panel to draw.");
        return (Math.Min(_columns, _panels.Count) * _panelWidth, (_panels.Count + _columns - 1) / _columns * _panelHeight);
    }

    private void Draw(IPlotSurface surface)
    {
        for (int i = 0; i < _panels.Count; i++) _panels[i].Draw(surface, i % _columns * _panelWidth, i / _columns * _panelHeight, _panelWidth, _panelHeight);
    }
}
