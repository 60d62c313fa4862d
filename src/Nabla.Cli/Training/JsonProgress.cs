namespace Nabla.Cli.Training;

/// <summary>One JSON object a line on standard output.</summary>
internal sealed class JsonProgress : ITrainingObserver
{
    private const int Every = 10;

    public void Stepped(TrainingStep step)
    {
        if (step.Step % Every == 0) Write(step.Epoch, step.Step, step.Loss, step.Accuracy, null);
    }

    public void EpochEnded(EpochResult epoch) => Write(epoch.Epoch, epoch.Step, epoch.Loss, epoch.Accuracy, epoch.Evaluation);

    private static void Write(int epoch, long step, double loss, double accuracy, EvaluationResult? test) => JsonOutput.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("epoch", epoch);
        writer.WriteNumber("step", step);
        writer.WriteNumber("loss", loss);
        writer.WriteNumber("accuracy", accuracy);
        if (test is not null) writer.WriteNumber("test_accuracy", test.Accuracy);
        writer.WriteEndObject();
    });
}
