using System.Text;
using System.Text.Json;

namespace Nabla.Cli;

/// <summary>JSON documents on standard output.</summary>
internal static class JsonOutput
{
    /// <summary>Writes one document and a line end.</summary>
    public static void Write(Action<Utf8JsonWriter> write)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer)) write(writer);
        Console.Out.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    /// <summary>An array of extents.</summary>
    public static void WriteShape(this Utf8JsonWriter writer, Shape shape)
    {
        writer.WriteStartArray();
        foreach (long extent in shape) writer.WriteNumberValue(extent);
        writer.WriteEndArray();
    }
}
