using Nabla.Vision.Explanations;
using Nabla.Vision.Images;

namespace Nabla.Vision.Tests.Explanations;

public class ExplanationTests
{
    [Theory]
    [InlineData("conv", 0)]
    [InlineData("conv", 2)]
    [InlineData(null, null)]
    [InlineData(null, 1, 7, 28)] // as many rows as channels, and a row longer than both
    public void With_average_pooling_the_map_is_the_class_activation_map(string? layer, int? target, int height = 6, int width = 5)
    {
        int plane = height * width;
        var model = new Pooled(Weights.Random(3));
        model.Eval();
        Tensor x = Picture(height, width);
        CamResult cam = GradCam.Explain(model, x, target, layer);
        Assert.Equal((height, width, "conv"), (cam.Height, cam.Width, cam.Layer));

        // Zhou et al.: Σ_c w[class, c] A_c; the gradient of the mean is w / (H W).
        float[] a = model.Convolution.Call(x).ToArray<float>(), w = model.Head.StateDict()["weight"].ToArray<float>(), scores = model.Call(x).ToArray<float>();
        int chosen = target ?? Array.IndexOf(scores, scores.Max());
        Assert.Equal(chosen, cam.Class);
        Assert.Equal(scores[chosen], cam.Score, 1e-5);
        for (int i = 0; i < plane; i++)
        {
            double sum = 0;
            for (int c = 0; c < 7; c++) sum += w[chosen * 7 + c] * a[c * plane + i];
            Assert.Equal(Math.Max(0, sum) / plane, cam.Values[i], 1e-6);
        }
        Assert.All(model.Parameters(), parameter => Assert.Null(parameter.Grad));
    }

    [Fact]
    public void Bad_questions_have_clear_answers()
    {
        var model = new Pooled(Weights.Random(3));
        Assert.Contains("nowhere", Assert.Throws<ArgumentException>(() => GradCam.Explain(model, Picture(), 0, "nowhere")).Message);
        Assert.Contains("0..3", Assert.Throws<ArgumentException>(() => GradCam.Explain(model, Picture(), 4)).Message);
        Assert.Throws<ArgumentException>(() => GradCam.Explain(model, Picture(), 0, "head"));
        Assert.Throws<ArgumentException>(() => GradCam.Explain(model, Tensor.Zeros([2, 3, 6, 5])));
    }

    [Fact]
    public void The_picture_is_red_where_the_map_is_high_and_grey_where_it_is_not()
    {
        var picture = new Image(40, 40, 3);
        picture.Data.Fill(100);
        float[] map = new float[16];
        map[0] = 1;
        Image drawn = HeatMap.Over(picture, map, 4, 4);
        Assert.True(drawn.Data[0] > 110 && drawn.Data[0] > drawn.Data[2] + 60);
        Assert.Equal([100, 100, 100], drawn.Data[^3..].ToArray());
        Assert.All(picture.Data.ToArray(), value => Assert.Equal(100, value));
        Assert.Throws<ArgumentException>(() => HeatMap.Over(picture, map, 4, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => HeatMap.Over(picture, map, 4, 4, strength: double.NaN));

        // The highest is the brightest red of all, not a darker one.
        Image whole = HeatMap.Over(picture, [0, 1], 1, 2, strength: 1);
        Assert.Equal([255, 0, 0], whole.Row(20)[^3..].ToArray());
        Assert.Equal([100, 100, 100], whole.Row(20)[..3].ToArray());
    }

    [Fact]
    public void Results_of_every_layout_become_planes()
    {
        Shape input = new(1, 3, 20, 30);
        Tensor planes = Tensor.Arange(0, 4 * 2 * 3).ToFloat32().Reshape(1, 4, 2, 3), square = Tensor.Arange(0, 4 * 9).ToFloat32().Reshape(1, 4, 3, 3);
        Assert.Equal(planes.ToArray<float>(), PictureLayout.Planes(planes, input).ToArray<float>());
        Assert.Equal(planes.ToArray<float>(), PictureLayout.Planes(planes.Permute(0, 2, 3, 1), input).ToArray<float>());
        Tensor tokens = square.Reshape(1, 4, 9).Transpose(1, 2);
        Assert.Equal(square.ToArray<float>(), PictureLayout.Planes(tokens, input).ToArray<float>());
        Assert.Equal(square.ToArray<float>(), PictureLayout.Planes(Tensor.Cat([Tensor.Zeros([1, 1, 4]), tokens], 1), input).ToArray<float>());
        Assert.Throws<ArgumentException>(() => PictureLayout.Planes(Tensor.Zeros([1, 8, 4]), input));
        Assert.Throws<ArgumentException>(() => PictureLayout.Planes(Tensor.Zeros([1, 8]), input));
    }

    [Fact]
    public void Filters_and_features_become_tiles()
    {
        Tensor filters = Tensor.Of([.. Enumerable.Range(0, 5 * 3 * 2 * 2).Select(i => (float)i)], [5, 3, 2, 2]);
        Image sheet = FilterPictures.Filters(filters, scale: 2);
        Assert.Equal((3 * 5 + 1, 2 * 5 + 1), (sheet.Width, sheet.Height));
        Assert.Equal(0, sheet.Row(1)[3]); // the first tile's lowest value
        Assert.Equal(255, sheet.Row(4)[3 * 4 + 2]); // and its highest
        Image maps = FilterPictures.Features(Tensor.Zeros([1, 9, 4, 3]), most: 4);
        Assert.Equal((2 * 4 + 1, 2 * 5 + 1), (maps.Width, maps.Height));
        Image large = FilterPictures.Features(Tensor.Zeros([1, 9, 4, 3]), most: 4, least: 7);
        Assert.Equal((2 * 10 + 1, 2 * 13 + 1), (large.Width, large.Height));
        Assert.Throws<ArgumentException>(() => FilterPictures.Filters(Tensor.Zeros([5, 4, 2, 2])));
    }

    private static Tensor Picture(int height = 6, int width = 5)
    {
        var random = new Random(5);
        return Tensor.Of([.. Enumerable.Range(0, 3 * height * width).Select(_ => (float)random.NextDouble())], [1, 3, height, width]);
    }

    private sealed class Pooled : Module
    {
        public Pooled(Weights w)
            : base(w)
        {
            Convolution = new(w["conv"], 3, 7, 3, padding: 1);
            Head = new(w["head"], 7, 4);
        }

        public Conv2d Convolution { get; }

        public Linear Head { get; }

        public override Tensor Forward(Tensor x) => Head.Call(Functional.AdaptiveAvgPool2d(Convolution.Call(x), 1).Flatten(1));
    }
}
