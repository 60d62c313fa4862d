using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Nabla.Cli.CharLm;
using Nabla.Cli.Training;
using Spectre.Console;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla train char-lm</c>: trains a recurrent network to predict the next character of a text, and lets it write.</summary>
internal static class CharLmCommand
{
    private const string DefaultFolder = "runs/char-lm";

    public static Command Create()
    {
        CharLmSettings preset = new();
        Option<string?> data = new("--data") { Description = "UTF-8 text file; the embedded chapters of Moby-Dick when omitted. The last tenth is held out." };
        Option<string?> cell = new("--cell") { Description = $"lstm or gru; {preset.Cell} when omitted." };
        cell.AcceptOnlyFromAmong("lstm", "gru");
        Option<int?> width = Whole("--width", "Units of a layer.", preset.Width), layers = Whole("--layers", "Number of layers.", preset.Layers), embedding = Whole("--embedding", "Numbers that stand for a character.", preset.Embedding);
        Option<int?> window = Whole("--window", "Characters of a training sample.", preset.Window), batch = Whole("--batch-size", "Samples per step.", preset.BatchSize);
        Option<int?> epochs = GlobalOptions.Number<int?>("--epochs", $"Passes over the text; {preset.Epochs} when omitted.", value => value is null or >= 0, "0 or more");
        Option<double?> rate = GlobalOptions.Number<double?>("--lr", "Highest learning rate of the one-cycle schedule.", value => value is null or > 0 and < double.PositiveInfinity, "a positive number");
        Option<double?> dropout = GlobalOptions.Number<double?>("--dropout", "Share of activations dropped between layers.", value => value is null or >= 0 and < 1, "in 0..1");
        Option<double?> clip = GlobalOptions.Number<double?>("--clip", "Largest norm of the gradients.", value => value is null or > 0, "a positive number");
        Option<int> length = GlobalOptions.Number<int>("--length", "Characters of the sample at the end.", value => value >= 0, "0 or more");
        length.DefaultValueFactory = _ => 400;
        Option<double> temperature = SampleCommand.Temperature();
        Option<string?> prompt = SampleCommand.Prompt();
        Option<string?> output = new("--out") { Description = $"Folder for checkpoint, metrics and sample; {DefaultFolder} when omitted." };
        Option<bool> resume = new("--resume") { Description = "Go on from the checkpoint in --out, with its settings." };
        Option<bool> json = new("--json") { Description = "Print one JSON object a line." };
        Command command = new("char-lm", "Trains a recurrent network to predict the next character of a text, and lets it write.")
        {
            data, cell, width, layers, embedding, window, batch, epochs, rate, dropout, clip, length, temperature, prompt, output, resume, json,
        };
        command.SetAction(parsed =>
        {
            string folder = parsed.GetValue(output) ?? DefaultFolder, checkpoint = Path.Combine(folder, RunFolder.CheckpointName);
            Sample sample = new(parsed.GetValue(length), parsed.GetValue(temperature), parsed.GetValue(prompt));
            if (parsed.GetValue(resume))
            {
                Option[] fixedByCheckpoint = [data, cell, width, layers, embedding, window, batch, epochs, rate, dropout, clip];
                string? given = fixedByCheckpoint.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;
                if (given is not null) throw new UsageException($"--resume goes on with the settings in the checkpoint; {given} cannot be given with it.");
                if (!File.Exists(checkpoint)) throw new FileNotFoundException($"There is no checkpoint to resume: '{checkpoint}' does not exist.", checkpoint);
                Run(CharLmRun.ReadSettings(checkpoint), folder, checkpoint, true, sample, parsed.GetValue(json));
                return;
            }
            if (File.Exists(checkpoint)) throw new UsageException($"The folder '{folder}' already holds a checkpoint; pass --resume to go on with it, or another --out.");
            CharLmSettings settings = preset with
            {
                Data = parsed.GetValue(data) is { } at ? Path.GetFullPath(at) : null,
                Cell = parsed.GetValue(cell) ?? preset.Cell,
                Width = parsed.GetValue(width) ?? preset.Width,
                Layers = parsed.GetValue(layers) ?? preset.Layers,
                Embedding = parsed.GetValue(embedding) ?? preset.Embedding,
                Window = parsed.GetValue(window) ?? preset.Window,
                BatchSize = parsed.GetValue(batch) ?? preset.BatchSize,
                Epochs = parsed.GetValue(epochs) ?? preset.Epochs,
                LearningRate = parsed.GetValue(rate) ?? preset.LearningRate,
                Dropout = parsed.GetValue(dropout) ?? preset.Dropout,
                ClipNorm = parsed.GetValue(clip) ?? preset.ClipNorm,
                Seed = parsed.GetValue(GlobalOptions.Seed),
            };
            Run(settings, folder, checkpoint, false, sample, parsed.GetValue(json));
        });
        return command;
    }

    private static void Run(CharLmSettings settings, string folder, string checkpoint, bool resume, Sample sample, bool json)
    {
        CharLmRun run = CharLmRun.Build(settings, checkpoint);
        string prompt = sample.Prompt ?? CharText.Prompt(run.Text.Alphabet);
        CharText.Encode(prompt, run.Text.Alphabet);
        using RunClaim claim = new(folder);
        if (resume) run.Trainer.Resume(checkpoint);
        using CancellationTokenSource cancel = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        double before = run.Trainer.Progress.Seconds;
        Stopwatch watch = Stopwatch.StartNew();
        double bits;
        using (CharLmMonitor monitor = new(run, folder, json, cancel.Token))
        {
            run.Trainer.With(monitor);
            try
            {
                Fit(run, monitor, json, cancel.Token);
            }
            catch (OperationCanceledException)
            {
                throw new OperationCanceledException($"Stopped after step {run.Trainer.Progress.Step}; the checkpoint is in '{folder}'. Go on with: nabla train char-lm --resume --out {folder}");
            }
            bits = monitor.TestBits ?? run.Model.BitsPerCharacter(run.Text.Test, cancel.Token);
        }
        double seconds = before + watch.Elapsed.TotalSeconds;
        string text = CharSampler.Write(run.Model, run.Text.Alphabet, prompt, sample.Length, sample.Temperature, settings.Seed);
        AtomicFile.Write(Path.Combine(folder, "sample.txt"), text);
        if (json)
        {
            JsonOutput.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("test_bits_per_character", bits);
                writer.WriteNumber("seconds", Math.Round(seconds, 3));
                writer.WriteNumber("peak_bytes", BufferPool.PeakBytes);
                writer.WriteString("sample", text);
                writer.WriteEndObject();
            });
            return;
        }
        Console.WriteLine();
        Console.WriteLine(text);
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test bits per character: {bits:F4}"));

        void Stop(PosixSignalContext context)
        {
            // The first signal ends the step and saves; a second one ends the process the usual way.
            context.Cancel = !cancel.IsCancellationRequested;
            cancel.Cancel();
        }
    }

    private static void Fit(CharLmRun run, CharLmMonitor monitor, bool json, CancellationToken cancellation)
    {
        if (!json)
        {
            CharLmSettings settings = run.Settings;
            long parameters = run.Model.Parameters().Sum(parameter => parameter.Shape.Count);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{settings.Cell} of {settings.Layers} x {settings.Width} ({parameters:N0} parameters) on {run.Text.Source}: {run.Text.Train.Length:N0} characters to learn from, {run.Text.Test.Length:N0} to test on, {run.Text.Alphabet.Length} different"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{settings.Epochs} epochs of {run.Batches.Count} steps, batch {settings.BatchSize} x {settings.Window}; {ThreadCount.Text}; Ctrl-C saves and stops"));
        }
        if (json || Console.IsOutputRedirected)
        {
            run.Trainer.Fit(run.Batches, null, cancellation);
            return;
        }
        AnsiConsole.Progress().AutoClear(true).HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                monitor.Bar = context.AddTask("starting", maxValue: Math.Max(1, (double)run.Settings.Epochs * run.Batches.Count));
                run.Trainer.Fit(run.Batches, null, cancellation);
            });
    }

    private static Option<int?> Whole(string name, string description, int preset) =>
        GlobalOptions.Number<int?>(name, string.Create(CultureInfo.InvariantCulture, $"{description.TrimEnd('.')}; {preset} when omitted."), value => value is null or >= 1, "1 or more");

    /// <summary>What to write at the end.</summary>
    private sealed record Sample(int Length, double Temperature, string? Prompt);
}
