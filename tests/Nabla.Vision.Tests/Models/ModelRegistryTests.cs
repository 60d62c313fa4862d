namespace Nabla.Vision.Tests.Models;

/// <summary>Mistakes are named in one line; pretrained values move to other names, classes and channels.</summary>
public sealed class ModelRegistryTests
{
    [Theory]
    [InlineData("resnet5O", "resnet50"), InlineData("efficientnetb0", "efficientnet_b0"), InlineData("swin-t", "swin_t")]
    public void An_unknown_name_brings_the_nearest(string given, string meant)
    {
        ArgumentException problem = Assert.Throws<ArgumentException>(() => ModelRegistry.Find(given));
        Assert.Contains(meant, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    [Theory]
    [InlineData("resnet18", new long[] { 1, 1, 64, 64 }, "[N, 3, H, W]"), InlineData("resnet18", new long[] { 3, 64, 64 }, "[N, 3, H, W]")]
    [InlineData("alexnet", new long[] { 1, 3, 32, 32 }, "at least 63x63"), InlineData("vit_b_16", new long[] { 1, 3, 256, 256 }, "[N, 3, 224, 224]")]
    [InlineData("maxvit_t", new long[] { 1, 3, 200, 200 }, "[N, 3, 224, 224]"), InlineData("inception_v3", new long[] { 1, 3, 32, 32 }, "at least 75x75")]
    [InlineData("fcn_resnet50", new long[] { 1, 4, 64, 64 }, "[N, 3, H, W]"), InlineData("swin_t", new long[] { 1, 3, 2, 2 }, "at least 4x4")]
    public void A_wrong_input_is_described(string name, long[] shape, string expected)
    {
        Module model = ModelRegistry.Create(name, Weights.ShapeOnly()).Eval();
        ShapeMismatchException problem = Assert.Throws<ShapeMismatchException>(() => model.Run([Tensor.Zeros(new(shape), on: ShapeOnlyBackend.Instance)]));
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
        Assert.Contains(new Shape(shape).ToString(), problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_checkpoint_lists_what_does_not_fit()
    {
        StateDict other = ModelRegistry.Create("squeezenet1_1", Weights.Random(1)).StateDict();
        StateDictException problem = Assert.Throws<StateDictException>(() => ModelRegistry.Load("shufflenet_v2_x0_5", other));
        Assert.Contains("missing", problem.Message, StringComparison.Ordinal);
        Assert.Contains("unexpected", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    // Numbers that no block can have, in digits that are none of ours.
    [Theory]
    [InlineData("regnet_y_400mf", "s1.b99999999999999999999.conv1.conv.weight"), InlineData("regnet_y_400mf", "s1.b\u0661.conv1.conv.weight"), InlineData("mnasnet0_5", "blocks.\u0663.0.bn1.weight")]
    [InlineData("tf_efficientnet_b0", "_blocks.99999999999999999999._bn1.weight"), InlineData("tf_efficientnet_b0", "_blocks.16._bn1.weight"), InlineData("tf_efficientnet_b0", "_blocks.0._swish.weight")]
    public void Impossible_numbers_in_keys_are_unexpected_keys(string model, string key)
    {
        StateDictException problem = Assert.Throws<StateDictException>(() => ModelRegistry.Load(model, new StateDict([KeyValuePair.Create(key, Tensor.Zeros([1]))])));
        Assert.Contains(key, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_setting_is_named()
    {
        Assert.Contains("num_class", Assert.Throws<ArgumentException>(() => ModelRegistry.Create("resnet18", Weights.ShapeOnly(), new ModelSettings().Set("num_class", 3))).Message, StringComparison.Ordinal);
        Assert.Contains("drop_rate", Assert.Throws<ArgumentException>(() => ModelRegistry.Create("alexnet", Weights.ShapeOnly(), new ModelSettings().Set("drop_rate", "1.5"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fine_tuning_keeps_the_trunk_and_starts_the_classifier_anew()
    {
        StateDict trained = ModelRegistry.Create("shufflenet_v2_x0_5", Weights.Random(1)).StateDict();
        StateDict tuned = ModelRegistry.FineTune("shufflenet_v2_x0_5", trained, new ModelSettings().Set("num_classes", 7)).StateDict();
        Assert.Equal(new Shape(7, 1024), tuned["fc.weight"].Shape);
        foreach ((string key, Tensor value) in trained)
        {
            if (!key.StartsWith("fc.", StringComparison.Ordinal) && value.DType == DType.Float32) Assert.Equal(value.ToArray<float>(), tuned[key].ToArray<float>());
        }
    }

    // Of four channels the first of three old ones counts twice, so that grey stays only on average.
    [Theory]
    [InlineData(1, 1, 1, 1), InlineData(6, 1, 1, 1), InlineData(4, 1.5, 0.75, 0.75)]
    public void Fine_tuning_for_other_channels_keeps_the_response_to_grey(int channels, double red, double green, double blue)
    {
        StateDict trained = ModelRegistry.Create("shufflenet_v2_x0_5", Weights.Random(1)).StateDict();
        StateDict tuned = ModelRegistry.FineTune("shufflenet_v2_x0_5", trained, new ModelSettings().Set("in_chans", channels)).StateDict();
        float[] before = (trained["conv1.0.weight"] * Tensor.Of([(float)red, (float)green, (float)blue], [3, 1, 1])).Sum(1).ToArray<float>(), after = tuned["conv1.0.weight"].Sum(1).ToArray<float>();
        for (int i = 0; i < before.Length; i++) Assert.Equal(before[i], after[i], 1e-6f);
        Assert.Equal(new Shape(24, channels, 3, 3), tuned["conv1.0.weight"].Shape);
    }

    [Fact]
    public void Fine_tuning_refuses_another_architecture()
    {
        StateDict other = ModelRegistry.Create("squeezenet1_1", Weights.Random(1)).StateDict();
        Assert.Throws<StateDictException>(() => ModelRegistry.FineTune("shufflenet_v2_x0_5", other, new ModelSettings().Set("num_classes", 7)));
    }

    [Fact]
    public void Features_come_from_any_module_and_carry_gradients()
    {
        Module model = ModelRegistry.Create("mobilenet_v3_small", Weights.Random(1)).Eval();
        ModelEntry entry = ModelRegistry.Find("mobilenet_v3_small");
        Tensor x = FormulaWeights.Input(5, [1, 3, 64, 64]);
        (Tensor output, IReadOnlyDictionary<string, Tensor> features) = new FeatureExtractor(model, entry.Stages).Run(x);
        Assert.Equal(new Shape(1, 1000), output.Shape);
        Assert.Equal([32, 16, 8, 4, 2], features.Values.Select(map => map.Shape[2]));
        features[entry.Stages[2]].Sum().Backward();
        Assert.NotNull(model.Parameters().First().Grad);
        Assert.Contains("features.1", Assert.Throws<ArgumentException>(() => new FeatureExtractor(model, "feature.1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Swin_gives_a_feature_pyramid()
    {
        Module model = ModelRegistry.Create("swin_t", Weights.ShapeOnly(), new ModelSettings().Set("pyramid", 1)).Eval();
        IReadOnlyList<Tensor> maps = model.Run([Tensor.Zeros([1, 3, 224, 224], on: ShapeOnlyBackend.Instance)]);
        Assert.Equal([new Shape(1, 96, 56, 56), new Shape(1, 192, 28, 28), new Shape(1, 384, 14, 14), new Shape(1, 768, 7, 7)], maps.Select(map => map.Shape));
    }
}
