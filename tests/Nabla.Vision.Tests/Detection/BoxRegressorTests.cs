using Nabla.Vision.Detection;

namespace Nabla.Vision.Tests.Detection;

/// <summary>Ridge regression of boxes: moves that are linear in the features are found, by either form of the equations.</summary>
public sealed class BoxRegressorTests
{
    [Fact]
    public void Moves_that_the_features_tell_are_learnt()
    {
        Random random = new(3);
        (Tensor features, Tensor proposals, Tensor truths) = Draw(random, 40, 3);
        BoxRegressor regressor = BoxRegressor.Fit(features, proposals, truths, ridge: 1e-8);
        (Tensor others, Tensor boxes, Tensor wanted) = Draw(random, 10, 3);
        float[] expected = wanted.ToArray<float>(), actual = regressor.Apply(others, boxes).ToArray<float>();
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-2f);
    }

    [Fact]
    public void More_features_than_examples_give_the_same_boxes()
    {
        (Tensor features, Tensor proposals, Tensor truths) = Draw(new(5), 12, 3);
        Tensor wide = Tensor.Cat([features, Tensor.Zeros([12, 20])], 1);
        float[] narrow = BoxRegressor.Fit(features, proposals, truths, ridge: 0.3).Apply(features, proposals).ToArray<float>();
        float[] other = BoxRegressor.Fit(wide, proposals, truths, ridge: 0.3).Apply(wide, proposals).ToArray<float>();
        for (int i = 0; i < narrow.Length; i++) Assert.Equal(narrow[i], other[i], 1e-3f);
    }

    [Fact]
    public void Bad_shapes_are_refused()
    {
        (Tensor features, Tensor proposals, Tensor truths) = Draw(new(5), 4, 3);
        Assert.Throws<ArgumentException>(() => BoxRegressor.Fit(features, proposals.Narrow(0, 0, 3), truths));
        Assert.Throws<ArgumentOutOfRangeException>(() => BoxRegressor.Fit(features, proposals, truths, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => BoxRegressor.Fit(features, proposals, truths, double.NaN));
        Assert.Equal("truths", Assert.Throws<ArgumentException>(() => BoxRegressor.Fit(features, proposals, truths * 0)).ParamName);
        Assert.Equal("proposals", Assert.Throws<ArgumentException>(() => BoxRegressor.Fit(features, -proposals, truths)).ParamName);
        Assert.Throws<ArgumentException>(() => BoxRegressor.Fit(features, proposals, truths).Apply(features.Narrow(1, 0, 2), proposals));
    }

    /// <summary>Truths whose distance from the proposals is a linear function of three features.</summary>
    private static (Tensor Features, Tensor Proposals, Tensor Truths) Draw(Random random, int count, int size)
    {
        List<float> features = [], proposals = [], truths = [];
        for (int i = 0; i < count; i++)
        {
            double[] f = [.. Enumerable.Range(0, size).Select(_ => (random.NextDouble() * 2) - 1)];
            double x = random.Next(100), y = random.Next(100), w = 20 + random.Next(50), h = 20 + random.Next(50);
            (double cx, double cy) = (x + (w / 2) + (w * ((0.2 * f[0]) + 0.1)), y + (h / 2) + (h * 0.3 * f[1]));
            (double gw, double gh) = (w * Math.Exp(0.2 * f[2]), h * Math.Exp((0.1 * f[0]) - (0.2 * f[1])));
            features.AddRange(f.Select(value => (float)value));
            proposals.AddRange([(float)x, (float)y, (float)(x + w), (float)(y + h)]);
            truths.AddRange([(float)(cx - (gw / 2)), (float)(cy - (gh / 2)), (float)(cx + (gw / 2)), (float)(cy + (gh / 2))]);
        }
        return (Tensor.Of([.. features], [count, size]), Tensor.Of([.. proposals], [count, 4]), Tensor.Of([.. truths], [count, 4]));
    }
}
