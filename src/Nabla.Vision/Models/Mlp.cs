namespace Nabla.Vision;

/// <summary>A multi-layer perceptron: the picture as one vector, through hidden layers with ReLU.</summary>
[Export("vision.models.Mlp")]
public sealed class Mlp : Module
{
    private readonly Sequential _layers;

    /// <summary>Builds the layers.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Values per picture.</param>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="classes">Number of classes.</param>
    public Mlp(Weights w, int inputs, ReadOnlySpan<int> hidden, int classes)
        : base(w)
    {
        _layers = new(w["layers"], cursor => new Flatten(cursor));
        foreach (int width in hidden)
        {
            int from = inputs;
            _layers.Add(cursor => new Linear(cursor, from, width)).Add(cursor => new ReLU(cursor));
            inputs = width;
        }
        _layers.Add(cursor => new Linear(cursor, inputs, classes));
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x) => _layers.Call(x);

    internal static void Register() => ModelRegistry.Add(new(
        "mlp", [1, 28, 28],
        (w, set) =>
        {
            int size = set.Integer("image_size", 28);
            int width = set.Integer("width", 256);
            return new Mlp(w, set.Integer("in_chans", 1) * size * size, [width, width / 2], set.Integer("num_classes", 10));
        },
        "Multi-layer perceptron with two hidden layers."));
}
