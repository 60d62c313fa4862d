using System.Text.Json;

namespace Nabla.Vision.Tests.Models;

/// <summary>Models of others under their own names: checkpoints with their keys load, and give their scores.</summary>
public sealed class PublishedModelTests
{
    private static readonly Dictionary<string, Zoo> Zoos = new() { ["timm"] = Zoo.Timm, ["EfficientNet-PyTorch"] = Zoo.EfficientNetPyTorch };

    public static TheoryData<string, string> Scored => new(Zoos.SelectMany(zoo => zoo.Value.Cases.Keys.Select(name => (zoo.Key, name))));

    public static TheoryData<string, string> Named => new(Zoos.SelectMany(zoo => zoo.Value.Names.Select(name => (zoo.Key, name))));

    [Theory, MemberData(nameof(Scored))]
    public void Checkpoints_give_the_scores_of_their_origin(string origin, string run)
    {
        JsonElement golden = Zoos[origin].Cases[run];
        using TensorScope scope = new();
        Dictionary<string, Tensor> state = [];
        uint at = 0;
        foreach ((string key, Shape shape) in Zoo.State(Zoos[origin].Lists[run + "/scored"])) state.Add(key, FormulaWeights.Entry(at++, key, shape));
        Module model = ModelRegistry.Load(run.Split('/')[0], state, Zoo.Settings(golden)).Eval();
        using GradMode.Restore mode = GradMode.Inference();
        double[] actual = model.Call(Zoo.Input(golden)).To(DType.Float64).ToArray<double>(), expected = Zoos[origin].Doubles(golden, "outputs");
        double largest = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-4 * largest);
    }

    [Theory, MemberData(nameof(Named))]
    public void Keys_become_ours_with_as_many_parameters(string origin, string name)
    {
        JsonElement theirs = Zoos[origin].Lists[name];
        ModelEntry entry = ModelRegistry.Find(name);
        Module model = ModelRegistry.Create(name, Weights.ShapeOnly());
        StateDict own = model.StateDict(), state = new();
        foreach ((string key, Shape shape) in Zoo.State(theirs)) state.Add(key, Tensor.Zeros(shape, on: ShapeOnlyBackend.Instance));
        IReadOnlyDictionary<string, Tensor> loaded = WeightMap.Fit(state, own.Keys.ToHashSet(), entry.Maps, () => own);
        Assert.Equal(own.Keys.Order(StringComparer.Ordinal), loaded.Keys.Order(StringComparer.Ordinal));
        Assert.All(own, pair => Assert.Equal(pair.Value.Shape, loaded[pair.Key].Shape));
        // timm counts only what its model has: version 2 of Swin keeps no biases of keys there.
        long difference = name.StartsWith("swinv2", StringComparison.Ordinal) ? own.Where(pair => pair.Key.EndsWith("qkv.bias", StringComparison.Ordinal)).Sum(pair => pair.Value.Count / 3) : 0;
        Assert.Equal(theirs.GetProperty("parameters").GetInt64() + difference, model.Parameters().Sum(parameter => parameter.Shape.Count));
    }
}
