using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Nabla.Cli.Benchmarks;

/// <summary>How long each kind of operation takes on this thread, as medians over runs of the same work; an operation's time is that since the one before it ended.</summary>
internal sealed class OperationTimes
{
    private const string Between = "between operations, and after the last";

    private readonly List<Row> _rows;
    private readonly double _total;

    private OperationTimes(List<Row> rows)
    {
        _rows = rows;
        _total = rows.Sum(row => row.Milliseconds);
    }

    /// <summary>Runs the work <paramref name="runs"/> times and lists the costliest operation first; the same operation on the same shapes is one row.</summary>
    public static OperationTimes Of(Action work, int runs)
    {
        Dictionary<string, List<Row>> kinds = [];
        for (int run = 0; run < runs; run++)
        {
            using Watcher watcher = new();
            work();
            foreach (Row row in watcher.Finish())
            {
                if (!kinds.TryGetValue(row.Name, out List<Row>? seen)) kinds[row.Name] = seen = [];
                seen.Add(row);
            }
        }
        return new([.. kinds.Values.Select(Median).OrderByDescending(row => row.Milliseconds)]);

        static Row Median(List<Row> seen)
        {
            seen.Sort((a, b) => a.Milliseconds.CompareTo(b.Milliseconds));
            return seen[seen.Count / 2];
        }
    }

    /// <summary>A table, a line for each row.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{"ms",9} {"share",6} {"count",6} {"GFLOP/s",8}  operation\n");
        foreach (Row row in _rows)
        {
            string rate = row.Products == 0 ? "" : (row.Products * 2e-6 / row.Milliseconds).ToString("F1", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{row.Milliseconds,9:F3} {row.Milliseconds / _total,6:P1} {row.Count,6} {rate,8}  {row.Name}\n");
        }
        return text.ToString();
    }

    /// <summary>Adds the property <c>operations</c>.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("operations");
        foreach (Row row in _rows)
        {
            writer.WriteStartObject();
            writer.WriteString("operation", row.Name);
            writer.WriteNumber("count", row.Count);
            writer.WriteNumber("ms", row.Milliseconds);
            writer.WriteNumber("share", row.Milliseconds / _total);
            writer.WriteNumber("multiply_accumulates", row.Products);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private sealed record Row(string Name, int Count, double Milliseconds, long Products);

    private sealed class Watcher : OpObserver
    {
        private readonly Dictionary<string, Row> _rows = [];
        private long _last = Stopwatch.GetTimestamp();

        protected override bool AllowsJoining => true;

        public Dictionary<string, Row>.ValueCollection Finish()
        {
            Add(Between, 0, 0);
            return _rows.Values;
        }

        protected override void OnOperation(Op op, ReadOnlySpan<Tensor> inputs, Tensor output)
        {
            StringBuilder name = new(op.Name);
            foreach (Tensor input in inputs) name.Append(' ').Append(input.Shape);
            Add(name.Append(" -> ").Append(output.Shape).ToString(), 1, op.MultiplyAccumulates(inputs, output));
        }

        private void Add(string name, int count, long products)
        {
            double time = Stopwatch.GetElapsedTime(_last).TotalMilliseconds;
            Row old = _rows.GetValueOrDefault(name, new(name, 0, 0, 0));
            _rows[name] = old with { Count = old.Count + count, Milliseconds = old.Milliseconds + time, Products = old.Products + products };
            _last = Stopwatch.GetTimestamp();
        }
    }
}
