namespace Nabla.Vision;

/// <summary>A backbone, a classifier of its coarse map, and the scores enlarged to the picture: torchvision's FCN and DeepLabV3.</summary>
[Export("vision.models.SegmentationModel")]
public sealed class SegmentationModel : Module
{
    private readonly ResNet? _resnet;
    private readonly Sequential? _mobile;
    private readonly Sequential _classifier;
    private readonly Sequential? _auxiliary;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="config">Backbone and head.</param>
    public SegmentationModel(Weights w, SegmentationConfig config)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(config);
        _channels = config.InputChannels;
        int coarse = 2048, fine = 1024;
        if (config.Backbone == SegmentationBackbone.MobileNetV3Large)
        {
            (_mobile, coarse) = MobileNetV3.Features(w["backbone"], true, 1, config.InputChannels, dilated: true);
            fine = 40;
        }
        else
        {
            int third = config.Backbone == SegmentationBackbone.ResNet101 ? 23 : 6;
            _resnet = new(w["backbone"], new([3, 4, third, 3], true, 0, config.InputChannels) { Dilated = [false, true, true] });
        }
        _classifier = config.DeepLab ? DeepLabHead(w["classifier"], coarse, config.Classes, config.Dropout) : FcnHead(w["classifier"], coarse, config.Classes, config.Dropout);
        if (config.Auxiliary) _auxiliary = FcnHead(w["aux_classifier"], fine, config.Classes, Math.Min(0.1, config.Dropout));
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes, H, W].</summary>
    public override Tensor Forward(Tensor x) => Scores(x, false)[0];

    /// <summary>The scores and, where there is an auxiliary head, its scores.</summary>
    public IReadOnlyList<Tensor> ForwardWithAuxiliary(Tensor x) => Scores(x, _auxiliary is not null);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs) =>
        _auxiliary is not null && inputs.Count == 1 ? ForwardWithAuxiliary(inputs[0]) : base.Run(inputs);

    internal static void Register()
    {
        foreach (bool deepLab in (bool[])[false, true])
        {
            string family = deepLab ? "deeplabv3" : "fcn", title = deepLab ? "DeepLabV3 (2017)" : "Fully convolutional network (2014)";
            Add($"{family}_resnet50", SegmentationBackbone.ResNet50, deepLab, $"{title} on a dilated ResNet-50.");
            Add($"{family}_resnet101", SegmentationBackbone.ResNet101, deepLab, $"{title} on a dilated ResNet-101.");
        }
        Add("deeplabv3_mobilenet_v3_large", SegmentationBackbone.MobileNetV3Large, true, "DeepLabV3 (2017) on a dilated MobileNetV3.");

        static void Add(string name, SegmentationBackbone backbone, bool deepLab, string summary) => ModelRegistry.Add(new(
            name, [3, 224, 224],
            (w, set) => new SegmentationModel(w, new(backbone, deepLab)
            {
                Classes = set.Classes(21),
                InputChannels = set.Channels(),
                Auxiliary = set.Flag("aux_loss", false),
                Dropout = set.Drop(deepLab ? 0.5 : 0.1),
            }),
            summary)
        {
            Classifier = ["classifier.4", "aux_classifier.4"],
            Stem = backbone == SegmentationBackbone.MobileNetV3Large ? "backbone.0.0" : "backbone.conv1",
            Stages = backbone == SegmentationBackbone.MobileNetV3Large
                ? ["backbone.1", "backbone.3", "backbone.6", "backbone.16"]
                : ["backbone.layer1", "backbone.layer2", "backbone.layer3", "backbone.layer4"],
        });
    }

    internal static Sequential FcnHead(Weights w, int inputs, int classes, double dropout) => new Sequential(w)
        .Conv(inputs, inputs / 4, 3).Norm(inputs / 4).Act().Add(c => new Dropout(c, dropout)).Add(c => new Conv2d(c, inputs / 4, classes, 1));

    private static Sequential DeepLabHead(Weights w, int inputs, int classes, double dropout) => new Sequential(w, c => new Aspp(c, inputs, [12, 24, 36], dropout: dropout))
        .Conv(256, 256, 3).Norm(256).Act().Add(c => new Conv2d(c, 256, classes, 1));

    private Tensor[] Scores(Tensor x, bool auxiliary)
    {
        ModelInput.Check(this, x, _channels, 8);
        (Tensor fine, Tensor coarse) = Maps(x);
        Tensor y = Bilinear2d.Resize(_classifier.Call(coarse), x.Shape[2], x.Shape[3]);
        return auxiliary ? [y, Bilinear2d.Resize(_auxiliary!.Call(fine), x.Shape[2], x.Shape[3])] : [y];
    }

    private (Tensor Fine, Tensor Coarse) Maps(Tensor x)
    {
        if (_resnet is not null)
        {
            IReadOnlyList<Tensor> maps = _resnet.Pyramid(x);
            return (maps[2], maps[3]);
        }
        Tensor fine = x;
        for (int i = 0; i < _mobile!.Count; i++)
        {
            x = _mobile[i].Call(x);
            if (i == 4) fine = x;
        }
        return (fine, x);
    }
}

/// <summary>What a <see cref="SegmentationModel"/> stands on.</summary>
[Export("vision.models.SegmentationBackbone")]
public enum SegmentationBackbone
{
    /// <summary>ResNet-50 with dilated third and fourth stages.</summary>
    ResNet50,

    /// <summary>ResNet-101 with dilated third and fourth stages.</summary>
    ResNet101,

    /// <summary>MobileNetV3, large, with a dilated last stage.</summary>
    MobileNetV3Large,
}

/// <summary>Backbone and head of a <see cref="SegmentationModel"/>.</summary>
/// <param name="Backbone">What it stands on.</param>
/// <param name="DeepLab">DeepLabV3's head rather than FCN's?</param>
[Export("vision.models.SegmentationConfig")]
public sealed record SegmentationConfig(SegmentationBackbone Backbone, bool DeepLab)
{
    /// <summary>Number of classes.</summary>
    public int Classes { get; init; } = 21;

    /// <summary>Channels of the picture.</summary>
    public int InputChannels { get; init; } = 3;

    /// <summary>With an auxiliary classifier of a finer map?</summary>
    public bool Auxiliary { get; init; }

    /// <summary>Share dropped in the head.</summary>
    public double Dropout { get; init; } = 0.5;
}
