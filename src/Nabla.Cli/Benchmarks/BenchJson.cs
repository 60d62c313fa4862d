using System.Text.Json;

namespace Nabla.Cli.Benchmarks;

/// <summary>Measurements as JSON: <c>[{"work","n","milliseconds","peers":[{"name","milliseconds","ratio","goal","met"}]}]</c>.</summary>
internal static class BenchJson
{
    public static void Write(Utf8JsonWriter writer, IEnumerable<BenchRow> rows)
    {
        writer.WriteStartArray();
        foreach (BenchRow row in rows)
        {
            writer.WriteStartObject();
            writer.WriteString("work", row.Work);
            writer.WriteNumber("n", row.N);
            writer.WriteNumber("milliseconds", row.Milliseconds);
            writer.WriteStartArray("peers");
            foreach (BenchPeer peer in row.Peers)
            {
                writer.WriteStartObject();
                writer.WriteString("name", peer.Name);
                writer.WriteNumber("milliseconds", peer.Milliseconds);
                writer.WriteNumber("ratio", peer.Milliseconds / row.Milliseconds);
                if (peer.Goal > 0)
                {
                    writer.WriteNumber("goal", peer.Goal);
                    writer.WriteBoolean("met", peer.Milliseconds >= peer.Goal * row.Milliseconds);
                }
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
