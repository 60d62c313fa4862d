using System.Globalization;
using System.Text.Json;

namespace Nabla.Tests.Golden;

/// <summary>The named arguments of a case, with PyTorch's names.</summary>
internal readonly struct GoldenArgs(JsonElement json)
{
    /// <summary>Is the argument given, and not null?</summary>
    public bool Has(string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Is the argument given at all, if only as null?</summary>
    public bool Given(string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out _);

    /// <summary>The argument as JSON; it must be there.</summary>
    public JsonElement Raw(string name) => json.GetProperty(name);

    /// <summary>An integer.</summary>
    public int Int(string name, int otherwise = 0) => Has(name) ? (int)Raw(name).Number() : otherwise;

    /// <summary>A 64-bit integer.</summary>
    public long Long(string name, long otherwise = 0) => Has(name) ? Raw(name).GetInt64() : otherwise;

    /// <summary>A real number; infinities and NaN are texts.</summary>
    public double Real(string name, double otherwise = 0) => Has(name) ? Raw(name).Number() : otherwise;

    /// <summary>A real number rounded to float32.</summary>
    public float Single(string name, double otherwise = 0) => (float)Real(name, otherwise);

    /// <summary>A truth value.</summary>
    public bool Flag(string name, bool otherwise = false) => Has(name) ? Raw(name).GetBoolean() : otherwise;

    /// <summary>A text.</summary>
    public string Text(string name, string otherwise = "") => Has(name) ? Raw(name).GetString()! : otherwise;

    /// <summary>Is the argument this very text?</summary>
    public bool IsText(string name, string text) => Has(name) && Raw(name).ValueKind == JsonValueKind.String && Raw(name).GetString() == text;

    /// <summary>A list of integers; a single integer counts as a list of one.</summary>
    public int[] Ints(string name) => [.. Longs(name).Select(x => checked((int)x))];

    /// <summary>A list of integers, or null if it is not given.</summary>
    public int[]? OptionalInts(string name) => Has(name) ? Ints(name) : null;

    /// <summary>A list of 64-bit integers; a single integer counts as a list of one.</summary>
    public long[] Longs(string name) => Raw(name).Longs();

    /// <summary>One number an axis, or one for all; null if it is not given.</summary>
    public Spatial? Spatial(string name)
    {
        if (!Has(name)) return null;
        return Ints(name);
    }

    /// <summary>A data type, or null if it is not given.</summary>
    public DType? Type(string name = "dtype") => Has(name) ? Enum.Parse<DType>(Text(name), ignoreCase: true) : null;

    /// <summary>A number that keeps its category: integer, real or truth value.</summary>
    public Scalar Scalar(string name)
    {
        JsonElement value = Raw(name);
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long integer) && !value.GetRawText().Contains('.', StringComparison.Ordinal)) return integer;
        return value.Number();
    }
}

/// <summary>Numbers in JSON.</summary>
internal static class GoldenJson
{
    /// <summary>A number, or the text inf, -inf or nan.</summary>
    public static double Number(this JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : value.GetString() switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        string text => double.Parse(text, CultureInfo.InvariantCulture),
        null => throw new FormatException("A number was expected, not null."),
    };

    /// <summary>A list of integers; a single integer counts as a list of one.</summary>
    public static long[] Longs(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(x => x.GetInt64())] : [value.GetInt64()];
}
