namespace Nabla.Vision;

/// <summary>Inception v3 with torchvision's keys. Szegedy et al., Rethinking the Inception Architecture for Computer Vision (2015).</summary>
[Export("vision.models.InceptionV3")]
public sealed class InceptionV3 : Module
{
    private readonly BasicConv2d _1a, _2a, _2b, _3b, _4a;
    private readonly Module[] _fine, _coarse;
    private readonly InceptionV3Aux? _aux;
    private readonly Dropout _dropout;
    private readonly Linear _fc;
    private readonly int _channels;
    private readonly bool _transform;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the picture.</param>
    /// <param name="auxiliary">With the auxiliary classifier?</param>
    /// <param name="dropout">Share dropped before the classifier.</param>
    /// <param name="transformInput">Does the input come normalised as ImageNet's while the weights want -1..1?</param>
    public InceptionV3(Weights w, int classes = 1000, int channels = 3, bool auxiliary = true, double dropout = 0.5, bool transformInput = false)
        : base(w)
    {
        (_channels, _transform) = (channels, transformInput);
        _1a = new(w["Conv2d_1a_3x3"], channels, 32, 3, 2);
        _2a = new(w["Conv2d_2a_3x3"], 32, 32, 3);
        _2b = new(w["Conv2d_2b_3x3"], 32, 64, 3, padding: 1);
        _3b = new(w["Conv2d_3b_1x1"], 64, 80, 1);
        _4a = new(w["Conv2d_4a_3x3"], 80, 192, 3);
        _fine =
        [
            new InceptionA(w["Mixed_5b"], 192, 32), new InceptionA(w["Mixed_5c"], 256, 64), new InceptionA(w["Mixed_5d"], 288, 64),
            new InceptionB(w["Mixed_6a"], 288),
            new InceptionC(w["Mixed_6b"], 128), new InceptionC(w["Mixed_6c"], 160), new InceptionC(w["Mixed_6d"], 160), new InceptionC(w["Mixed_6e"], 192),
        ];
        _aux = auxiliary ? new(w["AuxLogits"], 768, classes) : null;
        _coarse = [new InceptionD(w["Mixed_7a"], 768), new InceptionE(w["Mixed_7b"], 1280), new InceptionE(w["Mixed_7c"], 2048)];
        _dropout = new(w["dropout"], dropout);
        _fc = new(w["fc"], 2048, classes, true, Init.TruncatedNormal(0, 0.1));
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes]; H, W >= 75.</summary>
    public override Tensor Forward(Tensor x) => Scores(x, false)[0];

    /// <summary>In training, the scores and those of the auxiliary head; otherwise the scores alone.</summary>
    public IReadOnlyList<Tensor> ForwardWithAuxiliary(Tensor x) => Scores(x, IsTraining && _aux is not null);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs) =>
        IsTraining && _aux is not null && inputs.Count == 1 ? ForwardWithAuxiliary(inputs[0]) : base.Run(inputs);

    internal static void Register() => ModelRegistry.Add(new(
        "inception_v3", [3, 299, 299],
        (w, set) => new InceptionV3(w, set.Classes(), set.Channels(), set.Flag("aux_logits", true), set.Drop(0.5), set.Flag("transform_input", false)),
        "Inception v3 (2015).")
    { Classifier = ["fc", "AuxLogits.fc"], Stem = "Conv2d_1a_3x3.conv", Stages = ["Conv2d_2b_3x3", "Conv2d_4a_3x3", "Mixed_5d", "Mixed_6e", "Mixed_7c"] });

    private Tensor[] Scores(Tensor x, bool auxiliary)
    {
        ModelInput.Check(this, x, _channels, auxiliary ? 299 : 75);
        if (_transform) x = BasicConv2d.Rescale(x);
        x = Functional.MaxPool2d(_2b.Call(_2a.Call(_1a.Call(x))), 3, 2);      // [N, 64, 73, 73] for 299
        x = Functional.MaxPool2d(_4a.Call(_3b.Call(x)), 3, 2);                // [N, 192, 35, 35]
        foreach (Module block in _fine) x = block.Call(x);                    // [N, 768, 17, 17]
        Tensor? extra = auxiliary ? _aux!.Call(x) : null;
        foreach (Module block in _coarse) x = block.Call(x);                  // [N, 2048, 8, 8]
        x = _fc.Call(_dropout.Call(Blocks.GlobalPool(x)));
        return auxiliary ? [x, extra!] : [x];
    }
}
