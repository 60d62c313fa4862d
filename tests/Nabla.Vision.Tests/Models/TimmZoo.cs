using System.IO.Compression;
using System.Text.Json;
using Nabla.Formats.Raw;
using Nabla.Formats.Safetensors;
using Nabla.Vision.Tests.Support;

namespace Nabla.Vision.Tests.Models;

/// <summary>What timm's models are called, hold and compute (tests/golden/make_timm.py).</summary>
internal static class TimmZoo
{
    private static readonly Lazy<SafetensorsFile> Values = new(() => SafetensorsFile.Open(Repository.File("tests", "golden", "models", "timm.safetensors")));

    private static readonly Lazy<Dictionary<string, JsonElement>> CasesByName = new(() =>
    {
        using JsonDocument cases = JsonDocument.Parse(Values.Value.Metadata["cases"]);
        return cases.RootElement.EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!, c => c.Clone());
    });

    private static readonly Lazy<Dictionary<string, JsonElement>> ModelsByName = new(() =>
    {
        using FileStream file = File.OpenRead(Repository.File("tests", "golden", "models", "timm.json.gz"));
        using GZipStream text = new(file, CompressionMode.Decompress);
        using JsonDocument lists = JsonDocument.Parse(text);
        return lists.RootElement.EnumerateObject().ToDictionary(list => list.Name, list => list.Value.Clone());
    });

    /// <summary>Keys, parameters and transforms by timm's name; behind "/scored" the keys of the recorded variant.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Models => ModelsByName.Value;

    /// <summary>The recorded scores.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Cases => CasesByName.Value;

    /// <summary>The recorded scores of a case.</summary>
    public static double[] Scores(JsonElement golden) => Values.Value[golden.GetProperty("outputs").GetString()!].ToTensor().To(DType.Float64).ToArray<double>();

    /// <summary>The entries of a state dict: name, shape.</summary>
    public static IEnumerable<(string Key, Shape Shape)> State(JsonElement model) => model.GetProperty("state").EnumerateArray()
        .Select(entry => (entry[0].GetString()!, new Shape([.. entry[1].EnumerateArray().Select(extent => extent.GetInt64())])));
}
