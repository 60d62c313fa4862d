namespace Nabla.Vision;

/// <summary>The default network for small pictures: a stem, then three residual stages of 3x3 convolutions, pooled and classified.</summary>
/// <remarks>
/// Pooling right after the stem keeps the expensive stages at a quarter of the pixels, so a 28x28 picture costs about
/// 17 million multiply-accumulates. The last normalisation of each block starts at 0, so that every block begins as the identity.
/// </remarks>
[Export("vision.models.SmallCnn")]
public sealed class SmallCnn : Module
{
    private readonly Conv2d _stem;
    private readonly BatchNorm2d _norm;
    private readonly Sequential _stages;
    private readonly Dropout _dropout;
    private readonly Linear _head;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="channels">Input channels.</param>
    /// <param name="width">Channels after the stem; each stage doubles them.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="dropout">Share of features dropped before the head in training.</param>
    public SmallCnn(Weights w, int channels, int width, int classes, double dropout = 0.1)
        : base(w)
    {
        _stem = new(w["stem"]["conv"], channels, width, 3, padding: 1, bias: false, initializer: Init.KaimingNormal(fanOut: true));
        _norm = new(w["stem"]["bn"], width);
        _stages = new(
            w["stages"],
            cursor => new SmallStage(cursor, width, width * 2),
            cursor => new SmallStage(cursor, width * 2, width * 4));
        _dropout = new(w["dropout"], dropout);
        _head = new(w["head"], width * 4, classes);
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        using TensorScope scope = new();
        x = _norm.CallRelu(_stem.Call(x));                          // [N, w, H, W]
        x = Functional.MaxPool2d(x, 2);                             // [N, w, H/2, W/2]
        x = _stages.Call(x);                                        // [N, 4w, H/8, W/8]
        x = Functional.AdaptiveAvgPool2d(x, 1).Flatten(1);
        return scope.Keep(_head.Call(_dropout.Call(x)));
    }

    internal static void Register() => ModelRegistry.Add(new(
        "smallcnn", [1, 28, 28],
        (w, set) => new SmallCnn(w, set.Integer("in_chans", 1), set.Integer("width", 32), set.Integer("num_classes", 10), set.Real("dropout", 0.1)),
        "Small residual network for small pictures; the default of nabla train."));

    /// <summary>A widening convolution, a residual block of two, and pooling.</summary>
    private sealed class SmallStage : Module
    {
        private readonly Conv2d _widen, _conv1, _conv2;
        private readonly BatchNorm2d _norm, _bn1, _bn2;

        public SmallStage(Weights w, int inputs, int outputs)
            : base(w)
        {
            _widen = Conv(w["conv"], inputs, outputs);
            _norm = new(w["bn"], outputs);
            _conv1 = Conv(w["block"]["conv1"], outputs, outputs);
            _bn1 = new(w["block"]["bn1"], outputs);
            _conv2 = Conv(w["block"]["conv2"], outputs, outputs);
            _bn2 = new(w["block"]["bn2"], outputs);
        }

        public override Tensor Forward(Tensor x)
        {
            x = Functional.MaxPool2d(_norm.CallRelu(_widen.Call(x)), 2);
            Tensor y = _bn1.CallRelu(_conv1.Call(x));
            return _bn2.Call(_conv2.Call(y)).AddRelu(x);
        }

        private static Conv2d Conv(Weights w, int inputs, int outputs) =>
            new(w, inputs, outputs, 3, padding: 1, bias: false, initializer: Init.KaimingNormal(fanOut: true));
    }
}
