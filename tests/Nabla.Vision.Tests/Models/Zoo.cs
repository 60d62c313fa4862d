using System.IO.Compression;
using System.Text.Json;
using Nabla.Formats.Raw;
using Nabla.Formats.Safetensors;
using Nabla.Vision.Tests.Support;

namespace Nabla.Vision.Tests.Models;

/// <summary>What the models of others are called, hold and compute: a file of recorded runs and one of keys.</summary>
internal sealed class Zoo
{
    private readonly Lazy<SafetensorsFile> _values;
    private readonly Lazy<IReadOnlyDictionary<string, JsonElement>> _cases, _lists;

    private Zoo(string values, string lists)
    {
        _values = new(() => SafetensorsFile.Open(Repository.File("tests", "golden", "models", values)));
        _cases = new(() =>
        {
            using JsonDocument cases = JsonDocument.Parse(_values.Value.Metadata["cases"]);
            return cases.RootElement.EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!, c => c.Clone());
        });
        _lists = new(() =>
        {
            using FileStream file = File.OpenRead(Repository.File("tests", "golden", "models", lists));
            using GZipStream text = new(file, CompressionMode.Decompress);
            using JsonDocument all = JsonDocument.Parse(text);
            return all.RootElement.EnumerateObject().ToDictionary(list => list.Name, list => list.Value.Clone());
        });
    }

    /// <summary>tests/golden/make_zoo.py.</summary>
    public static Zoo Torchvision { get; } = new("zoo.safetensors", "zoo_keys.json.gz");

    /// <summary>tests/golden/make_timm.py; behind "/scored" the keys of a recorded variant.</summary>
    public static Zoo Timm { get; } = new("timm.safetensors", "timm.json.gz");

    /// <summary>tests/golden/make_efficientnet_pytorch.py; behind "/scored" the keys of a recorded variant.</summary>
    public static Zoo EfficientNetPyTorch { get; } = new("efficientnet_pytorch.safetensors", "efficientnet_pytorch.json.gz");

    /// <summary>The recorded runs.</summary>
    public IReadOnlyDictionary<string, JsonElement> Cases => _cases.Value;

    /// <summary>Keys, shapes and numbers of parameters by name, with the default number of classes.</summary>
    public IReadOnlyDictionary<string, JsonElement> Lists => _lists.Value;

    /// <summary>The names whose lists are those of whole models.</summary>
    public IEnumerable<string> Names => Lists.Keys.Where(name => !name.Contains('/', StringComparison.Ordinal));

    /// <summary>Recorded numbers.</summary>
    public double[] Doubles(JsonElement golden, string property) =>
        _values.Value[golden.GetProperty(property).GetString()!].ToTensor().To(DType.Float64).ToArray<double>();

    /// <summary>The entries of a state dict: name, shape.</summary>
    public static IEnumerable<(string Key, Shape Shape)> State(JsonElement list) => list.GetProperty("state").EnumerateArray()
        .Select(entry => (entry[0].GetString()!, new Shape([.. entry[1].EnumerateArray().Select(extent => extent.GetInt64())])));

    /// <summary>The settings of a recorded run.</summary>
    public static ModelSettings Settings(JsonElement golden)
    {
        ModelSettings set = new();
        foreach (JsonProperty setting in golden.GetProperty("settings").EnumerateObject()) set.Set(setting.Name, setting.Value.GetInt64());
        return set;
    }

    /// <summary>The model of a recorded run with the formula's weights.</summary>
    public static Module Build(JsonElement golden)
    {
        string name = golden.GetProperty("model").GetString()!;
        Weights w = Weights.From(FormulaWeights.Of(ModelRegistry.Create(name, Weights.ShapeOnly(), Settings(golden)).StateDict()));
        Module model = ModelRegistry.Create(name, w, Settings(golden));
        w.Verify();
        return model.Train(golden.GetProperty("mode").GetString() == "train");
    }

    /// <summary>The pictures of a recorded run.</summary>
    public static Tensor Input(JsonElement golden) => FormulaWeights.Input(
        golden.GetProperty("inputKey").GetUInt32(), new([.. golden.GetProperty("inputShape").EnumerateArray().Select(extent => extent.GetInt64())]));

    /// <summary>Sum, norm and eight evenly spaced values.</summary>
    public static double[] Digest(Tensor x)
    {
        double[] values = x.Detach().To(DType.Float64).Contiguous().ToArray<double>();
        double[] digest = new double[10];
        digest[0] = values.Sum();
        digest[1] = Math.Sqrt(values.Sum(v => v * v));
        for (int k = 0; k < 8; k++) digest[k + 2] = values[k * (long)(values.Length - 1) / 7];
        return digest;
    }
}
