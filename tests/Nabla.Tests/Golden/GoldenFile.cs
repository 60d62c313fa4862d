using System.Buffers.Binary;
using System.Text.Json;

namespace Nabla.Tests.Golden;

/// <summary>One file of golden vectors: its cases and its tensors. Reads safetensors on its own, independent of the library.</summary>
internal sealed class GoldenFile
{
    private readonly byte[] _bytes;
    private readonly int _start;
    private readonly JsonElement _header;

    private GoldenFile(string path)
    {
        _bytes = File.ReadAllBytes(path);
        int length = checked((int)BinaryPrimitives.ReadInt64LittleEndian(_bytes));
        _start = 8 + length;
        _header = JsonDocument.Parse(_bytes.AsMemory(8, length)).RootElement;
        Cases = _header.GetProperty("__metadata__").TryGetProperty("cases", out JsonElement cases)
            ? [.. JsonDocument.Parse(cases.GetString()!).RootElement.EnumerateArray()] : [];
    }

    /// <summary>Where the vectors lie in the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The cases, in the order they were made.</summary>
    public IReadOnlyList<JsonElement> Cases { get; }

    /// <summary>Opens a file such as <c>ops/unary.safetensors</c>.</summary>
    public static GoldenFile Open(string name) => new(Path.Combine(Root, name));

    /// <summary>The names of all files of a folder, as <see cref="Open"/> takes them.</summary>
    public static IEnumerable<string> In(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.safetensors").Select(path => $"{folder}/{Path.GetFileName(path)}").Order(StringComparer.Ordinal);

    /// <summary>A fresh contiguous tensor with the stored contents.</summary>
    public Tensor Tensor(string key)
    {
        JsonElement entry = _header.GetProperty(key);
        Tensor result = Nabla.Tensor.Empty(new Shape(entry.GetProperty("shape").Longs()), TypeOf(entry.GetProperty("dtype").GetString()!));
        long[] range = entry.GetProperty("data_offsets").Longs();
        ReadOnlySpan<byte> data = _bytes.AsSpan(_start + (int)range[0], (int)(range[1] - range[0]));
        result.Fill(data);
        return result;
    }

    /// <summary>The tensor of a key, or null for JSON null.</summary>
    public Tensor? Optional(JsonElement key) => key.ValueKind == JsonValueKind.Null ? null : Tensor(key.GetString()!);

    private static DType TypeOf(string name) => name switch
    {
        "F64" => DType.Float64,
        "F32" => DType.Float32,
        "F16" => DType.Float16,
        "BF16" => DType.BFloat16,
        "I64" => DType.Int64,
        "I32" => DType.Int32,
        "I16" => DType.Int16,
        "I8" => DType.Int8,
        "U8" => DType.UInt8,
        "BOOL" => DType.Bool,
        _ => throw new InvalidDataException($"Unknown element type {name}."),
    };

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string candidate = Path.Combine(folder, "tests", "golden");
            if (Directory.Exists(candidate)) return candidate;
        }
        throw new DirectoryNotFoundException($"No tests/golden above {AppContext.BaseDirectory}; run the tests from a checkout of the repository.");
    }
}
