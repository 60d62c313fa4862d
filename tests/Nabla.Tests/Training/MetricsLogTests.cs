using Nabla.Formats;
using Nabla.Tests.Support;
using Nabla.Training;

namespace Nabla.Tests.Training;

public sealed class MetricsLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["run/metrics.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Appends_one_object_a_line()
    {
        using (var log = new MetricsLog(File))
        {
            log.Append(("epoch", 1), ("loss", 0.5), ("nan", double.NaN), ("inf", double.NegativeInfinity));
            log.Append(json => json.WriteString("note", "∇ <b>"));
        }
        Assert.Equal("{\"epoch\":1,\"loss\":0.5,\"nan\":\"NaN\",\"inf\":\"-Infinity\"}\n{\"note\":\"∇ <b>\"}\n", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Goes_on_where_it_ended()
    {
        using (var log = new MetricsLog(File)) log.Append(("step", 1));
        using (var log = new MetricsLog(File)) log.Append(("step", 2));
        Assert.Equal([1, 2], Steps());
    }

    [Theory]
    [InlineData("{\"ste")]
    [InlineData("{\"step\":3}")] // no line break: its last digit may be missing
    [InlineData("\0\0\0\0")]
    [InlineData("\0\0\0\n")]
    public void A_torn_last_line_is_ignored_and_cut(string torn)
    {
        using (var log = new MetricsLog(File)) log.Append(("step", 1));
        System.IO.File.AppendAllText(File, torn);
        Assert.Equal([1], Steps());
        using (var log = new MetricsLog(File)) log.Append(("step", 2));
        Assert.Equal("{\"step\":1}\n{\"step\":2}\n", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Lines_after_the_checkpoint_are_cut_when_resuming()
    {
        using (var log = new MetricsLog(File))
        {
            for (int step = 0; step < 5; step++) log.Append(("step", step));
        }
        using (var log = new MetricsLog(File, line => line.GetProperty("step").GetInt32() < 3)) log.Append(("step", 30));
        Assert.Equal([0, 1, 2, 30], Steps());
    }

    [Fact]
    public void Lines_are_readable_while_the_log_is_open()
    {
        using var log = new MetricsLog(File);
        log.Append(("step", 1));
        Assert.Equal([1], Steps());
    }

    [Theory]
    [InlineData("{\"step\":1}\nnonsense\n{\"step\":2}\n", "line 2 is not JSON")]
    [InlineData("{\"step\":1}\n[1]\n", "line 2 is not a JSON object")]
    public void A_foreign_file_is_refused_and_left_alone(string text, string what)
    {
        string path = _folder["foreign.txt"];
        System.IO.File.WriteAllText(path, text);
        Assert.Contains(what, Assert.Throws<NablaFormatException>(() => new MetricsLog(path)).Message);
        Assert.Equal(text, System.IO.File.ReadAllText(path));
    }

    [Fact]
    public void Threads_do_not_mix_their_lines()
    {
        using (var log = new MetricsLog(File)) Parallel.For(0, 200, i => log.Append(("step", i), ("text", 1.0 / 3)));
        Assert.Equal(Enumerable.Range(0, 200), Steps().Order());
    }

    private IEnumerable<int> Steps() => MetricsLog.Read(File).Select(line => line.GetProperty("step").GetInt32());
}
