using System.Globalization;
using Nabla.Cli.Training;
using Nabla.Training.TensorBoard;
using Spectre.Console;

namespace Nabla.Cli.CharLm;

/// <summary>Watches a training: evaluates after every epoch, writes metrics and events, and shows progress as a bar, as lines, or as JSON.</summary>
internal sealed class CharLmMonitor : ITrainingObserver, IDisposable
{
    private readonly CharLmRun _run;
    private readonly bool _json;
    private readonly CancellationToken _cancellation;
    private readonly MetricsLog _metrics;
    private readonly EventFileWriter _events;
    private double _bits;

    public CharLmMonitor(CharLmRun run, string folder, bool json, CancellationToken cancellation)
    {
        (_run, _json, _cancellation) = (run, json, cancellation);
        long start = run.Trainer.Progress.Step;
        _metrics = new(Path.Combine(folder, RunLog.MetricsName), line => line.TryGetProperty("step", out System.Text.Json.JsonElement step) && step.GetInt64() <= start);
        _events = new(folder, start > 0 ? start + 1 : null);
    }

    /// <summary>Bits per character of the held-out text after the last epoch; null before the first.</summary>
    public double? TestBits { get; private set; }

    /// <summary>The bar; null where lines are shown.</summary>
    public ProgressTask? Bar { get; set; }

    public void Started(TrainingProgress progress, int epochs, int batches)
    {
        if (!_json && progress.Step > 0) Console.WriteLine($"resuming at epoch {progress.Epoch + 1}, step {progress.Step + 1}");
        if (Bar is not null) Bar.Value = progress.Step;
    }

    public void Stepped(TrainingStep step)
    {
        double bits = step.Loss / Math.Log(2);
        _metrics.Append(("epoch", step.Epoch), ("step", step.Step), ("loss", step.Loss), ("bits", bits), ("lr", step.LearningRate), ("gradient_norm", step.GradientNorm ?? double.NaN));
        if (step.Step % 10 == 0)
        {
            _events.AddScalar("train/bits", bits, step.Step);
            _events.AddScalar("train/learning_rate", step.LearningRate, step.Step);
            if (_json) WriteJson(step.Epoch, step.Step, step.Loss, bits, null);
        }
        // A running mean over about 30 steps reads more calmly than the raw loss.
        _bits += (bits - _bits) / (step.Batch == 0 ? 1 : Math.Min(30, step.Batch + 1));
        if (Bar is null) return;
        Bar.Value = step.Step;
        double rate = (Bar.Speed ?? 0) * step.Samples;
        Bar.Description = string.Create(CultureInfo.InvariantCulture, $"[bold]epoch {step.Epoch + 1}/{_run.Settings.Epochs}[/] [yellow]{_bits:F3}[/] bits a character [grey]{rate:N0} characters/s[/]");
    }

    public void EpochEnded(EpochResult epoch)
    {
        double test = _run.Model.BitsPerCharacter(_run.Text.Test, _cancellation), train = epoch.Loss / Math.Log(2);
        TestBits = test;
        _metrics.Append(("epoch", epoch.Epoch), ("step", epoch.Step), ("train_bits", train), ("test_bits", test), ("seconds", epoch.Seconds));
        _metrics.Flush();
        _events.AddScalar("test/bits", test, epoch.Step);
        _events.Flush();
        if (_json)
        {
            WriteJson(epoch.Epoch, epoch.Step, epoch.Loss, train, test);
            return;
        }
        string line = string.Create(CultureInfo.InvariantCulture,
            $"epoch {epoch.Epoch + 1,3}/{_run.Settings.Epochs}  bits per character: training {train:F4}, test {test:F4}  {epoch.Seconds,6:F1} s");
        if (Bar is null) Console.WriteLine(line);
        else AnsiConsole.MarkupLine(Markup.Escape(line));
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _events.Dispose();
    }

    private static void WriteJson(int epoch, long step, double loss, double bits, double? test) => JsonOutput.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("epoch", epoch);
        writer.WriteNumber("step", step);
        writer.WriteNumber("loss", loss);
        writer.WriteNumber("bits_per_character", bits);
        if (test is { } value) writer.WriteNumber("test_bits_per_character", value);
        writer.WriteEndObject();
    });
}
