namespace Nabla.Vision.Tests.Models;

/// <summary>Joined passes in evaluation give what separate ones give, and follow every change of the weights.</summary>
public sealed class FoldingTests
{
    [Theory]
    [InlineData("resnet18"), InlineData("vgg11"), InlineData("mobilenet_v2"), InlineData("mobilenet_v3_small"), InlineData("efficientnet_b0"), InlineData("shufflenet_v2_x0_5"), InlineData("googlenet"), InlineData("ghostnet_050")]
    public void Folded_passes_agree_with_separate_ones(string name)
    {
        ModelSettings settings = new ModelSettings().Set("num_classes", 11);
        IReadOnlyDictionary<string, Tensor> state = FormulaWeights.Of(ModelRegistry.Create(name, Weights.ShapeOnly(), settings).StateDict());
        Module model = ModelRegistry.Create(name, Weights.From(state), settings).Eval();
        Tensor x = FormulaWeights.Input(3, [2, 3, 64, 64]);
        Close(model.Call(x), Predict(model, x));
    }

    [Fact]
    public void A_change_of_any_value_is_seen()
    {
        Module model = ModelRegistry.Create("shufflenet_v2_x0_5", Weights.Random(1)).Eval();
        Tensor x = FormulaWeights.Input(3, [2, 3, 64, 64]);
        Tensor before = Predict(model, x);
        foreach (string key in (string[])["conv1.0.weight", "conv1.1.weight", "conv1.1.bias", "conv1.1.running_mean", "conv1.1.running_var"])
        {
            using (GradMode.NoGrad()) model.StateDict()[key].AddInPlace(0.25);
            Tensor after = Predict(model, x);
            Assert.NotEqual(before.ToArray<float>(), after.ToArray<float>());
            Close(model.Call(x), after);
            before = after;
        }
    }

    [Fact]
    public void Hooks_and_observers_see_every_layer()
    {
        Module model = ModelRegistry.Create("mobilenet_v2", Weights.Random(1), new ModelSettings().Set("num_classes", 5)).Eval();
        Tensor x = FormulaWeights.Input(3, [1, 3, 32, 32]);
        List<string> called = [];
        foreach (Module module in model.Modules()) module.RegisterForwardHook((m, _, _) =>
        {
            called.Add(m.Path);
            return null;
        });
        Predict(model, x);
        Assert.Contains("features.0.1", called);
        Assert.Contains("features.0.2", called);
        Assert.Contains("features.3.conv.3", called);
    }

    private static Tensor Predict(Module model, Tensor x)
    {
        using GradMode.Restore mode = GradMode.Inference();
        return model.Call(x);
    }

    private static void Close(Tensor expected, Tensor actual)
    {
        float[] a = expected.ToArray<float>(), b = actual.ToArray<float>();
        float scale = a.Max(Math.Abs);
        for (int i = 0; i < a.Length; i++) Assert.Equal(a[i], b[i], 1e-5f * scale);
    }
}
