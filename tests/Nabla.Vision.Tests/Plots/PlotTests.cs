using System.Globalization;
using System.Xml.Linq;
using Nabla.Vision.Images;
using Nabla.Vision.Plots;

namespace Nabla.Vision.Tests.Plots;

/// <summary>Figures: axes, gaps, both ways to draw, and the same bytes each time.</summary>
public sealed class PlotTests
{
    [Fact]
    public void A_straight_line_is_straight_and_inside_the_axes()
    {
        Plot plot = new(1, 400, 300);
        plot.Add("line").Line("y = x", [0, 1, 2], [0, 1, 2]);
        XElement curve = XDocument.Parse(plot.ToSvg()).Descendants().Last(e => e.Name.LocalName == "polyline" && e.Attribute("stroke-width")!.Value == "1.75");
        double[][] points = [.. curve.Attribute("points")!.Value.Split(' ').Select(p => p.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(3, points.Length);
        Assert.Equal(points[1][0] - points[0][0], points[2][0] - points[1][0], 0.11);
        Assert.Equal(points[0][1] - points[1][1], points[1][1] - points[2][1], 0.11);
        Assert.All(points, p => Assert.True(p[0] is > 50 and < 390 && p[1] is > 25 and < 262));
    }

    [Fact]
    public void Values_that_cannot_be_drawn_interrupt_a_curve()
    {
        Plot plot = new();
        plot.Add("gap").Line(string.Empty, [1, 2, 3, 4, 5], [1, 2, double.NaN, 2, 1]);
        Assert.Equal(2, plot.ToSvg().Split("stroke-width=\"1.75\"").Length - 1);
        Plot logarithmic = new();
        PlotPanel panel = logarithmic.Add("log");
        panel.LogY = true;
        panel.Line(string.Empty, [1, 2, 3, 4, 5], [10, 100, 0, 100, 10]);
        Assert.Equal(2, logarithmic.ToSvg().Split("stroke-width=\"1.75\"").Length - 1);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Names_of_curves_keep_off_the_curves(bool falling)
    {
        Plot plot = new(1, 400, 300);
        plot.Add("line").Line("name", [0, 1], falling ? [1, 0] : [0, 1]);
        XElement name = XDocument.Parse(plot.ToSvg()).Descendants().Single(e => e.Value == "name" && !e.HasElements);
        double x = double.Parse(name.Attribute("x")!.Value, CultureInfo.InvariantCulture);
        Assert.Equal(falling, x > 200);
    }

    [Fact]
    public void Names_are_escaped()
    {
        Plot plot = new();
        plot.Add("a < b & c").Line("<x>", [0, 1], [0, 1]);
        Assert.Contains(XDocument.Parse(plot.ToSvg()).Descendants(), e => e.Value == "a < b & c");
    }

    [Fact]
    public void A_picture_shows_the_curve_in_its_colour()
    {
        Plot plot = new(2, 200, 150);
        plot.Add("one").Line("f", [0, 1], [0, 1]);
        plot.Add("two").Line("g", [0, 1, 2], [1, 1, 1], dashed: true, dots: true);
        Image picture = plot.ToImage(1), again = plot.ToImage(1);
        Assert.Equal((400, 150), (picture.Width, picture.Height));
        Assert.Equal(again.Data.ToArray(), picture.Data.ToArray());
        int blue = 0;
        for (int i = 0; i < picture.Data.Length; i += 3)
        {
            if (picture.Data[i] == 0x25 && picture.Data[i + 1] == 0x63 && picture.Data[i + 2] == 0xeb) blue++;
        }
        Assert.True(blue > 100, $"{blue} pixels");
    }

    [Fact]
    public void Bad_figures_are_refused()
    {
        Assert.Throws<InvalidOperationException>(() => new Plot().ToSvg());
        Assert.Equal("y", Assert.Throws<ArgumentException>(() => new Plot().Add("a").Line("b", [1], [1, 2])).ParamName);
        Assert.Equal("columns", Assert.Throws<ArgumentOutOfRangeException>(() => new Plot(0)).ParamName);
    }
}
