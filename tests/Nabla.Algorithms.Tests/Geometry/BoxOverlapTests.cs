using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Boxes;

namespace Nabla.Algorithms.Tests.Geometry;

public class BoxOverlapTests
{
    [Fact]
    public void Turned_unit_squares_share_an_octagon()
    {
        RotatedBox square = new(5, 7, 1, 1, 0), turned = square with { Angle = Math.PI / 4 };
        Assert.Equal(2 * (Math.Sqrt(2) - 1), RotatedOverlap.SharedArea(square, turned), 14);
        Assert.Equal(1, BoxOverlap.Ratio<RotatedBox, RotatedOverlap>(square, square with { Angle = Math.PI / 2 }), 14);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1e9, -1e9)]
    public void Upright_boxes_agree_whichever_way_they_are_described(double x, double y)
    {
        RotatedBox a = new(x, y, 4, 2, 0), b = new(x + 1, y + 1, 4, 2, Math.PI);
        Box c = new((x - 2, y - 1), (x + 2, y + 1)), d = new((x - 1, y), (x + 3, y + 2));
        Assert.Equal(3, UprightOverlap.SharedArea(c, d), 12);
        Assert.Equal(3, RotatedOverlap.SharedArea(a, b), 12);
        Assert.Equal(3 / 13.0, BoxOverlap.Ratio<Box, UprightOverlap>(c, d), 12);
    }

    [Fact]
    public void Boxes_without_an_area_have_nothing_in_common()
    {
        RotatedBox line = new(0, 0, 2, 0, 0), point = new(0, 0, 0, 0, 1), square = new(0, 0, 1, 1, 0);
        Assert.Equal(0, BoxOverlap.Ratio<RotatedBox, RotatedOverlap>(line, line));
        Assert.Equal(0, BoxOverlap.Ratio<RotatedBox, RotatedOverlap>(point, square));
        Assert.Equal(0, RotatedOverlap.SharedArea(square, square with { X = 1 }));
    }

    [Fact]
    public void All_pairs_are_row_by_row()
    {
        Box[] a = [new((0, 0), (2, 2)), new((1, 0), (3, 2))], b = [new((0, 0), (2, 2)), new((5, 5), (6, 6)), new((1, 0), (3, 2))];
        var ratios = new double[6];
        BoxOverlap.Ratios<Box, UprightOverlap>(a, b, ratios);
        Assert.Equal([1, 0, 1 / 3.0, 1 / 3.0, 0, 1], ratios);
        Assert.Throws<ArgumentException>("ratios", () => BoxOverlap.Ratios<Box, UprightOverlap>(a, b, new double[5]));
    }

    [Fact]
    public void Suppression_keeps_the_best_of_each_heap_of_boxes()
    {
        RotatedBox one = new(0, 0, 4, 2, 0.3), other = new(10, 0, 4, 2, 1);
        RotatedBox[] boxes = [one, one with { X = 0.2 }, other, one with { Angle = 1.8 }, other];
        float[] scores = [0.5f, 0.9f, 0.7f, float.NaN, 0.7f];
        var kept = new int[5];
        Assert.Equal(3, BoxOverlap.Suppress<RotatedBox, RotatedOverlap>(boxes, scores, 0.5, kept));
        Assert.Equal([1, 2, 3], kept[..3]);
        Assert.Equal(5, BoxOverlap.Suppress<RotatedBox, RotatedOverlap>(boxes, scores, 1, kept));
        Assert.Equal([1, 2, 4, 0, 3], kept);
        Assert.Throws<ArgumentException>("kept", () => BoxOverlap.Suppress<RotatedBox, RotatedOverlap>(boxes, scores, 1, new int[4]));
        Assert.Throws<ArgumentException>("scores", () => BoxOverlap.Suppress<RotatedBox, RotatedOverlap>(boxes, scores.AsSpan(1), 1, new int[5]));
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => BoxOverlap.Suppress<RotatedBox, RotatedOverlap>(boxes, scores, double.NaN, new int[5]));
    }

    [Fact]
    public void Suppression_agrees_with_checking_every_pair()
    {
        var inputs = new Inputs(12);
        for (int round = 0; round < 50; round++)
        {
            RotatedBox[] boxes = [.. Enumerable.Range(0, 60).Select(_ => inputs.RotatedBox(round % 2))];
            float[] scores = [.. boxes.Select(_ => inputs.Int(20) / 20f)];
            var expected = new List<int>();
            foreach (int i in Enumerable.Range(0, boxes.Length).OrderByDescending(i => scores[i]))
            {
                if (expected.All(k => BoxOverlap.Ratio<RotatedBox, RotatedOverlap>(boxes[k], boxes[i]) <= 0.3)) expected.Add(i);
            }
            var kept = new int[60];
            int count = BoxOverlap.Suppress<RotatedBox, RotatedOverlap>(boxes, scores, 0.3, kept);
            Assert.Equal(expected, kept[..count]);
        }
    }
}
