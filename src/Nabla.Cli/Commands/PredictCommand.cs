using System.CommandLine;
using System.Globalization;
using Nabla.Cli.Training;
using Nabla.Vision;
using Nabla.Vision.Images;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla predict</c>: classifies picture files with a trained model.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        Argument<string> folder = new("out") { Description = "Folder of a training, or its checkpoint." };
        Argument<string[]> files = new("files") { Description = "Picture files.", Arity = ArgumentArity.OneOrMore };
        Option<int> top = GlobalOptions.Number<int>("--top", "Classes to show for each picture.", value => value >= 1, "1 or more");
        top.DefaultValueFactory = _ => 3;
        Option<bool> json = GlobalOptions.Json();
        Command command = new("predict", "Classifies picture files.") { folder, files, top, json };
        command.SetAction(parsed =>
        {
            RunFolder run = RunFolder.Open(parsed.GetRequiredValue(folder));
            string[] paths = parsed.GetRequiredValue(files);
            int count = Math.Min(parsed.GetValue(top), run.Classes.Count);
            List<(string File, (int Class, float Probability)[] Best)> answers = [];
            using GradMode.Restore mode = GradMode.Inference();
            foreach (string path in paths)
            {
                using TensorScope scope = new();
                float[] shares = run.Model.Call(Load(path, run)).Softmax(1).ToArray<float>();
                answers.Add((path, [.. shares.Select((share, i) => (i, share)).OrderByDescending(pair => pair.share).Take(count)]));
            }
            if (parsed.GetValue(json)) WriteJson(answers, run.Classes);
            else WriteLines(answers, run.Classes);
        });
        return command;
    }

    private static Tensor Load(string path, RunFolder run)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        Image image = Image.Load(path).To8Bit();
        image = run.Input[0] == 1 ? image.ToGrey() : image.ToRgb();
        if (image.Height != run.Input[1] || image.Width != run.Input[2])
            throw new InvalidDataException($"'{path}' is {image.Width} x {image.Height}; the model was trained on {run.Input[2]} x {run.Input[1]}.");
        LabelledImages one = new(ImageFolder.Planes(image), [0], run.Input[0], run.Input[1], run.Input[2], run.Classes);
        return new ImageBatches(one, 1, (run.Mean, run.Deviation)).Epoch().Single().Inputs;
    }

    private static void WriteLines(List<(string File, (int Class, float Probability)[] Best)> answers, IReadOnlyList<string> classes)
    {
        foreach ((string file, (int Class, float Probability)[] best) in answers)
        {
            string shares = string.Join(", ", best.Select(one => string.Create(CultureInfo.InvariantCulture, $"{classes[one.Class]} {one.Probability:P1}")));
            Console.WriteLine($"{file}: {shares}");
        }
    }

    private static void WriteJson(List<(string File, (int Class, float Probability)[] Best)> answers, IReadOnlyList<string> classes) => JsonOutput.Write(writer =>
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
                writer.WriteString("class", classes[number]);
                writer.WriteNumber("probability", probability);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });
}
