namespace Nabla.Vision.Tests.Models;

/// <summary>
/// Every classifier learns one batch by heart: loss below seven tenths of the first within 25 steps of AdamW. At full width unless the line says otherwise (in
/// <c>embed_dim</c>, <c>depth</c> or <c>hidden</c>), on small pictures.
/// </summary>
public sealed class ModelTrainingTests
{
    [Theory]
    [InlineData("alexnet", 64), InlineData("vgg11_bn", 32), InlineData("resnet18", 48), InlineData("resnext50_32x4d", 48), InlineData("densenet121", 48)]
    [InlineData("googlenet", 48), InlineData("inception_v3", 80), InlineData("inception_v4", 80), InlineData("xception", 64), InlineData("squeezenet1_1", 48, "", 2e-4)]
    [InlineData("mobilenet_v1_x0_25", 64), InlineData("mobilenet_v2", 64), InlineData("mobilenet_v3_small", 64), InlineData("shufflenet_v1_g3", 64), InlineData("shufflenet_v2_x0_5", 64)]
    [InlineData("snet49", 64), InlineData("mnasnet0_5", 64), InlineData("ghostnet_050", 64), InlineData("mixnet_s", 64)]
    [InlineData("efficientnet_b0", 64), InlineData("tf_efficientnet_b0", 64), InlineData("efficientnet_lite0", 64), InlineData("efficientnet_es", 64), InlineData("efficientnet_v2_b0", 64)]
    [InlineData("regnet_x_400mf", 64), InlineData("regnet_y_400mf", 64), InlineData("convnext_tiny", 32), InlineData("vit_b_32", 64, "depth=2")]
    [InlineData("swin_t", 56, "embed_dim=48"), InlineData("swin_v2_t", 64, "embed_dim=48", 2e-4), InlineData("swin_mlp_t_c24", 64, "window_size=4"), InlineData("maxvit_t", 64, "window_size=2"), InlineData("sppnet_zf5", 48, "hidden=128")]
    [InlineData("resnet50", 32), InlineData("wide_resnet50_2", 32), InlineData("vgg11", 32, "", 2e-4), InlineData("mobilenet_v3_large", 48), InlineData("squeezenet1_0", 48, "", 2e-4)]
    [InlineData("efficientnet_28", 28), InlineData("swin_28", 28), InlineData("efficientnet_v2_s", 32), InlineData("tf_efficientnet_lite0", 48), InlineData("tf_efficientnet_es", 48)]
    [InlineData("tf_efficientnetv2_b0", 48), InlineData("tf_efficientnet_cc_b0_4e", 48), InlineData("shufflenet_v1_g1", 48)]
    public void A_batch_is_learnt(string name, int size, string extra = "", double rate = 1e-3)
    {
        const int Pictures = 4;
        ModelSettings settings = new();
        string[] wanted = [$"num_classes={Pictures}", $"image_size={size}", "drop_rate=0", "drop_path_rate=0", "aux_logits=0", .. extra.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        foreach (string pair in Known(name, wanted)) settings.Set(pair.Split('=')[0], pair.Split('=')[1]);
        Module model = ModelRegistry.Create(name, Weights.Random(1), settings);
        Tensor x = FormulaWeights.Input(5, [Pictures, 3, size, size]), labels = Tensor.Of([0L, 1, 2, 3]);
        Learn(model, x, labels, rate);
    }

    /// <summary>The models that the lists leave out, at full width and depth, on pictures as small as they take; those above 4 million parameters when NABLA_TEST_LARGE asks for them.</summary>
    public static TheoryData<string> Others => [.. ModelRegistry.Names.Where(name => !Of(nameof(A_batch_is_learnt)).Contains(name) && !Of(nameof(A_segmented_picture_is_learnt)).Contains(name) && LargeModels.Runs(name, 4_000_000))];

    [Theory, MemberData(nameof(Others))]
    public void Every_other_model_learns_a_batch_too(string name)
    {
        if (IsSegmenter(name))
        {
            A_segmented_picture_is_learnt(name, name.StartsWith("upernet", StringComparison.Ordinal) ? 64 : 40, "drop_path_rate=0");
            return;
        }
        int size = name switch
        {
            "vit_h_14" => 56,
            _ when name.StartsWith("inception", StringComparison.Ordinal) => 80,
            _ when name.StartsWith("vgg", StringComparison.Ordinal) => 32,
            "mlp" or "lenet" or "smallcnn" => 28,
            _ => 64,
        };
        string extra = name.StartsWith("swin_mlp", StringComparison.Ordinal) ? "window_size=4" : name.StartsWith("maxvit", StringComparison.Ordinal) ? "window_size=2" : size == 28 ? "in_chans=3" : string.Empty;
        // Very deep ones without normalisation, and transformers, want smaller steps.
        bool careful = Array.Exists(["vgg", "vit", "swin_v2", "maxvit_large", "maxvit_xlarge"], beginning => name.StartsWith(beginning, StringComparison.Ordinal));
        A_batch_is_learnt(name, size, extra, careful ? 1e-4 : 1e-3);
    }

    [Theory]
    [InlineData("fcn_resnet50"), InlineData("deeplabv3_resnet50"), InlineData("unet"), InlineData("segnet", 64), InlineData("deeplabv3_mobilenet_v3_large"), InlineData("lraspp_mobilenet_v3_large")]
    [InlineData("upernet_swin_t", 64, "drop_path_rate=0 head_width=128"), InlineData("fcn32s", 96, "batch_norm=1 width=16 hidden=64"), InlineData("fcn16s", 96, "batch_norm=1 width=16 hidden=64"), InlineData("fcn8s", 96, "batch_norm=1 width=16 hidden=64")]
    public void A_segmented_picture_is_learnt(string name, int size = 40, string extra = "")
    {
        ModelSettings settings = new();
        foreach (string pair in Known(name, ["num_classes=3", "drop_rate=0", .. extra.Split(' ', StringSplitOptions.RemoveEmptyEntries)])) settings.Set(pair.Split('=')[0], pair.Split('=')[1]);
        Module model = ModelRegistry.Create(name, Weights.Random(1), settings);
        Tensor x = FormulaWeights.Input(5, [2, 3, size, size]);
        Tensor labels = Tensor.Of([.. Enumerable.Range(0, 2 * size * size).Select(i => (long)(i % size * 3 / size))], [2, size, size]);
        Learn(model, x, labels, 1e-3);
    }

    private static HashSet<string> Of(string method) =>
        [.. typeof(ModelTrainingTests).GetMethod(method)!.GetCustomAttributes(typeof(InlineDataAttribute), false).Select(data => (string)((InlineDataAttribute)data).Data[0]!)];

    private static void Learn(Module model, Tensor x, Tensor labels, double rate)
    {
        AdamW optimizer = new(model.Parameters(), new() { LearningRate = rate });
        double first = 0, last = 0;
        for (int step = 0; step < 25; step++)
        {
            using TensorScope scope = new();
            optimizer.ZeroGrad();
            Tensor loss = Functional.CrossEntropy(model.Call(x), labels);
            last = loss.Item();
            if (step == 0) first = last;
            if (last < 0.7 * first) break;
            loss.Backward();
            Assert.All(model.Parameters(), parameter => Assert.NotNull(parameter.Grad));
            optimizer.Step();
        }
        Assert.True(last < 0.7 * first, $"the loss went from {first:g3} to {last:g3} only");
    }

    private static bool IsSegmenter(string name) => name is "unet" or "segnet" or "lraspp_mobilenet_v3_large" || name.StartsWith("fcn", StringComparison.Ordinal) || name.StartsWith("deeplab", StringComparison.Ordinal) || name.StartsWith("upernet", StringComparison.Ordinal);

    /// <summary>Those settings that the model has.</summary>
    private static IEnumerable<string> Known(string name, IEnumerable<string> pairs)
    {
        foreach (string pair in pairs)
        {
            bool known = true;
            try
            {
                ModelRegistry.Create(name, Weights.ShapeOnly(), new ModelSettings().Set(pair.Split('=')[0], pair.Split('=')[1]));
            }
            catch (ArgumentException problem) when (problem.Message.Contains("has no setting", StringComparison.Ordinal))
            {
                known = false;
            }
            catch (ArgumentException)
            {
                // The setting exists but needs others beside it.
            }
            if (known) yield return pair;
        }
    }
}
