using System.Globalization;
using Spectre.Console;

namespace Nabla.Cli.Training;

/// <summary>Training on the terminal: a bar with rate, time left, loss and accuracy, and a line per epoch; plain lines when output is not a terminal.</summary>
internal sealed class LiveProgress : ITrainingObserver
{
    private readonly ProgressTask? _bar;
    private readonly int _samples;
    private int _epochs, _batches;
    private double _loss, _accuracy;

    private LiveProgress(ProgressTask? bar, int samples) => (_bar, _samples) = (bar, samples);

    /// <summary>Runs a training with its progress shown.</summary>
    public static EvaluationResult Show(TrainingRun run, string folder, Func<EvaluationResult> fit)
    {
        TrainSettings settings = run.Settings;
        long parameters = run.Trainer.Model.Parameters().Sum(parameter => parameter.Shape.Count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{settings.Model} ({parameters:N0} parameters) on {run.Data.Source}: {run.Data.Train.Count:N0} to learn from, {run.Data.Test.Count:N0} to test on"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{settings.Epochs} epochs of {run.Train.Count} steps, batch {settings.BatchSize}, {settings.Optimizer}, {settings.Schedule} schedule up to {settings.LearningRate:g3}; {ThreadCount.Text}; Ctrl-C saves and stops; results in {folder}"));
        if (Console.IsOutputRedirected)
        {
            run.Trainer.With(new LiveProgress(null, settings.BatchSize));
            return fit();
        }
        EvaluationResult? result = null;
        AnsiConsole.Progress().AutoClear(true).HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask bar = context.AddTask("starting", maxValue: Math.Max(1, (double)settings.Epochs * run.Train.Count));
                run.Trainer.With(new LiveProgress(bar, settings.BatchSize));
                result = fit();
            });
        return result!;
    }

    public void Started(TrainingProgress progress, int epochs, int batches)
    {
        (_epochs, _batches) = (epochs, batches);
        if (progress.Step > 0) Console.WriteLine($"resuming at epoch {progress.Epoch + 1}, step {progress.Step + 1}");
        if (_bar is not null) _bar.Value = progress.Step;
    }

    public void Stepped(TrainingStep step)
    {
        // A running mean over about 30 steps reads more calmly than the raw loss.
        double share = step.Batch == 0 ? 1 : 1.0 / Math.Min(30, step.Batch + 1);
        _loss += (step.Loss - _loss) * share;
        _accuracy += (step.Accuracy - _accuracy) * share;
        if (_bar is null) return;
        _bar.Value = step.Step;
        double rate = (_bar.Speed ?? 0) * _samples;
        _bar.Description = string.Create(CultureInfo.InvariantCulture,
            $"[bold]epoch {step.Epoch + 1}/{_epochs}[/] loss [yellow]{_loss:F3}[/] accuracy [green]{_accuracy:F3}[/] [grey]{rate:N0} img/s[/]");
    }

    public void EpochEnded(EpochResult epoch)
    {
        string test = epoch.Evaluation is { } result
            ? string.Create(CultureInfo.InvariantCulture, $"  test loss {result.Loss:F3}  test accuracy {result.Accuracy:F4}") : string.Empty;
        string line = string.Create(CultureInfo.InvariantCulture,
            $"epoch {epoch.Epoch + 1,3}/{_epochs}  loss {epoch.Loss:F3}  accuracy {epoch.Accuracy:F4}{test}  {epoch.Seconds,6:F1} s");
        if (_bar is null) Console.WriteLine(line);
        else AnsiConsole.MarkupLine(Markup.Escape(line));
    }
}
