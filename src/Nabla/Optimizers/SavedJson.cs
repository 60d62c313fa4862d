using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nabla;

/// <summary>Reads the JSON that optimisers and schedules save; whatever is wrong with it is a <see cref="FormatException"/> naming the field.</summary>
internal static class SavedJson
{
    public static JsonObject Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject ?? throw new FormatException("The saved state is not a JSON object.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"The saved state is not valid JSON: {error.Message}", error);
        }
    }

    public static double Real(JsonObject owner, string name) => Value<double>(owner, name, "a number");

    public static long Integer(JsonObject owner, string name) => Value<long>(owner, name, "an integer");

    public static bool Flag(JsonObject owner, string name) => Value<bool>(owner, name, "true or false");

    public static string Text(JsonObject owner, string name) => Value<string>(owner, name, "a text");

    public static JsonObject Object(JsonObject owner, string name) => owner[name] as JsonObject ?? throw Missing(name, "an object");

    public static JsonArray Array(JsonObject owner, string name) => owner[name] as JsonArray ?? throw Missing(name, "a list");

    public static double[] Reals(JsonObject owner, string name)
    {
        JsonArray list = Array(owner, name);
        double[] values = new double[list.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = list[i] is JsonValue value && value.TryGetValue(out double number) ? number : throw Missing(string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]"), "a number");
        return values;
    }

    /// <summary>A list of two numbers.</summary>
    public static (double First, double Second) Pair(JsonObject owner, string name)
    {
        double[] values = Reals(owner, name);
        return values.Length == 2 ? (values[0], values[1]) : throw new FormatException($"The saved state has {values.Length} {name}; expected 2.");
    }

    public static JsonArray List(IEnumerable<double> values)
    {
        JsonArray list = [];
        foreach (double value in values) list.Add((JsonNode)value);
        return list;
    }

    private static T Value<T>(JsonObject owner, string name, string expected) =>
        owner[name] is JsonValue value && value.TryGetValue(out T? result) ? result : throw Missing(name, expected);

    private static FormatException Missing(string name, string expected) => new($"The saved state has no '{name}' that is {expected}.");
}
