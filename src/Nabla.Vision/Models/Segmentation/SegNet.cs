namespace Nabla.Vision;

/// <summary>SegNet: a VGG16 encoder, and its mirror image as decoder, which puts values back where the poolings took them from. Badrinarayanan, Kendall and Cipolla (2015).</summary>
[Export("vision.models.SegNet")]
public sealed class SegNet : Module
{
    private static readonly int[] Layers = [2, 2, 3, 3, 3], Widths = [1, 2, 4, 8, 8];
    private readonly List<Sequential> _encoder = [], _decoder = [];

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="channels">Input channels.</param>
    /// <param name="classes">Output channels.</param>
    /// <param name="width">Channels of the first stage; 64 in VGG16.</param>
    /// <param name="depth">Stages, 1..5.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public SegNet(Weights w, int channels = 3, int classes = 21, int width = 64, int depth = 5)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, 5);
        int inputs = channels;
        for (int stage = 0; stage < depth; stage++)
        {
            Sequential layers = new(w["encoder"][stage]);
            for (int layer = 0; layer < Layers[stage]; layer++)
            {
                Add(layers, inputs, width * Widths[stage]);
                inputs = width * Widths[stage];
            }
            _encoder.Add(layers);
        }
        for (int stage = depth - 1; stage >= 0; stage--)
        {
            Sequential layers = new(w["decoder"][depth - 1 - stage]);
            int wide = width * Widths[stage], narrow = stage > 0 ? width * Widths[stage - 1] : classes;
            for (int layer = 1; layer < Layers[stage]; layer++) Add(layers, wide, wide);
            if (stage > 0) Add(layers, wide, narrow);
            else layers.Add(c => new Conv2d(c, wide, classes, 3, padding: 1));
            _decoder.Add(layers);
        }
    }

    /// <summary>x [N, C, H, W], divisible by two to the number of stages -> scores [N, classes, H, W].</summary>
    /// <exception cref="ShapeMismatchException">The picture has another size.</exception>
    public override Tensor Forward(Tensor x)
    {
        long unit = 1L << _encoder.Count;
        if (x.Rank != 4 || x.Shape[2] % unit != 0 || x.Shape[3] % unit != 0) throw new ShapeMismatchException($"SegNet expects [N, C, H, W] with height and width multiples of {unit}; got {x.Shape}.", nameof(x));
        Stack<(Tensor Indices, Shape Shape)> places = new();
        foreach (Sequential stage in _encoder)
        {
            x = stage.Call(x);
            (Tensor values, Tensor indices) = Functional.MaxPoolWithIndices(x, 2, 2, 2);
            places.Push((indices, x.Shape));
            x = values;
        }
        foreach (Sequential stage in _decoder)
        {
            (Tensor indices, Shape shape) = places.Pop();
            Tensor flat = Tensor.Zeros([shape[0], shape[1], shape[2] * shape[3]], x.DType, x.Backend);
            x = stage.Call(flat.Scatter(2, indices.Flatten(2), x.Flatten(2)).Reshape(shape));
        }
        return x;
    }

    internal static void Register() => ModelRegistry.Add(new(
        "segnet", [3, 224, 224], (w, set) => new SegNet(w, set.Integer("in_chans", 3), set.Integer("num_classes", 21), set.Integer("width", 64), set.Integer("depth", 5)),
        "VGG16 encoder and mirrored decoder with pooling indices, for segmentation."));

    private static void Add(Sequential layers, int inputs, int outputs) => layers
        .Add(c => new Conv2d(c, inputs, outputs, 3, padding: 1, initializer: Init.KaimingNormal(fanOut: true))).Add(c => new BatchNorm2d(c, outputs)).Add(c => new ReLU(c));
}
