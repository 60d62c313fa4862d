namespace Nabla.Vision.Plots;

/// <summary>Something to draw on: coordinates in pixels, y down.</summary>
internal interface IPlotSurface
{
    void Line(IReadOnlyList<(double X, double Y)> points, string colour, double width, bool dashed);

    void Dot(double x, double y, double radius, string colour);

    /// <param name="x">Place of the anchor.</param>
    /// <param name="y">Base line.</param>
    /// <param name="text">One line.</param>
    /// <param name="size">Font size in pixels.</param>
    /// <param name="anchor">0 is the left end at x, 0.5 the middle, 1 the right end.</param>
    /// <param name="colour">As #rrggbb.</param>
    void Text(double x, double y, string text, double size, double anchor, string colour);
}
