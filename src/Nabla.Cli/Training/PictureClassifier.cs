using Nabla.Cli.Commands;
using Nabla.Vision;
using Nabla.Vision.Images;
using Nabla.Vision.Transforms;

namespace Nabla.Cli.Training;

/// <summary>A model with what it needs to judge a picture file: one that was trained here, or a registered one with published weights.</summary>
internal sealed class PictureClassifier
{
    // For showing: at least so many pixels across, and no more than the photograph has or so many.
    private const int LeastWidth = 224, MostWidth = 896;

    private readonly Func<int, ImageTransform> _enlarged;

    private PictureClassifier(Module model, Func<int, TensorTransform> transform, IReadOnlyList<string>? classes) =>
        (Model, Transform, Classes, _enlarged) = (model, transform(1), classes, scale => transform(scale).Steps);

    public Module Model { get; }

    public TensorTransform Transform { get; }

    /// <summary>Names of the classes; null where none are known.</summary>
    public IReadOnlyList<string>? Classes { get; private set; }

    /// <summary>Opens the folder of a training, a checkpoint, or a registered model.</summary>
    /// <param name="what">Folder, checkpoint or name.</param>
    /// <param name="weights">Weights of a registered model.</param>
    /// <param name="labels">File with a class name a line; null for the training's own.</param>
    /// <param name="set">Settings of a registered model.</param>
    public static PictureClassifier Open(string what, string? weights, string? labels, string[]? set)
    {
        bool isTraining = File.Exists(what) || Directory.Exists(what) || !ModelRegistry.Knows(what);
        PictureClassifier result = isTraining ? FromTraining(what, weights) : FromRegistry(what, weights, set);
        if (labels is not null)
        {
            if (!File.Exists(labels)) throw new FileNotFoundException($"There is no file '{labels}'.", labels);
            result.Classes = [.. File.ReadLines(labels).Select(line => line.Trim()).Where(line => line.Length > 0)];
        }
        return result;
    }

    /// <summary>The name of a class.</summary>
    public string Name(int number) => Classes is { } known && number < known.Count ? known[number] : $"class {number}";

    /// <summary>A file, and what the model is given of it.</summary>
    public (Image Photograph, Tensor Input) Load(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        Image photograph = Image.Load(path);
        return (photograph, Transform.Apply(photograph));
    }

    /// <summary>The part of a photograph that the model sees, in as many of its pixels as are worth showing.</summary>
    /// <param name="photograph">The whole.</param>
    /// <param name="input">What the model is given.</param>
    public Image View(Image photograph, Tensor input)
    {
        (int height, int width) = ((int)input.Shape[2], (int)input.Shape[3]);
        int least = Math.Max(1, (LeastWidth + width - 1) / width), most = Math.Max(least, MostWidth / width);
        return _enlarged(Math.Clamp(Math.Min(photograph.Width / width, photograph.Height / height), least, most)).Apply(photograph.To8Bit().ToRgb(), new(0)).To8Bit();
    }

    private static PictureClassifier FromTraining(string folder, string? weights)
    {
        if (weights is not null) throw new UsageException("--weights goes with a registered model; a training has its own.");
        RunFolder run = RunFolder.Open(folder);
        return new(run.Model, scale => new(new Cover(scale * run.Input[2], scale * run.Input[1], scale == 1 ? Interpolation.Bilinear : Interpolation.Bicubic), run.Mean, run.Deviation), run.Classes);
    }

    private static PictureClassifier FromRegistry(string name, string? weights, string[]? set)
    {
        if (weights is null) throw new UsageException($"'{name}' is a registered model: pass its --weights (.safetensors, .pt, .pth or .npz).");
        ModelSettings settings = ModelArguments.Settings(set);
        Module model = ModelsRunCommand.Load(name, weights, settings, seed: 0);
        model.Eval();
        Shape input = ModelRegistry.Find(name).InputShape;
        (int channels, int side) = (settings.Integer("in_chans", (int)input[0]), settings.Integer("image_size", (int)input[1]));
        PublishedTransform published = ModelTransforms.For(name);
        if (side != published.Crop) published = ModelTransforms.For(name, side);
        return new(model, Transform, null);

        TensorTransform Transform(int scale)
        {
            TensorTransform transform = (published with { Resize = scale * published.Resize, Crop = scale * published.Crop }).ToTransform();
            return channels == 1 ? transform with { Mean = [0.5], Deviation = [0.5] } : transform;
        }
    }
}
