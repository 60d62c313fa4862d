using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Nabla.Formats.PyTorch.Pickle;
using Nabla.Formats.Raw;
using Nabla.Formats.Safetensors;

namespace Nabla.Tests.Formats;

/// <summary>Compares an object tree with the description that the generator of the golden files wrote.</summary>
internal sealed class GoldenTree
{
    private readonly SafetensorsFile _expected = SafetensorsFile.Open(FormatFiles.Torch("expected.safetensors"));
    private readonly Dictionary<int, ByteRegion> _storages = [];

    /// <summary>Entries of the manifest: file name and description.</summary>
    public static IReadOnlyList<(string File, JsonElement Entry)> Entries { get; } = Read();

    public void Check(JsonElement expected, object? actual)
    {
        JsonProperty node = expected.EnumerateObject().First();
        switch (node.Name)
        {
            case "tensor": CheckTensor(expected, Assert.IsType<TensorData>(actual)); break;
            case "ordered" or "dict":
                PickleDict dict = Assert.IsType<PickleDict>(actual);
                Assert.Equal(node.Name == "dict" ? "dict" : "collections.OrderedDict", dict.TypeName);
                CheckAll([.. node.Value.EnumerateArray()], [.. dict], (e, a) =>
                {
                    Check(e[0], a.Key);
                    Check(e[1], a.Value);
                });
                break;
            case "list": CheckAll([.. node.Value.EnumerateArray()], [.. Assert.IsType<List<object?>>(actual)], Check); break;
            case "tuple": CheckAll([.. node.Value.EnumerateArray()], [.. Assert.IsType<PickleTuple>(actual)], Check); break;
            case "size": Assert.Equal(node.Value.EnumerateArray().Select(e => (object?)e.GetInt64()), Assert.IsType<PickleTuple>(actual)); break;
            case "str": Assert.Equal(node.Value.GetString(), actual); break;
            case "bool": Assert.Equal(node.Value.GetBoolean(), actual); break;
            case "none": Assert.Null(actual); break;
            case "int": Assert.Equal(BigInteger.Parse(node.Value.GetString()!, CultureInfo.InvariantCulture), actual is long small ? small : Assert.IsType<BigInteger>(actual)); break;
            case "float": Assert.Equal(Real(node.Value.GetString()!), actual); break;
            case "dtype_of": Assert.Equal(node.Value.GetString(), Assert.IsType<DType>(actual).Name()); break;
            default: Assert.Fail($"The manifest describes a {node.Name}."); break;
        }
    }

    public void CheckArray(JsonElement expected, TensorData actual)
    {
        TensorData right = _expected[expected.GetProperty("tensor").GetString()!];
        Assert.Equal(right.DType, actual.DType);
        Assert.Equal(Longs(expected, "shape"), actual.Shape.ToArray());
        Assert.Equal(FormatFiles.Content(right), FormatFiles.Content(actual));
    }

    private void CheckTensor(JsonElement expected, TensorData actual)
    {
        CheckArray(expected, actual);
        Assert.Equal(expected.GetProperty("dtype").GetString(), actual.DType.Name());
        Assert.Equal(Longs(expected, "stride"), actual.Strides.ToArray());
        Assert.Equal(expected.GetProperty("requires_grad").GetBoolean(), actual.RequiresGrad);
        // Tensors share a region exactly when they shared a storage.
        int storage = expected.GetProperty("storage").GetInt32();
        if (_storages.TryAdd(storage, actual.Storage)) Assert.DoesNotContain(actual.Storage, _storages.Where(s => s.Key != storage).Select(s => s.Value));
        else Assert.Same(_storages[storage], actual.Storage);
    }

    private static void CheckAll<T>(JsonElement[] expected, T[] actual, Action<JsonElement, T> check)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) check(expected[i], actual[i]);
    }

    private static long[] Longs(JsonElement entry, string name) => [.. entry.GetProperty(name).EnumerateArray().Select(e => e.GetInt64())];

    private static double Real(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static (string, JsonElement)[] Read()
    {
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(FormatFiles.Torch("manifest.json")));
        return [.. manifest.RootElement.GetProperty("entries").Clone().EnumerateArray().Select(e => (e.GetProperty("file").GetString()!, e))];
    }
}
