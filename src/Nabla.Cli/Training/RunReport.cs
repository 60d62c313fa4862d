using System.Globalization;
using System.Text.Json;
using Nabla.Training;
using Nabla.Vision.Reports;

namespace Nabla.Cli.Training;

/// <summary>Makes the report of a finished training from its metrics file and its evaluation.</summary>
internal static class RunReport
{
    private const int Pictures = 24;

    public static void Save(string path, TrainingRun run, EvaluationResult result, string folder, double seconds)
    {
        IReadOnlyList<JsonElement> lines = MetricsLog.Read(Path.Combine(folder, RunLog.MetricsName));
        TrainSettings settings = run.Settings;
        long parameters = run.Trainer.Model.Parameters().Sum(parameter => parameter.Shape.Count);
        new TrainingReport
        {
            Title = $"{settings.Model} on {settings.Recipe}",
            Summary = $"Trained on {run.Data.Source}.",
            Headlines =
            [
                new("Test accuracy", result.Accuracy.ToString("P2", CultureInfo.InvariantCulture)),
                new("Test loss", result.Loss.ToString("F4", CultureInfo.InvariantCulture)),
                new("Training time", string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s")),
                new("Parameters", parameters.ToString("N0", CultureInfo.InvariantCulture)),
            ],
            Facts =
            [
                new("Model", $"{settings.Model} {string.Join(" ", settings.Set)}".Trim()),
                new("Data", run.Data.Source),
                new("Training pictures", run.Data.Train.Count.ToString("N0", CultureInfo.InvariantCulture)),
                new("Test pictures", run.Data.Test.Count.ToString("N0", CultureInfo.InvariantCulture)),
                new("Epochs", settings.Epochs.ToString(CultureInfo.InvariantCulture)),
                new("Batch size", settings.BatchSize.ToString(CultureInfo.InvariantCulture)),
                new("Optimiser", string.Create(CultureInfo.InvariantCulture, $"{settings.Optimizer}, learning rate {settings.LearningRate:g4}, weight decay {settings.WeightDecay:g4}")),
                new("Schedule", settings.Schedule),
                new("Label smoothing", settings.LabelSmoothing.ToString("g4", CultureInfo.InvariantCulture)),
                new("Weight averaging", settings.EmaDecay.ToString("g4", CultureInfo.InvariantCulture)),
                new("Augmentation", string.Create(CultureInfo.InvariantCulture, $"mirror {settings.Mirror:g3}, shift {settings.Shift}, erase {settings.Erase:g3}")),
                new("Seed", settings.Seed.ToString(CultureInfo.InvariantCulture)),
                new("Threads", Kernels.Threading.WorkPool.Threads.ToString(CultureInfo.InvariantCulture)),
                new("Peak tensor memory", string.Create(CultureInfo.InvariantCulture, $"{BufferPool.PeakBytes / 1e6:N0} MB")),
            ],
            Charts =
            [
                new("Loss", "step", Series(lines, ("training, single steps", "loss"), ("training, epoch mean", "train_loss"), ("test", "test_loss"))),
                new("Accuracy", "step", Series(lines, ("training, epoch mean", "train_accuracy"), ("test", "test_accuracy"))) { Unit = ReportUnit.Percent },
                new("Learning rate", "step", Series(lines, ("learning rate", "lr"))),
            ],
            ClassNames = run.Data.Train.ClassNames,
            Confusion = result.Confusion,
            Wrong = Choose(run, result, right: false),
            Right = Choose(run, result, right: true),
        }.Save(path);
    }

    private static List<ReportSeries> Series(IReadOnlyList<JsonElement> lines, params ReadOnlySpan<(string Title, string Key)> wanted)
    {
        List<ReportSeries> series = [];
        foreach ((string title, string key) in wanted)
        {
            List<double> x = [], y = [];
            foreach (JsonElement line in lines)
            {
                if (!line.TryGetProperty(key, out JsonElement value) || value.ValueKind != JsonValueKind.Number) continue;
                x.Add(line.GetProperty("step").GetDouble());
                y.Add(value.GetDouble());
            }
            if (x.Count > 0) series.Add(new(title, x, y));
        }
        return series;
    }

    /// <summary>The mistakes made with most confidence; of the right answers, evenly spaced ones.</summary>
    private static List<ReportPicture> Choose(TrainingRun run, EvaluationResult result, bool right)
    {
        List<int> found = [.. Enumerable.Range(0, result.Samples).Where(i => result.Predictions[i] == result.Targets[i] == right)];
        IEnumerable<int> chosen = right
            ? Enumerable.Range(0, Math.Min(Pictures, found.Count)).Select(i => found[(int)((long)i * found.Count / Math.Min(Pictures, found.Count))])
            : found.OrderByDescending(i => result.Probabilities[i]).Take(Pictures);
        IReadOnlyList<string> names = run.Data.Test.ClassNames;
        return [.. chosen.Select(i => new ReportPicture(run.Data.Test.ToImage(i), names[result.Targets[i]], names[result.Predictions[i]], result.Probabilities[i]))];
    }
}
