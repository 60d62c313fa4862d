using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Nabla.Cli.Training;
using Nabla.Vision;
using Nabla.Vision.Explanations;
using Nabla.Vision.Images;
using Nabla.Vision.Transforms;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla explain</c>: where a model sees a class (Grad-CAM) or looks at all (attention), its filters and its feature maps, as pictures.</summary>
internal static class ExplainCommand
{
    private const int LeastTile = 48;

    public static Command Create()
    {
        Argument<string> what = new("out") { Description = "Folder of a training, its checkpoint, or a registered model with --weights." };
        Argument<string> file = new("file") { Description = "Picture file." };
        Option<string?> weights = new("--weights") { Description = "Weights of a registered model." };
        Option<string?> labels = new("--labels") { Description = "File with a class name a line." };
        Option<string[]> set = ModelArguments.Set();
        Option<string?> target = new("--class") { Description = "Class to explain, by name or number; the most probable one when omitted." };
        Option<string> map = new("--map") { Description = "class (Grad-CAM: where the class is seen) or attention (where a transformer looks: attention rolled out over all blocks, or of one with --layer).", DefaultValueFactory = _ => "class" };
        map.AcceptOnlyFromAmong("class", "attention");
        Option<string?> layer = new("--layer") { Description = "Path of the module to look at; when omitted, the last one with a picture-like result, or all attention." };
        Option<string> output = new("--output") { Description = "Where the map over the picture goes.", DefaultValueFactory = _ => "explain.png" };
        Option<string?> filters = new("--filters") { Description = "Where a picture of the first convolution's filters goes." };
        Option<string?> features = new("--features") { Description = "Where a picture of the layer's feature maps goes." };
        Option<bool> json = GlobalOptions.Json();
        Command command = new("explain", "Draws where a model sees a class over the photograph.") { what, file, weights, labels, set, target, map, layer, output, filters, features, json };
        command.SetAction(parsed =>
        {
            PictureClassifier classifier = PictureClassifier.Open(parsed.GetRequiredValue(what), parsed.GetValue(weights), parsed.GetValue(labels), parsed.GetValue(set));
            (Image photograph, Tensor input) = classifier.Load(parsed.GetRequiredValue(file));
            Image picture = classifier.View(photograph, input);
            if (parsed.GetValue(map) == "attention")
            {
                Option? other = ((Option[])[target, features]).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
                if (other is not null) throw new UsageException($"{other.Name} goes with --map class; attention knows no class.");
                DrawAttention(classifier, picture, input, parsed.GetValue(layer), parsed.GetValue(output)!, parsed.GetValue(json));
                if (parsed.GetValue(filters) is { } stem) Filters(classifier.Model, input).Save(stem);
                return;
            }
            CamResult cam = GradCam.Explain(classifier.Model, input, Class(parsed.GetValue(target), classifier), parsed.GetValue(layer));
            string path = parsed.GetValue(output)!;
            HeatMap.Over(picture, cam.Values, cam.Height, cam.Width).Save(path);
            if (parsed.GetValue(filters) is { } filterPath) Filters(classifier.Model, input).Save(filterPath);
            if (parsed.GetValue(features) is { } featurePath) FilterPictures.Features(Features(classifier.Model, input, cam.Layer), least: LeastTile).Save(featurePath);
            if (parsed.GetValue(json)) WriteJson(cam, classifier, path);
            else Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{classifier.Name(cam.Class)} (score {cam.Score:F3}) at {cam.Layer}, {cam.Width} x {cam.Height}: {path}{(cam.Values.Max() > 0 ? string.Empty : " (nothing here speaks for it)")}"));
        });
        return command;
    }

    private static void DrawAttention(PictureClassifier classifier, Image picture, Tensor input, string? layer, string path, bool json)
    {
        AttentionMap map = AttentionRollout.Explain(classifier.Model, input, layer);
        HeatMap.Over(picture, map.Values, map.Height, map.Width).Save(path);
        if (!json)
        {
            Console.WriteLine($"attention of {map.Layer}, {map.Width} x {map.Height}: {path}");
            return;
        }
        JsonOutput.Write(writer =>
        {
            writer.WriteStartObject();
            WriteMap(writer, map.Layer, map.Height, map.Width, map.Values, path);
            writer.WriteEndObject();
        });
    }

    private static int? Class(string? text, PictureClassifier classifier)
    {
        if (text is null) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return number;
        int found = classifier.Classes?.ToList().FindIndex(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? -1;
        return found >= 0 ? found : throw new UsageException($"There is no class '{text}'{(classifier.Classes is { Count: <= 20 } known ? $"; the model knows {string.Join(", ", known)}" : string.Empty)}.");
    }

    /// <summary>The kernels of the first convolution; of whatever class, as some pad like TensorFlow. Depthwise ones look at one channel too, but come later.</summary>
    private static Image Filters(Module model, Tensor input)
    {
        Parameter weight = model.Parameters().FirstOrDefault(one => one.Shape.Rank == 4 && one.Shape[1] == input.Shape[1])
            ?? throw new InvalidDataException($"{model.GetType().Name} has no convolution on a picture's channels.");
        return FilterPictures.Filters(weight, Math.Max(6, LeastTile / (int)Math.Min(weight.Shape[2], weight.Shape[3])));
    }

    private static Tensor Features(Module model, Tensor input, string layer)
    {
        // Values are copied, as scopes inside the model give its tensors back.
        float[] values = [];
        long[] shape = [];
        using GradMode.Restore mode = GradMode.Inference();
        using IDisposable hook = model.NamedModules().First(pair => pair.Name == layer).Module.RegisterForwardHook((_, _, y) =>
        {
            (values, shape) = (y.ToArray<float>(), y.Shape.Span.ToArray());
            return null;
        });
        model.Call(input);
        return PictureLayout.Planes(Tensor.Of(values, shape), input.Shape);
    }

    private static void WriteJson(CamResult cam, PictureClassifier classifier, string path) => JsonOutput.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("class", cam.Class);
        writer.WriteString("name", classifier.Name(cam.Class));
        writer.WriteNumber("score", cam.Score);
        WriteMap(writer, cam.Layer, cam.Height, cam.Width, cam.Values, path);
        writer.WriteEndObject();
    });

    private static void WriteMap(Utf8JsonWriter writer, string layer, int height, int width, IReadOnlyList<float> values, string path)
    {
        writer.WriteString("layer", layer);
        writer.WriteNumber("height", height);
        writer.WriteNumber("width", width);
        writer.WriteStartArray("map");
        foreach (float value in values) writer.WriteNumberValue(value);
        writer.WriteEndArray();
        writer.WriteString("file", path);
    }
}
