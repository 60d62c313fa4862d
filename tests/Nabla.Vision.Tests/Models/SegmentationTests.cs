namespace Nabla.Vision.Tests.Models;

/// <summary>Segmentation networks: shapes, sizes, gradients, and the identities they are built on.</summary>
public sealed class SegmentationTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(16)]
    [InlineData(8)]
    public void FCN_scores_every_pixel(int stride)
    {
        FCN model = new(Weights.Random(1), stride, 1, 3, width: 4, hidden: 8, batchNorm: true);
        Tensor x = Tensor.Randn([2, 1, 64, 32], generator: new Philox(1));
        Assert.Equal(new Shape(2, 3, 64, 32), model.Call(x).Shape);
        using (GradMode.NoGrad())
        {
            foreach (Parameter score in model.Parameters().Where(p => p.Name.StartsWith("score", StringComparison.Ordinal))) Init.Normal(0, 0.1)(score.Value.Detach(), new Philox(2));
        }
        model.Call(x).Square().Sum().Backward();
        Assert.All(model.Parameters(), p => Assert.True(p.Grad!.IsFinite().All().Item<bool>(), p.Name));
        Assert.Throws<ShapeMismatchException>(() => model.Call(Tensor.Zeros([1, 1, 40, 32])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FCN(Weights.Random(), 4));
    }

    [Fact]
    public void FCN_has_the_parameters_of_VGG16_and_its_scores()
    {
        // 14,714,688 in VGG16's convolutions; fc6 and fc7; 21 scores; 64x64 enlargement.
        long expected = 14_714_688 + (512L * 49 * 4096) + 4096 + (4096L * 4096) + 4096 + (4096 * 21) + 21 + (21 * 21 * 64 * 64);
        Assert.Equal(expected, ModelRegistry.Create("fcn32s", Weights.ShapeOnly()).Parameters().Sum(p => p.Shape.Count));
    }

    [Fact]
    public void UNet_has_the_keys_and_parameters_of_the_common_implementation()
    {
        Module model = ModelRegistry.Create("unet", Weights.ShapeOnly());
        string[] keys = [.. model.StateDict().Select(pair => pair.Key)];
        Assert.Equal("inc.double_conv.0.weight", keys[0]);
        Assert.Contains("down4.maxpool_conv.1.double_conv.4.running_var", keys);
        Assert.Contains("up1.conv.double_conv.3.weight", keys);
        Assert.Equal("outc.conv.bias", keys[^1]);
        long Double(long a, long b) => (9 * a * b) + (2 * b) + (9 * b * b) + (2 * b);
        long expected = Double(3, 64) + (64 * 2) + 2;
        for (int i = 0; i < 4; i++)
        {
            long wide = 64L << (i + 1);
            expected += Double(wide / 2, wide) + (wide * (wide / 2) * 4) + (wide / 2) + Double(wide, wide / 2);
        }
        Assert.Equal(expected, model.Parameters().Sum(p => p.Shape.Count));
    }

    [Theory]
    [InlineData(32, 48)]
    [InlineData(37, 21)]
    public void UNet_takes_any_size(int height, int width)
    {
        UNet model = new(Weights.Random(1), 2, 3, width: 4, depth: 2);
        Tensor y = model.Call(Tensor.Randn([2, 2, height, width], generator: new Philox(1)));
        Assert.Equal(new Shape(2, 3, height, width), y.Shape);
        y.Square().Sum().Backward();
        Assert.All(model.Parameters(), p => Assert.True(p.Grad!.IsFinite().All().Item<bool>(), p.Name));
        Assert.Throws<ShapeMismatchException>(() => model.Call(Tensor.Zeros([1, 2, 3, 8])));
    }

    [Fact]
    public void Gradients_of_SegNet_are_the_differences_of_its_loss()
    {
        SegNet model = new(Weights.Random(3, DType.Float64), 1, 3, width: 3, depth: 2);
        Tensor x = Tensor.Randn([2, 1, 8, 8], DType.Float64, generator: new Philox(5));
        Tensor target = Tensor.Of([.. Enumerable.Range(0, 128).Select(i => (long)(i * 7 % 3))], [2, 8, 8]);
        Tensor Loss() => Functional.CrossEntropy(model.Call(x), target);
        Loss().Backward();
        using GradMode.Restore mode = GradMode.NoGrad();
        int checkedValues = 0;
        foreach (Parameter parameter in model.Parameters().Where(p => p.Name.EndsWith("weight", StringComparison.Ordinal)))
        {
            double[] values = parameter.Value.Detach().ToArray<double>(), gradient = parameter.Grad!.ToArray<double>();
            for (int i = 0; i < values.Length; i += Math.Max(1, values.Length / 5))
            {
                double At(double value)
                {
                    double[] moved = [.. values];
                    moved[i] = value;
                    parameter.Value.Detach().CopyInPlace(Tensor.Of(moved, parameter.Shape.Span.ToArray()));
                    return Loss().Item();
                }
                double slope = (At(values[i] + 1e-6) - At(values[i] - 1e-6)) / 2e-6;
                At(values[i]);
                Assert.Equal(slope, gradient[i], 1e-6);
                checkedValues++;
            }
        }
        Assert.True(checkedValues > 60);
    }

    [Fact]
    public void SegNet_puts_values_back_where_they_came_from()
    {
        SegNet model = new(Weights.Random(1), 1, 3, width: 4, depth: 3);
        Tensor y = model.Call(Tensor.Randn([2, 1, 16, 24], generator: new Philox(1)));
        Assert.Equal(new Shape(2, 3, 16, 24), y.Shape);
        y.Square().Sum().Backward();
        Assert.All(model.Parameters(), p => Assert.NotNull(p.Grad));
        Assert.Throws<ShapeMismatchException>(() => model.Call(Tensor.Zeros([1, 1, 12, 12])));
        Assert.Equal(29_000_000, ModelRegistry.Create("segnet", Weights.ShapeOnly()).Parameters().Sum(p => p.Shape.Count), 1_000_000.0);
    }
}
