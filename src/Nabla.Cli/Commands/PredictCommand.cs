using System.CommandLine;
using System.Globalization;
using Nabla.Cli.Training;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla predict</c>: classifies picture files with a trained model.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        Argument<string> folder = new("out") { Description = "Folder of a training, its checkpoint, or a registered model with --weights." };
        Argument<string[]> files = new("files") { Description = "Picture files.", Arity = ArgumentArity.OneOrMore };
        Option<int> top = GlobalOptions.Number<int>("--top", "Classes to show for each picture.", value => value >= 1, "1 or more");
        top.DefaultValueFactory = _ => 3;
        Option<string?> weights = new("--weights") { Description = "Weights of a registered model." };
        Option<string?> labels = new("--labels") { Description = "File with a class name a line." };
        Option<string[]> set = ModelArguments.Set();
        Option<bool> json = GlobalOptions.Json();
        Command command = new("predict", "Classifies picture files.") { folder, files, top, weights, labels, set, json };
        command.SetAction(parsed =>
        {
            PictureClassifier run = PictureClassifier.Open(parsed.GetRequiredValue(folder), parsed.GetValue(weights), parsed.GetValue(labels), parsed.GetValue(set));
            string[] paths = parsed.GetRequiredValue(files);
            int count = parsed.GetValue(top);
            List<(string File, (int Class, float Probability)[] Best)> answers = [];
            using GradMode.Restore mode = GradMode.Inference();
            foreach (string path in paths)
            {
                using TensorScope scope = new();
                float[] shares = run.Model.Call(run.Load(path).Input).Softmax(1).ToArray<float>();
                answers.Add((path, [.. shares.Select((share, i) => (i, share)).OrderByDescending(pair => pair.share).Take(count)]));
            }
            if (parsed.GetValue(json)) WriteJson(answers, run);
            else WriteLines(answers, run);
        });
        return command;
    }

    private static void WriteLines(List<(string File, (int Class, float Probability)[] Best)> answers, PictureClassifier run)
    {
        foreach ((string file, (int Class, float Probability)[] best) in answers)
        {
            string shares = string.Join(", ", best.Select(one => string.Create(CultureInfo.InvariantCulture, $"{run.Name(one.Class)} {one.Probability:P1}")));
            Console.WriteLine($"{file}: {shares}");
        }
    }

    private static void WriteJson(List<(string File, (int Class, float Probability)[] Best)> answers, PictureClassifier run) => JsonOutput.Write(writer =>
    {
        writer.WriteStartArray();
        foreach ((string file, (int Class, float Probability)[] best) in answers)
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writer.WriteStartArray("top");
            foreach ((int number, float probability) in best)
            {
                writer.WriteStartObject();
                writer.WriteString("class", run.Name(number));
                writer.WriteNumber("probability", probability);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });
}
