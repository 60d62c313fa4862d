using System.CommandLine;
using System.Globalization;
using Nabla.Cli.Training;
using Nabla.Vision;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla eval</c>: accuracy of a trained model.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        Argument<string> folder = new("out") { Description = "Folder of a training, or its checkpoint." };
        Option<string?> data = new("--data") { Description = "Folder with IDX files or class folders; what it was trained on when omitted." };
        Option<bool> json = GlobalOptions.Json();
        Command command = new("eval", "Evaluates a trained model on test data.") { folder, data, json };
        command.SetAction(parsed =>
        {
            RunFolder run = RunFolder.Open(parsed.GetRequiredValue(folder));
            TrainingData source = TrainingData.Open(run.TrainedWith.Recipe, parsed.GetValue(data) ?? run.TrainedWith.Data, run.TrainedWith.Pictures);
            LabelledImages test = source.Test;
            if (test.Channels != run.Input[0] || test.Height != run.Input[1] || test.Width != run.Input[2])
                throw new InvalidDataException($"The model was trained on pictures of {string.Join(" x ", run.Input)}; these are {test.Channels} x {test.Height} x {test.Width}.");
            if (test.ClassNames.Count != run.Classes.Count)
                throw new InvalidDataException($"The model knows {run.Classes.Count} classes; the data have {test.ClassNames.Count}.");
            EvaluationResult result = Evaluator.Run(run.Model, new ImageBatches(test, 250, (run.Mean, run.Deviation)));
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("samples", result.Samples);
                    writer.WriteNumber("test_loss", result.Loss);
                    writer.WriteNumber("test_accuracy", result.Accuracy);
                    writer.WriteEndObject();
                });
                return;
            }
            for (int i = 0; i < run.Classes.Count; i++)
            {
                long total = result.Confusion[i].Sum();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Classes[i],-12} {(total == 0 ? double.NaN : (double)result.Confusion[i][i] / total):F4} of {total:N0}"));
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test loss: {result.Loss:F4}"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test accuracy: {result.Accuracy:F4}"));
        });
        return command;
    }
}
