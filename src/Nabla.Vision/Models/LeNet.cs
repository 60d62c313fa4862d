namespace Nabla.Vision;

/// <summary>LeNet-5 with ReLU and max pooling. LeCun et al., Gradient-based learning applied to document recognition (1998).</summary>
[Export("vision.models.LeNet")]
public sealed class LeNet : Module
{
    private readonly Conv2d _conv1, _conv2;
    private readonly Linear _fc1, _fc2, _fc3;

    /// <summary>Builds the layers for square pictures.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="channels">Input channels.</param>
    /// <param name="size">Height and width, at least 12.</param>
    /// <param name="classes">Number of classes.</param>
    public LeNet(Weights w, int channels, int size, int classes)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 12);
        _conv1 = new(w["conv1"], channels, 6, 5, padding: 2);
        _conv2 = new(w["conv2"], 6, 16, 5);
        int side = ((size / 2) - 4) / 2;
        _fc1 = new(w["fc1"], 16 * side * side, 120);
        _fc2 = new(w["fc2"], 120, 84);
        _fc3 = new(w["fc3"], 84, classes);
    }

    /// <summary>x [N, C, S, S] -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        x = Functional.MaxPool2d(_conv1.Call(x).Relu(), 2);   // [N, 6, S/2, S/2]
        x = Functional.MaxPool2d(_conv2.Call(x).Relu(), 2);   // [N, 16, side, side]
        x = _fc1.Call(x.Flatten(1)).Relu();
        return _fc3.Call(_fc2.Call(x).Relu());
    }

    internal static void Register() => ModelRegistry.Add(new(
        "lenet", [1, 28, 28],
        (w, set) => new LeNet(w, set.Integer("in_chans", 1), set.Integer("image_size", 28, 12), set.Integer("num_classes", 10)),
        "LeNet-5 (1998), with ReLU and max pooling."));
}
