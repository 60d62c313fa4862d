namespace Nabla.Algorithms.Geometry.Drawing;

/// <summary>How a shape is drawn. Colours are anything CSS understands.</summary>
/// <param name="Stroke">Colour of lines, or "none".</param>
/// <param name="Fill">Colour of areas, or "none".</param>
/// <param name="Width">Width of lines in pixels.</param>
/// <param name="Opacity">0 (invisible) to 1 (solid).</param>
/// <param name="Dash">SVG dash pattern such as "4 3", or null for solid lines.</param>
[Export("algorithms.geometry.drawing.SvgStyle")]
public sealed record SvgStyle(
    string Stroke = "#334155", string Fill = "none", double Width = 1.5, double Opacity = 1, string? Dash = null)
{
    /// <summary>Thin dark lines, nothing filled.</summary>
    [Export("algorithms.geometry.drawing.svg_style.default")]
    public static SvgStyle Default { get; } = new();

    /// <summary>A filled shape without an outline.</summary>
    [Export("algorithms.geometry.drawing.svg_style.solid")]
    public static SvgStyle Solid(string fill, double opacity = 1) => new("none", fill, 0, opacity);
}
