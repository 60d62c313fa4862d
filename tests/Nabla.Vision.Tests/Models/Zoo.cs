using System.IO.Compression;
using System.Text.Json;
using Nabla.Formats.Raw;
using Nabla.Formats.Safetensors;
using Nabla.Vision.Tests.Support;

namespace Nabla.Vision.Tests.Models;

/// <summary>What torchvision computed for all of its models (tests/golden/make_zoo.py).</summary>
internal static class Zoo
{
    private static readonly Lazy<SafetensorsFile> Values = new(() => SafetensorsFile.Open(Repository.File("tests", "golden", "models", "zoo.safetensors")));

    private static readonly Lazy<Dictionary<string, JsonElement>> CasesByName = new(() =>
    {
        using JsonDocument cases = JsonDocument.Parse(Values.Value.Metadata["cases"]);
        return cases.RootElement.EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!, c => c.Clone());
    });

    private static readonly Lazy<Dictionary<string, JsonElement>> KeysByName = new(() =>
    {
        using FileStream file = File.OpenRead(Repository.File("tests", "golden", "models", "zoo_keys.json.gz"));
        using GZipStream text = new(file, CompressionMode.Decompress);
        using JsonDocument lists = JsonDocument.Parse(text);
        return lists.RootElement.EnumerateObject().ToDictionary(list => list.Name, list => list.Value.Clone());
    });

    /// <summary>Torchvision's keys of the model with its default number of classes.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Keys => KeysByName.Value;

    /// <summary>The recorded runs.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Cases => CasesByName.Value;

    /// <summary>Recorded numbers.</summary>
    public static double[] Doubles(JsonElement golden, string property) =>
        Values.Value[golden.GetProperty(property).GetString()!].ToTensor().To(DType.Float64).ToArray<double>();

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
