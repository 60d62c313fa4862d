using Nabla.Cli.Commands;
using Nabla.Vision;
using Nabla.Vision.Images;
using Nabla.Vision.Transforms;

namespace Nabla.Cli.Training;

/// <summary>A model with what it needs to judge a picture file: one that was trained here, or a registered one with published weights.</summary>
internal sealed class PictureClassifier
{
    private PictureClassifier(Module model, TensorTransform transform, IReadOnlyList<string>? classes) =>
        (Model, Transform, Classes) = (model, transform, classes);

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

    /// <summary>A file as the model sees it: the picture after resizing and cropping, and the normalised tensor.</summary>
    public (Image Picture, Tensor Input) Load(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        TransformRandom random = new(0);
        Image picture = Transform.Prepare(Image.Load(path), random);
        Tensor input = Tensor.Empty([1, picture.Channels, picture.Height, picture.Width]);
        input.Write((Span<float> values) => Transform.Finish(picture, values, random));
        return (picture, input);
    }

    private static PictureClassifier FromTraining(string folder, string? weights)
    {
        if (weights is not null) throw new UsageException("--weights goes with a registered model; a training has its own.");
        RunFolder run = RunFolder.Open(folder);
        return new(run.Model, new(new Cover(run.Input[2], run.Input[1]), run.Mean, run.Deviation), run.Classes);
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
        TensorTransform transform = published.ToTransform();
        return new(model, channels == 1 ? transform with { Mean = [0.5], Deviation = [0.5] } : transform, null);
    }
}
