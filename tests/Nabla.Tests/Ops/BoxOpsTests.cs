namespace Nabla.Tests.Ops;

/// <summary>
/// Upright boxes beside torchvision 0.14 (<c>torchvision.ops.box_iou(boxes[:3], boxes)</c>, <c>torchvision.ops.nms(boxes, scores, t)</c>); the overlap of rotated boxes is
/// compared with shapely in the tests of Nabla.Algorithms.
/// </summary>
public class BoxOpsTests
{
    private static Tensor Boxes => Tensor.Of(
        [0.0, 0, 10, 10, 1, 1, 11, 11, 20, 20, 30, 28, 21, 19, 31, 29, 0, 0, 4, 4, 50, 50, 60, 60], [6, 4]);

    private static Tensor Scores => Tensor.Of(0.9, 0.95, 0.3, 0.6, 0.8, 0.1);

    [Fact]
    public void Ratios_of_upright_boxes_are_those_of_torchvision()
    {
        using Tensor ratios = BoxOps.Iou(Boxes[..3], Boxes);
        double[] expected = [1, 0.680672268908, 0, 0, 0.16, 0, 0.680672268908, 1, 0, 0, 0.084112149533, 0, 0, 0, 1, 0.666666666667, 0, 0];
        Assert.Equal([3L, 6], ratios.Shape.ToArray());
        Assert.All(ratios.ToArray<double>().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 11));
    }

    [Theory]
    [InlineData(0.1, new long[] { 1, 4, 3, 5 })]
    [InlineData(0.5, new long[] { 1, 4, 3, 5 })]
    [InlineData(0.7, new long[] { 1, 0, 4, 3, 2, 5 })]
    public void Suppression_keeps_what_torchvision_keeps(double threshold, long[] kept)
        => Assert.Equal(kept, BoxOps.Nms(Boxes, Scores, threshold).ToArray<long>());

    [Fact]
    public void Rotated_boxes_along_the_axes_give_the_same()
    {
        double[] upright = Boxes.ToArray<double>();
        double[] rotated = [.. upright.Chunk(4).SelectMany((b, i) => i % 2 == 0
            ? new[] { (b[0] + b[2]) / 2, (b[1] + b[3]) / 2, b[2] - b[0], b[3] - b[1], 0 }
            : [(b[0] + b[2]) / 2, (b[1] + b[3]) / 2, b[3] - b[1], b[2] - b[0], Math.PI / 2])];
        Tensor boxes = Tensor.Of(rotated, [6, 5]);
        Assert.All(BoxOps.RotatedIou(boxes, boxes).ToArray<double>().Zip(BoxOps.Iou(Boxes, Boxes).ToArray<double>()), pair => Assert.Equal(pair.Second, pair.First, 12));
        Assert.Equal([1, 4, 3, 5], BoxOps.RotatedNms(boxes, Scores, 0.5).ToArray<long>());
        using Tensor none = BoxOps.RotatedIou(Tensor.Zeros([0, 5]), boxes);
        Assert.Equal([0L, 6], none.Shape.ToArray());
    }

    [Fact]
    public void Other_shapes_are_refused()
    {
        Assert.Throws<ArgumentException>("second", () => BoxOps.Iou(Boxes, Tensor.Zeros([3, 5])));
        Assert.Throws<ArgumentException>("boxes", () => BoxOps.RotatedNms(Boxes, Scores, 0.5));
        Assert.Throws<ArgumentException>("scores", () => BoxOps.Nms(Boxes, Tensor.Zeros([5]), 0.5));
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => BoxOps.Nms(Boxes, Scores, 1.5));
    }
}
