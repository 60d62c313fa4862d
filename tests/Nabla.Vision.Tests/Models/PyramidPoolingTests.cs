namespace Nabla.Vision.Tests.Models;

/// <summary>Pooling into pyramids: SPP, SPPF, ASPP, PPM.</summary>
public sealed class PyramidPoolingTests
{
    [Theory]
    [InlineData(13, 13), InlineData(7, 10), InlineData(31, 6)]
    public void The_vector_has_the_same_length_for_any_map(int height, int width)
    {
        Tensor x = FormulaWeights.Input(1, [2, 256, height, width]);
        Assert.Equal(new Shape(2, 5376), new SpatialPyramidPooling(Weights.Random(), [1, 2, 4]).Call(x).Shape);
        Assert.Equal(new Shape(2, 12800), new SpatialPyramidPooling(Weights.Random(), [6, 3, 2, 1]).Call(x).Shape);
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Bins_cover_floor_to_ceiling(bool average)
    {
        const int Height = 7, Width = 10;
        Tensor x = FormulaWeights.Input(2, [1, 2, Height, Width]);
        float[] pooled = new SpatialPyramidPooling(Weights.Random(), [3, 1], average).Call(x).ToArray<float>(), values = x.ToArray<float>();
        int at = 0;
        foreach (int bins in (int[])[3, 1])
        {
            for (int c = 0; c < 2; c++)
            {
                for (int i = 0; i < bins; i++)
                {
                    for (int j = 0; j < bins; j++)
                    {
                        List<float> window = [];
                        for (int y = i * Height / bins; y < (((i + 1) * Height) + bins - 1) / bins; y++)
                        {
                            for (int z = j * Width / bins; z < (((j + 1) * Width) + bins - 1) / bins; z++) window.Add(values[(((c * Height) + y) * Width) + z]);
                        }
                        Assert.Equal(average ? window.Average() : window.Max(), pooled[at++], 1e-5f);
                    }
                }
            }
        }
        Assert.Equal(pooled.Length, at);
    }

    [Fact]
    public void Regions_are_pooled_like_maps_of_their_own()
    {
        Tensor x = FormulaWeights.Input(2, [2, 3, 12, 9]);
        SpatialPyramidPooling pyramid = new(Weights.Random(), [2, 1]);
        Tensor regions = pyramid.PoolRegions(x, [new(1, 2, 3, 9, 8), new(0, 0, 0, 1, 1)]);
        Assert.Equal(new Shape(2, 15), regions.Shape);
        Assert.Equal(pyramid.Call(x.Narrow(0, 1, 1).Narrow(2, 3, 5).Narrow(3, 2, 7)).ToArray<float>(), regions.Narrow(0, 0, 1).ToArray<float>());
        Assert.Throws<ArgumentException>(() => pyramid.PoolRegions(x, [new(2, 0, 0, 1, 1)]));
    }

    [Fact]
    public void The_fast_form_gives_the_same_as_windows_of_5_9_and_13()
    {
        Sppf fast = new(Weights.Random(4), 8, 6), wide = new(Weights.Random(5), 8, 6, [5, 9, 13]);
        wide.Load(fast.StateDict());
        Tensor x = FormulaWeights.Input(3, [2, 8, 17, 20]);
        Assert.Equal(["cv1.conv.weight", "cv1.bn.weight", "cv1.bn.bias"], fast.StateDict().Keys.Take(3));
        Assert.Equal(fast.Eval().Call(x).ToArray<float>(), wide.Eval().Call(x).ToArray<float>());
    }

    [Fact]
    public void Pyramid_pooling_doubles_the_channels_and_keeps_the_map()
    {
        PyramidPooling module = new(Weights.Random(), 16);
        Tensor y = module.Call(FormulaWeights.Input(3, [2, 16, 13, 9]));
        Assert.Equal(new Shape(2, 32, 13, 9), y.Shape);
        Assert.Equal("features.0.1.weight", module.StateDict().Keys.First());
        y.Sum().Backward();
        Assert.All(module.Parameters(), parameter => Assert.NotNull(parameter.Grad));
        Assert.Throws<ArgumentException>(() => new PyramidPooling(Weights.Random(), 6));
    }

    [Fact]
    public void Spp_net_takes_pictures_of_any_size()
    {
        Module model = ModelRegistry.Create("sppnet_zf5", Weights.Random(), new ModelSettings().Set("hidden", 16).Set("num_classes", 5));
        foreach ((int height, int width) in ((int, int)[])[(64, 64), (97, 41), (50, 120)]) Assert.Equal(new Shape(1, 5), model.Call(FormulaWeights.Input(1, [1, 3, height, width])).Shape);
    }

    [Fact]
    public void Senseless_levels_and_windows_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new SpatialPyramidPooling(Weights.Random(), []));
        Assert.Throws<ArgumentException>(() => new SpatialPyramidPooling(Weights.Random(), [3, 0]));
        Assert.Throws<ArgumentException>(() => new Sppf(Weights.Random(), 8, 8, 4));
    }
}
