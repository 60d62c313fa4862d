namespace Nabla.Vision.Tests.Models;

/// <summary>Convolutions mixed from experts, against ordinary convolutions of one picture at a time.</summary>
public sealed class CondConvTests
{
    [Theory]
    [InlineData(6, 4, 1, 1, 1), InlineData(6, 6, 3, 1, 6), InlineData(4, 8, 5, 2, 2), InlineData(6, 6, 3, 2, 6)]
    public void Each_picture_has_its_own_mixed_kernel(int inputs, int outputs, int kernel, int stride, int groups)
    {
        CondConv2d layer = new(Weights.Random(5), inputs, outputs, kernel, 3, stride, groups);
        Tensor x = FormulaWeights.Input(1, [2, inputs, 9, 8]), shares = Tensor.Of([0.2f, 0.9f, 0.4f, 0.7f, 0.1f, 0.6f], [2, 3]);
        Tensor y = layer.Mix(x, shares);
        float[] experts = ((Tensor)layer.Weight).ToArray<float>(), share = shares.ToArray<float>();
        int count = experts.Length / 3;
        for (int n = 0; n < 2; n++)
        {
            SameConv2d plain = new(Weights.Random(1), inputs, outputs, kernel, stride, groups);
            float[] mixed = [.. Enumerable.Range(0, count).Select(i => (float)Enumerable.Range(0, 3).Sum(e => (double)share[(3 * n) + e] * experts[(e * count) + i]))];
            using (GradMode.NoGrad()) ((Tensor)plain.Weight).CopyInPlace(Tensor.Of(mixed, plain.Weight.Shape));
            float[] expected = plain.Call(x.Narrow(0, n, 1)).ToArray<float>(), actual = y.Narrow(0, n, 1).Contiguous().ToArray<float>();
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5);
        }
        Assert.Throws<ShapeMismatchException>(() => layer.Mix(x, shares.Narrow(1, 0, 2)));
    }

    /// <summary>timm's published numbers: 13.31, 24.01 and 39.72 million.</summary>
    [Theory]
    [InlineData("tf_efficientnet_cc_b0_4e", 13.31), InlineData("tf_efficientnet_cc_b0_8e", 24.01), InlineData("tf_efficientnet_cc_b1_8e", 39.72)]
    public void Parameters_are_the_published_number(string name, double millions) =>
        Assert.Equal(millions, ModelRegistry.Create(name, Weights.ShapeOnly()).Parameters().Sum(parameter => parameter.Shape.Count) / 1e6, 0.005);
}
