using System.Text.Json;
using System.Text.RegularExpressions;
using Nabla.Formats.Raw;
using Nabla.Formats.Safetensors;
using Nabla.Vision.Tests.Support;

namespace Nabla.Vision.Tests.Models;

/// <summary>UPerNet over Swin against the same network in PyTorch (tests/golden/make_upernet.py), and checkpoints of others.</summary>
public sealed class UPerNetTests
{
    private static readonly Lazy<SafetensorsFile> Golden = new(() => SafetensorsFile.Open(Repository.File("tests", "golden", "models", "upernet.safetensors")));

    [Theory]
    [InlineData("eval"), InlineData("train"), InlineData("odd")]
    public void Scores_are_those_of_PyTorch(string run)
    {
        using JsonDocument cases = JsonDocument.Parse(Golden.Value.Metadata["cases"]);
        JsonElement golden = cases.RootElement.EnumerateArray().First(one => one.GetProperty("name").GetString() == run);
        Module model = ModelRegistry.Create("upernet_swin_t", Weights.From(FormulaWeights.Of(Narrow(Weights.ShapeOnly()).StateDict())), Settings()).Train(run == "train");
        using GradMode.Restore mode = GradMode.Inference();
        IReadOnlyList<Tensor> scores = model.Run([Zoo.Input(golden)]);
        double[] expected = Golden.Value[golden.GetProperty("outputs").GetString()!].ToTensor().ToArray<double>();
        Assert.Equal(2, scores.Count);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal([2, 7, .. golden.GetProperty("inputShape").EnumerateArray().Skip(2).Select(side => side.GetInt64())], scores[i].Shape.Span.ToArray());
            double[] digest = Zoo.Digest(scores[i]);
            double largest = expected[((i * 10) + 2)..((i * 10) + 10)].Max(Math.Abs), allowed = Math.Max(1e-4, 4 * golden.GetProperty("float32").GetDouble());
            Assert.Equal(expected[(i * 10) + 1], digest[1], allowed * expected[(i * 10) + 1]);
            for (int k = 2; k < 10; k++) Assert.Equal(expected[(i * 10) + k], digest[k], allowed * largest);
        }
    }

    [Fact]
    public void Keys_are_mmsegmentations_in_its_order()
    {
        using JsonDocument cases = JsonDocument.Parse(Golden.Value.Metadata["cases"]);
        string[] expected = [.. Zoo.State(cases.RootElement[0]).Select(entry => $"{entry.Key} {entry.Shape}")];
        Assert.Equal(expected, Narrow(Weights.ShapeOnly()).StateDict().Select(pair => $"{pair.Key} {pair.Value.Shape}"));
    }

    // The Swin paper's table of ADE20K: 60, 81 and 121 million with the auxiliary head.
    [Theory]
    [InlineData("upernet_swin_t", 60e6), InlineData("upernet_swin_s", 81e6), InlineData("upernet_swin_b", 121e6)]
    public void Parameters_are_as_many_as_published(string name, double published) =>
        Assert.Equal(published, ModelRegistry.Create(name, Weights.ShapeOnly(), new ModelSettings().Set("aux_loss", 1)).Parameters().Sum(parameter => parameter.Shape.Count), 0.5e6);

    [Theory]
    [InlineData(false, false), InlineData(false, true), InlineData(true, false), InlineData(true, true)]
    public void Checkpoints_of_the_authors_and_of_mmsegmentation_load(bool mmseg, bool lean)
    {
        StateDict ours = Narrow(Weights.Random(7)).StateDict(), foreign = new();
        foreach ((string key, Tensor value) in ours)
        {
            string name = Regex.Replace(key, @"features\.0\.0\.", mmseg ? "patch_embed.projection." : "patch_embed.proj.");
            name = Regex.Replace(name, @"features\.0\.2\.", "patch_embed.norm.");
            name = Regex.Replace(name, @"features\.([1357])\.", match => $"{(mmseg ? "stages" : "layers")}.{(match.Groups[1].Value[0] - '1') / 2}.blocks.");
            name = Regex.Replace(name, @"features\.([246])\.", match => $"{(mmseg ? "stages" : "layers")}.{(match.Groups[1].Value[0] - '2') / 2}.downsample.");
            name = mmseg
                ? name.Replace(".attn.", ".attn.w_msa.", StringComparison.Ordinal).Replace(".mlp.0.", ".ffn.layers.0.0.", StringComparison.Ordinal).Replace(".mlp.3.", ".ffn.layers.1.", StringComparison.Ordinal)
                : name.Replace(".mlp.0.", ".mlp.fc1.", StringComparison.Ordinal).Replace(".mlp.3.", ".mlp.fc2.", StringComparison.Ordinal);
            foreign.Add(name, mmseg && name.Contains("downsample", StringComparison.Ordinal) ? ByChannel(value) : value);
        }
        ModelSettings settings = Settings();
        if (lean) settings.Set("aux_loss", 0);
        StateDict loaded = ModelRegistry.Load("upernet_swin_t", foreign, settings).StateDict();
        Assert.Equal(ours.Count - (lean ? 8 : 0), loaded.Count);
        foreach ((string key, Tensor value) in loaded)
        {
            Assert.Equal(ours[key].Shape, value.Shape);
            Assert.True(value.Equal(ours[key]).All().Item<bool>(), key);
        }
    }

    [Fact]
    public void Too_few_stages_or_channels_are_refused()
    {
        SwinConfig one = new(8, [1], [1]);
        Assert.Equal("backbone", Assert.Throws<ArgumentException>(() => new UPerNet(Weights.ShapeOnly(), one, auxiliary: true)).ParamName);
        Assert.Equal("width", Assert.Throws<ArgumentOutOfRangeException>(() => new UPerNet(Weights.ShapeOnly(), one with { Depths = [1, 1], Heads = [1, 1] }, width: 1)).ParamName);
        Assert.Equal("classes", Assert.Throws<ArgumentOutOfRangeException>(() => new UPerNet(Weights.ShapeOnly(), one, classes: 0)).ParamName);
    }

    /// <summary>The order in which unfolding lays neighbours out: channel by channel, of each the places row by row.</summary>
    private static Tensor ByChannel(Tensor value)
    {
        float[] ours = value.ToArray<float>(), theirs = new float[ours.Length];
        int columns = (int)value.Shape[^1], channels = columns / 4;
        // Ours: (0,0), (1,0), (0,1), (1,1) as (row, column).
        int[] place = [0, 2, 1, 3];
        for (int i = 0; i < ours.Length; i++)
        {
            (int row, int column) = (i / columns, i % columns);
            theirs[(row * columns) + (column % channels * 4) + place[column / channels]] = ours[i];
        }
        return Tensor.Of(theirs, value.Shape);
    }

    private static ModelSettings Settings() => new ModelSettings().Set("embed_dim", 24).Set("head_width", 16).Set("num_classes", 7).Set("aux_loss", 1).Set("drop_path_rate", 0).Set("drop_rate", 0);

    private static Module Narrow(Weights w) => ModelRegistry.Create("upernet_swin_t", w, Settings());
}
