namespace Nabla.Vision.Tests.Models;

/// <summary>Published numbers of parameters and multiply-accumulates.</summary>
public sealed class ModelCountTests
{
    [Theory]
    [InlineData("mobilenet_v1", 4_231_976), InlineData("mobilenet_v1_x0_75", 2_585_560), InlineData("mobilenet_v1_x0_5", 1_331_592), InlineData("mobilenet_v1_x0_25", 470_072)]
    [InlineData("shufflenet_v1_g3", 1_865_728), InlineData("ghostnet_100", 5_182_508), InlineData("xception", 22_855_952), InlineData("inception_v4", 42_679_816)]
    [InlineData("mixnet_s", 4_134_606), InlineData("mixnet_m", 5_014_382), InlineData("mixnet_l", 7_329_252)]
    [InlineData("efficientnet_b8", 87_413_142), InlineData("efficientnet_l2", 480_309_308)]
    [InlineData("efficientnet_lite0", 4_652_008), InlineData("efficientnet_lite1", 5_416_680), InlineData("efficientnet_lite2", 6_092_072), InlineData("efficientnet_lite3", 8_197_096), InlineData("efficientnet_lite4", 13_006_568)]
    [InlineData("efficientnet_es", 5_438_392), InlineData("efficientnet_em", 6_899_496), InlineData("efficientnet_el", 10_589_712)]
    [InlineData("efficientnet_v2_b0", 7_139_704), InlineData("efficientnet_v2_b1", 8_141_052), InlineData("efficientnet_v2_b2", 10_096_086), InlineData("efficientnet_v2_b3", 14_358_406), InlineData("efficientnet_v2_xl", 208_119_808)]
    // Rows 20 to 22 of the specification, name by name.
    [InlineData("efficientnet_b0", 5_288_548), InlineData("efficientnet_b1", 7_794_184), InlineData("efficientnet_b2", 9_109_994), InlineData("efficientnet_b3", 12_233_232)]
    [InlineData("efficientnet_b4", 19_341_616), InlineData("efficientnet_b5", 30_389_784), InlineData("efficientnet_b6", 43_040_704), InlineData("efficientnet_b7", 66_347_960)]
    [InlineData("efficientnet_v2_s", 21_458_488), InlineData("efficientnet_v2_m", 54_139_356), InlineData("efficientnet_v2_l", 118_515_272)]
    [InlineData("googlenet", 13_004_888), InlineData("inception_v3", 27_161_264), InlineData("mobilenet_v2", 3_504_872), InlineData("mobilenet_v3_large", 5_483_032), InlineData("mobilenet_v3_small", 2_542_856)]
    [InlineData("shufflenet_v2_x0_5", 1_366_792), InlineData("shufflenet_v2_x1_0", 2_278_604), InlineData("shufflenet_v2_x1_5", 3_503_624), InlineData("shufflenet_v2_x2_0", 7_393_996)]
    [InlineData("squeezenet1_0", 1_248_424), InlineData("squeezenet1_1", 1_235_496), InlineData("mnasnet0_5", 2_218_512), InlineData("mnasnet1_0", 4_383_312)]
    [InlineData("densenet121", 7_978_856), InlineData("resnext50_32x4d", 25_028_904)]
    [InlineData("swin_t", 28_288_354), InlineData("swin_s", 49_606_258), InlineData("swin_b", 87_768_224), InlineData("swin_v2_t", 28_351_570), InlineData("swin_v2_s", 49_737_442), InlineData("swin_v2_b", 87_930_848)]
    [InlineData("swin_l", 196_532_476), InlineData("swin_b_384", 87_903_584), InlineData("swin_l_384", 196_735_516), InlineData("convnext_xlarge", 350_196_968)]
    public void Parameters_are_the_published_number(string name, long expected) =>
        Assert.Equal(expected, ModelRegistry.Create(name, Weights.ShapeOnly()).Parameters().Sum(parameter => parameter.Shape.Count));

    [Theory]
    [InlineData("googlenet", "aux_logits", 6_624_904), InlineData("inception_v3", "aux_logits", 23_834_568)]
    public void Parameters_without_auxiliary_heads(string name, string flag, long expected) =>
        Assert.Equal(expected, ModelRegistry.Create(name, Weights.ShapeOnly(), new ModelSettings().Set(flag, 0)).Parameters().Sum(parameter => parameter.Shape.Count));

    [Theory]
    [InlineData("snet49", 362_584), InlineData("snet146", 1_045_512), InlineData("snet535", 3_547_920)]
    public void SNet_without_its_classifier(string name, long expected) =>
        Assert.Equal(expected, ModelRegistry.Create(name, Weights.ShapeOnly()).Parameters().Where(parameter => !parameter.Name.StartsWith("classifier", StringComparison.Ordinal)).Sum(parameter => parameter.Shape.Count));

    [Theory]
    [InlineData("efficientnet_b0", 0.386, 3), InlineData("efficientnet_b1", 0.687, 3), InlineData("efficientnet_b2", 0.994, 3), InlineData("efficientnet_b3", 1.827, 3)]
    [InlineData("efficientnet_b4", 4.394, 3), InlineData("efficientnet_b5", 10.266, 3), InlineData("efficientnet_b6", 19.068, 3), InlineData("efficientnet_b7", 37.746, 3)]
    [InlineData("mobilenet_v1", 0.56874, 5), InlineData("mobilenet_v2", 0.30077, 5), InlineData("mobilenet_v3_large", 0.21659, 5), InlineData("mobilenet_v3_small", 0.05651, 5)]
    [InlineData("shufflenet_v2_x1_0", 0.14491, 5), InlineData("swin_t", 4.5, 1), InlineData("swin_s", 8.7, 1), InlineData("swin_b", 15.4, 1), InlineData("swin_l", 34.5, 1)]
    [InlineData("snet49", 0.0512, 4), InlineData("snet146", 0.1625, 4), InlineData("snet535", 0.5399, 4), InlineData("resnet50", 4.09, 2), InlineData("vgg16", 15.47, 2)]
    public void Multiply_accumulates_are_the_published_number(string name, double giga, int digits)
    {
        ModelEntry entry = ModelRegistry.Find(name);
        ModelSummary summary = ModelSummary.Of(ModelRegistry.Create(name, Weights.ShapeOnly()), [1, .. entry.InputShape.Span]);
        Assert.Equal(giga, summary.MultiplyAccumulates / 1e9, 0.51 * Math.Pow(10, -digits));
    }

    [Theory]
    [InlineData(64, 128, 3), InlineData(32, 48, 5)]
    public void A_separable_convolution_costs_one_over_the_channels_plus_one_over_the_kernel(int inputs, int outputs, int kernel)
    {
        long Cost(Func<Weights, Module> build) => ModelSummary.Of(build(Weights.ShapeOnly()), [1, inputs, 28, 28]).MultiplyAccumulates;
        long full = Cost(w => new Conv2d(w, inputs, outputs, kernel, padding: kernel / 2));
        long apart = Cost(w => new Sequential(w, c => new Conv2d(c, inputs, inputs, kernel, padding: kernel / 2, groups: inputs), c => new Conv2d(c, inputs, outputs, 1)));
        Assert.Equal((1.0 / outputs) + (1.0 / (kernel * kernel)), (double)apart / full, 1e-12);
    }

    // 4hwC² + 2M²hwC.
    [Theory]
    [InlineData("features.1.0.attn", 56, 96), InlineData("features.3.1.attn", 28, 192), InlineData("features.7.1.attn", 7, 768)]
    public void Attention_in_windows_costs_what_the_paper_says(string path, long side, long width)
    {
        ModelSummary summary = ModelSummary.Of(ModelRegistry.Create("swin_t", Weights.ShapeOnly()), [1, 3, 224, 224]);
        Assert.Equal((4 * side * side * width * width) + (2 * 49 * side * side * width), summary.Layers.First(layer => layer.Name == path).MultiplyAccumulates);
    }

    [Fact]
    public void Every_registered_model_has_keys_a_summary_and_the_paths_it_names()
    {
        foreach (string name in ModelRegistry.Names)
        {
            ModelEntry entry = ModelRegistry.Find(name);
            Module model = ModelRegistry.Create(name, Weights.ShapeOnly());
            Assert.NotEmpty(model.StateDict());
            ModelSummary summary = ModelSummary.Of(model, [1, .. entry.InputShape.Span]);
            Assert.True(summary.MultiplyAccumulates > 0 && summary.Parameters > 0, name);
            HashSet<string> called = [.. summary.Layers.Select(layer => layer.Name)];
            Assert.True(entry.Stages.All(called.Contains), $"{name}: {string.Join(", ", entry.Stages.Where(stage => !called.Contains(stage)))} was not called");
            HashSet<string> parameters = [.. model.Parameters().Select(parameter => parameter.Name)];
            Assert.True(entry.Stem.Length == 0 || parameters.Contains(entry.Stem + ".weight"), $"{name}: no {entry.Stem}.weight");
            Assert.All(entry.Classifier.Where(layer => !layer.StartsWith("aux_classifier", StringComparison.Ordinal) && !layer.StartsWith("auxiliary_head", StringComparison.Ordinal)), layer => Assert.Contains(layer + ".weight", parameters));
        }
    }
}
