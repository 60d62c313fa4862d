using System.Diagnostics;
using System.Globalization;
using Nabla.Formats.Raw;
using Nabla.Formats.Safetensors;
using Nabla.Notes.Site;
using Nabla.Vision;
using Nabla.Vision.Explanations;

namespace Nabla.Notes.Playground;

/// <summary>A picture that the reader can start from.</summary>
/// <param name="Model"><c>garments</c> or <c>digits</c>.</param>
/// <param name="Label">What it is.</param>
/// <param name="Pixels">Values 0..255, row by row, of the model's size.</param>
[Export("notes.DrawingSample")]
public sealed record DrawingSample(string Model, string Label, IReadOnlyList<byte> Pixels);

/// <summary>A trained classifier that looks at drawings; its weights come with the library.</summary>
internal sealed class Sketchpad
{
    private static readonly string[] Watched = ["stem.bn", "stages.0", "stages.1"];

    private readonly SmallCnn _model;

    private readonly double _mean, _deviation;

    private readonly Lock _gate = new();

    private Sketchpad(string name, string title, IReadOnlyDictionary<string, string> notes, IReadOnlyDictionary<string, Tensor> state)
    {
        (Name, Title) = (name, title);
        Classes = notes["classes"].Split('\n');
        Size = int.Parse(notes["input"].Split(',')[1], CultureInfo.InvariantCulture);
        _mean = double.Parse(notes["mean"], CultureInfo.InvariantCulture);
        _deviation = double.Parse(notes["deviation"], CultureInfo.InvariantCulture);
        int width = (int)state["stem.conv.weight"].Shape[0];
        Weights weights = Weights.From(state);
        _model = new(weights, 1, width, Classes.Length);
        weights.Verify();
        _model.Eval();
    }

    public string Name { get; }

    public string Title { get; }

    public string[] Classes { get; }

    /// <summary>Side of a drawing in pixels.</summary>
    public int Size { get; }

    /// <summary>Reads the weights that come with the library.</summary>
    public static Sketchpad Load(string name, string title)
    {
        SafetensorsFile file = SafetensorsFile.Parse(ByteRegion.CopyOf(Assets.Bytes($"models/{name}.safetensors")), name);
        Dictionary<string, Tensor> state = file.ReadAll().ToDictionary(pair => pair.Key, pair => pair.Value.ToTensor(), StringComparer.Ordinal);
        return new(name, title, file.Metadata, state);
    }

    /// <summary>Classifies a drawing.</summary>
    public DrawReply Run(int[]? pixels)
    {
        int[] drawing = InputException.Check(pixels, "pixels", Size * Size, Size * Size, 0, 255);
        float[] values = [.. drawing.Select(value => (float)(((value / 255.0) - _mean) / _deviation))];
        // One at a time: the explanation writes gradients into the model's parameters.
        lock (_gate)
        {
            long start = Stopwatch.GetTimestamp();
            using TensorScope scope = new();
            Tensor input = Tensor.Of(values, [1, 1, Size, Size]);
            float[] probabilities;
            MapReply[] layers;
            using (GradMode.Inference())
            {
                (Tensor scores, IReadOnlyDictionary<string, Tensor> features) = new FeatureExtractor(_model, Watched).Run(input);
                probabilities = scores.Softmax(1).ToArray<float>();
                layers = [.. features.Select(pair => Maps(pair.Key, pair.Value))];
            }
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            CamResult cam = GradCam.Explain(_model, input, layer: "stages.0");
            MapReply attention = new($"Grad-CAM for {Classes[cam.Class]}", cam.Height, cam.Width, [Bytes([.. cam.Values], cam.Values.Max())]);
            return new(Classes, probabilities, Size, drawing, layers, attention, milliseconds);
        }
    }

    private static MapReply Maps(string name, Tensor maps)
    {
        int channels = (int)maps.Shape[1], height = (int)maps.Shape[2], width = (int)maps.Shape[3];
        float[] values = maps.ToArray<float>();
        float most = values.Max();
        int[][] bytes = new int[channels][];
        for (int c = 0; c < channels; c++) bytes[c] = Bytes(values.AsSpan(c * height * width, height * width), most);
        return new(name, height, width, bytes);
    }

    private static int[] Bytes(ReadOnlySpan<float> values, float most)
    {
        int[] bytes = new int[values.Length];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = most > 0 ? (int)Math.Clamp(values[i] / most * 255, 0, 255) : 0;
        return bytes;
    }
}
