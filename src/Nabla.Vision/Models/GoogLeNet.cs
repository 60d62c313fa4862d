namespace Nabla.Vision;

/// <summary>GoogLeNet (Inception v1 with batch normalisation) with torchvision's keys. Szegedy et al., Going Deeper with Convolutions (2014).</summary>
[Export("vision.models.GoogLeNet")]
public sealed class GoogLeNet : Module
{
    private readonly BasicConv2d _conv1, _conv2, _conv3;
    private readonly Inception _3a, _3b, _4a, _4b, _4c, _4d, _4e, _5a, _5b;
    private readonly InceptionAux? _aux1, _aux2;
    private readonly Dropout _dropout;
    private readonly Linear _fc;
    private readonly GoogLeNetConfig _config;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="config">Classes and heads.</param>
    public GoogLeNet(Weights w, GoogLeNetConfig config)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config;
        _conv1 = new(w["conv1"], config.InputChannels, 64, 7, 2, 3, 0.01);
        _conv2 = new(w["conv2"], 64, 64, 1, deviation: 0.01);
        _conv3 = new(w["conv3"], 64, 192, 3, padding: 1, deviation: 0.01);
        _3a = new(w["inception3a"], 192, 64, 96, 128, 16, 32, 32);
        _3b = new(w["inception3b"], 256, 128, 128, 192, 32, 96, 64);
        _4a = new(w["inception4a"], 480, 192, 96, 208, 16, 48, 64);
        _4b = new(w["inception4b"], 512, 160, 112, 224, 24, 64, 64);
        _4c = new(w["inception4c"], 512, 128, 128, 256, 24, 64, 64);
        _4d = new(w["inception4d"], 512, 112, 144, 288, 32, 64, 64);
        _4e = new(w["inception4e"], 528, 256, 160, 320, 32, 128, 128);
        _5a = new(w["inception5a"], 832, 256, 160, 320, 32, 128, 128);
        _5b = new(w["inception5b"], 832, 384, 192, 384, 48, 128, 128);
        if (config.Auxiliary)
        {
            _aux1 = new(w["aux1"], 512, config.Classes, config.AuxiliaryDropout);
            _aux2 = new(w["aux2"], 528, config.Classes, config.AuxiliaryDropout);
        }
        _dropout = new(w["dropout"], config.Dropout);
        _fc = new(w["fc"], 1024, config.Classes, true, Init.TruncatedNormal(0, 0.01));
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes]; H, W >= 15.</summary>
    public override Tensor Forward(Tensor x) => Scores(x, false)[0];

    /// <summary>In training, the scores and those of the two auxiliary heads; otherwise the scores alone.</summary>
    public IReadOnlyList<Tensor> ForwardWithAuxiliary(Tensor x) => Scores(x, IsTraining && _aux1 is not null);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs) =>
        IsTraining && _aux1 is not null && inputs.Count == 1 ? ForwardWithAuxiliary(inputs[0]) : base.Run(inputs);

    internal static void Register() => ModelRegistry.Add(new(
        "googlenet", [3, 224, 224],
        (w, set) => new GoogLeNet(w, new(set.Classes(), set.Channels())
        {
            Auxiliary = set.Flag("aux_logits", true),
            TransformInput = set.Flag("transform_input", false),
            Dropout = set.Drop(0.2),
            AuxiliaryDropout = set.Share("aux_drop_rate", 0.7),
        }),
        "GoogLeNet, Inception v1 with batch normalisation (2014).")
    { Classifier = ["fc", "aux1.fc2", "aux2.fc2"], Stem = "conv1.conv", Stages = ["conv1", "conv3", "inception3b", "inception4e", "inception5b"] });

    private Tensor[] Scores(Tensor x, bool auxiliary)
    {
        ModelInput.Check(this, x, _config.InputChannels, 15);
        if (_config.TransformInput) x = BasicConv2d.Rescale(x);
        x = Pool(_conv1.Call(x), 3);                                      // [N, 64, H/4, W/4]
        x = Pool(_conv3.Call(_conv2.Call(x)), 3);                         // [N, 192, H/8, W/8]
        x = Pool(_3b.Call(_3a.Call(x)), 3);                               // [N, 480, H/16, W/16]
        x = _4a.Call(x);
        Tensor? first = auxiliary ? _aux1!.Call(x) : null;
        x = _4d.Call(_4c.Call(_4b.Call(x)));
        Tensor? second = auxiliary ? _aux2!.Call(x) : null;
        x = Pool(_4e.Call(x), 2);                                         // [N, 832, H/32, W/32]
        x = Blocks.GlobalPool(_5b.Call(_5a.Call(x)));
        x = _fc.Call(_dropout.Call(x));
        return auxiliary ? [x, first!, second!] : [x];

        static Tensor Pool(Tensor x, int kernel) => Functional.MaxPool2d(x, kernel, 2, ceilMode: true);
    }

    /// <summary>1x1, 1x1 to 3x3, 1x1 to 3x3 (5x5 in the paper), pool to 1x1, side by side.</summary>
    private sealed class Inception : Module
    {
        private readonly BasicConv2d _branch1;
        private readonly Sequential _branch2, _branch3, _branch4;

        public Inception(Weights w, int inputs, int one, int threeIn, int three, int fiveIn, int five, int pool)
            : base(w)
        {
            _branch1 = new(w["branch1"], inputs, one, 1, deviation: 0.01);
            _branch2 = new(w["branch2"], c => new BasicConv2d(c, inputs, threeIn, 1, deviation: 0.01), c => new BasicConv2d(c, threeIn, three, 3, padding: 1, deviation: 0.01));
            _branch3 = new(w["branch3"], c => new BasicConv2d(c, inputs, fiveIn, 1, deviation: 0.01), c => new BasicConv2d(c, fiveIn, five, 3, padding: 1, deviation: 0.01));
            _branch4 = new(w["branch4"], c => new MaxPool2d(c, 3, 1, 1, ceilMode: true), c => new BasicConv2d(c, inputs, pool, 1, deviation: 0.01));
        }

        public override Tensor Forward(Tensor x) => Tensor.Cat([_branch1.Call(x), _branch2.Call(x), _branch3.Call(x), _branch4.Call(x)], 1);
    }

    private sealed class InceptionAux : Module
    {
        private readonly BasicConv2d _conv;
        private readonly Linear _fc1, _fc2;
        private readonly Dropout _dropout;

        public InceptionAux(Weights w, int inputs, int classes, double dropout)
            : base(w)
        {
            _conv = new(w["conv"], inputs, 128, 1, deviation: 0.01);
            _fc1 = new(w["fc1"], 2048, 1024, true, Init.TruncatedNormal(0, 0.01));
            _fc2 = new(w["fc2"], 1024, classes, true, Init.TruncatedNormal(0, 0.01));
            _dropout = new(w["dropout"], dropout);
        }

        public override Tensor Forward(Tensor x)
        {
            x = _conv.Call(Functional.AdaptiveAvgPool2d(x, 4)).Flatten(1);
            return _fc2.Call(_dropout.Call(_fc1.Call(x).Relu()));
        }
    }
}

/// <summary>Classes and heads of a <see cref="GoogLeNet"/>.</summary>
/// <param name="Classes">Number of classes.</param>
/// <param name="InputChannels">Channels of the picture.</param>
[Export("vision.models.GoogLeNetConfig")]
public sealed record GoogLeNetConfig(int Classes = 1000, int InputChannels = 3)
{
    /// <summary>With the two auxiliary classifiers?</summary>
    public bool Auxiliary { get; init; } = true;

    /// <summary>Does the input come normalised as ImageNet's while the weights want -1..1?</summary>
    public bool TransformInput { get; init; }

    /// <summary>Share dropped before the classifier.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>Share dropped in the auxiliary classifiers.</summary>
    public double AuxiliaryDropout { get; init; } = 0.7;
}
