using System.Text.Json;
using Nabla.Cli.CharLm;

namespace Nabla.Cli.Tests;

[Collection("console")]
public class CharLmTests
{
    private static readonly string[] Small = ["--width", "24", "--embedding", "8", "--window", "32", "--batch-size", "8", "--length", "60"];

    [Fact]
    public void A_text_is_learned_and_written()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        File.WriteAllText(folder["text.txt"], Rhyme(300));
        (int code, string output, string error) = NablaCommand.Run(["train", "char-lm", "--data", folder["text.txt"], "--epochs", "12", "--lr", "0.02", "--prompt", "one ", "--out", folder["run"], .. Small]);
        Assert.True(code == 0, error);
        string last = output.TrimEnd().Split('\n')[^1].Trim();
        Assert.StartsWith("test bits per character: ", last, StringComparison.Ordinal);
        Assert.True(double.Parse(last["test bits per character: ".Length..], System.Globalization.CultureInfo.InvariantCulture) < 0.5, last);
        string[] files = [.. Directory.GetFiles(folder["run"]).Select(file => Path.GetFileName(file))];
        Assert.Contains("checkpoint.safetensors", files);
        Assert.Contains("metrics.jsonl", files);
        Assert.Contains(files, file => file.StartsWith("events.out.tfevents.", StringComparison.Ordinal));
        Assert.Equal(64, File.ReadAllText(folder["run/sample.txt"]).Length);

        (int sampled, string text, _) = NablaCommand.Run("sample", folder["run"], "--length", "30", "--temperature", "0", "--prompt", "one two ");
        Assert.Equal(0, sampled);
        Assert.StartsWith("one two three four", text, StringComparison.Ordinal);
        string[] again = [.. Enumerable.Range(0, 3).Select(i => NablaCommand.Run("sample", folder["run"], "--seed", i < 2 ? "1" : "2", "--temperature", "2", "--json").Output)];
        Assert.Equal(again[0], again[1]);
        Assert.NotEqual(again[0], again[2]);
        (int wrong, _, string message) = NablaCommand.Run("sample", folder["run"], "--prompt", "Ω");
        Assert.Equal(2, wrong);
        Assert.Contains("U+03A9", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_gives_one_document_a_line()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        File.WriteAllText(folder["text.txt"], Rhyme(120));
        (int code, string output, string error) = NablaCommand.Run(["train", "char-lm", "--data", folder["text.txt"], "--epochs", "1", "--cell", "gru", "--prompt", "o", "--out", folder["run"], "--json", .. Small]);
        Assert.True(code == 0, error);
        string[] lines = output.TrimEnd().Split('\n');
        Assert.All(lines, line => JsonDocument.Parse(line).Dispose());
        using JsonDocument last = JsonDocument.Parse(lines[^1]);
        Assert.True(last.RootElement.GetProperty("test_bits_per_character").GetDouble() > 0);
        Assert.True(last.RootElement.GetProperty("peak_bytes").GetInt64() > 0);
        Assert.Equal(61, last.RootElement.GetProperty("sample").GetString()!.Length);
    }

    [Fact]
    public void A_resumed_training_ends_with_the_bits_of_an_uninterrupted_one()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        File.WriteAllText(folder["text.txt"], Rhyme(200));
        CharLmSettings settings = new() { Data = folder["text.txt"], Width = 16, Layers = 2, Embedding = 8, Window = 32, BatchSize = 8, Epochs = 2, Dropout = 0.3 };
        CharLmRun whole = CharLmRun.Build(settings, folder["whole.safetensors"]);
        whole.Trainer.Fit(whole.Batches);

        CharLmRun broken = CharLmRun.Build(settings, folder["broken.safetensors"]);
        using CancellationTokenSource cancel = new();
        broken.Trainer.With(new StopAfter(whole.Batches.Count + 2, cancel));
        Assert.Throws<OperationCanceledException>(() => broken.Trainer.Fit(broken.Batches, null, cancel.Token));
        CharLmRun resumed = CharLmRun.Build(CharLmRun.ReadSettings(folder["broken.safetensors"]), folder["broken.safetensors"]);
        resumed.Trainer.Resume(folder["broken.safetensors"]);
        Assert.Equal(whole.Batches.Count + 2, resumed.Trainer.Progress.Step);
        resumed.Trainer.Fit(resumed.Batches);
        foreach ((string key, Tensor value) in whole.Model.StateDict()) Assert.Equal(value.ToArray<float>(), resumed.Model.StateDict()[key].ToArray<float>());
    }

    [Fact]
    public void The_embedded_text_is_whole()
    {
        CharText text = CharText.Open(null);
        Assert.Equal(997_700, text.Train.Length + text.Test.Length);
        Assert.Equal(80, text.Alphabet.Length);
        Assert.Equal("CHAPTER 1. Loomings.", string.Concat(text.Train.Take(20).Select(letter => text.Alphabet[letter])));
    }

    [Fact]
    public void Streams_side_by_side_measure_what_one_long_stream_does()
    {
        CharModel model = new(Weights.Random(3), new() { Width = 8, Embedding = 4, Window = 10 }, 5);
        int[] text = [.. Enumerable.Range(0, 700).Select(i => i * i % 5)];
        Tensor letters = Tensor.Of([.. text[..^1].Select(letter => (long)letter)], [1, 699]), next = Tensor.Of([.. text[1..].Select(letter => (long)letter)]);
        model.Eval();
        double expected = Functional.CrossEntropy(model.Advance(letters, null).Scores, next).Item() / Math.Log(2);
        Assert.Equal(expected, model.BitsPerCharacter(text), 1e-5);
    }

    public static TheoryData<int, string[], string> Mistakes => new()
    {
        { 2, ["train", "char-lm", "--cell", "magic"], "magic" },
        { 2, ["train", "char-lm", "--width", "0"], "--width" },
        { 2, ["train", "char-lm", "--prompt", ""], "--prompt" },
        { 2, ["train", "char-lm", "--window", "900000", "--out", "/tmp/nabla-none"], "--window" },
        { 1, ["train", "char-lm", "--data", "/no/such.txt"], "/no/such.txt" },
        { 1, ["train", "char-lm", "--resume", "--out", "/no/such/run"], "/no/such/run" },
        { 1, ["sample", "/no/such/run"], "/no/such/run" },
        { 2, ["sample", "x", "--temperature", "-1"], "--temperature" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistakes_give_one_line(int expected, string[] arguments, string mention)
    {
        (int code, _, string error) = NablaCommand.Run(arguments);
        Assert.Equal(expected, code);
        Assert.Contains(mention, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    private static string Rhyme(int times) => string.Concat(Enumerable.Repeat("one two three four five\n", times));

    private sealed class StopAfter(long steps, CancellationTokenSource cancel) : ITrainingObserver
    {
        public void Stepped(TrainingStep step)
        {
            if (step.Step == steps) cancel.Cancel();
        }
    }
}
