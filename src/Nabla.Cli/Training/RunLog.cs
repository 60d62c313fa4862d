using Nabla.Training;
using Nabla.Training.TensorBoard;

namespace Nabla.Cli.Training;

/// <summary>Writes the metrics file and the TensorBoard events of a training; lines after the checkpoint are cut when it resumes.</summary>
internal sealed class RunLog : ITrainingObserver, IDisposable
{
    public const string MetricsName = "metrics.jsonl";

    private readonly MetricsLog _metrics;
    private readonly EventFileWriter _events;

    public RunLog(string folder, TrainingProgress start)
    {
        _metrics = new(Path.Combine(folder, MetricsName), line => line.TryGetProperty("step", out System.Text.Json.JsonElement step) && step.GetInt64() <= start.Step);
        _events = new(folder, start.Step > 0 ? start.Step + 1 : null);
    }

    public void Stepped(TrainingStep step)
    {
        _metrics.Append(
            ("epoch", step.Epoch), ("step", step.Step), ("loss", step.Loss), ("accuracy", step.Accuracy), ("lr", step.LearningRate));
        if (step.Step % 10 != 0) return;
        _events.AddScalar("train/loss", step.Loss, step.Step);
        _events.AddScalar("train/accuracy", step.Accuracy, step.Step);
        _events.AddScalar("train/learning_rate", step.LearningRate, step.Step);
    }

    public void EpochEnded(EpochResult epoch)
    {
        if (epoch.Evaluation is { } result)
        {
            _metrics.Append(
                ("epoch", epoch.Epoch), ("step", epoch.Step), ("train_loss", epoch.Loss), ("train_accuracy", epoch.Accuracy),
                ("test_loss", result.Loss), ("test_accuracy", result.Accuracy), ("seconds", epoch.Seconds));
            _events.AddScalar("test/loss", result.Loss, epoch.Step);
            _events.AddScalar("test/accuracy", result.Accuracy, epoch.Step);
        }
        else
        {
            _metrics.Append(("epoch", epoch.Epoch), ("step", epoch.Step), ("train_loss", epoch.Loss), ("train_accuracy", epoch.Accuracy), ("seconds", epoch.Seconds));
        }
        _metrics.Flush();
        _events.Flush();
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _events.Dispose();
    }
}
