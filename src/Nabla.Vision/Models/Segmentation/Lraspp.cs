namespace Nabla.Vision;

/// <summary>Lite R-ASPP on a dilated MobileNetV3 with torchvision's keys. Howard et al., Searching for MobileNetV3 (2019).</summary>
[Export("vision.models.Lraspp")]
public sealed class Lraspp : Module
{
    private readonly Sequential _backbone;
    private readonly LrasppHead _classifier;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the picture.</param>
    public Lraspp(Weights w, int classes = 21, int channels = 3)
        : base(w)
    {
        _channels = channels;
        (_backbone, int high) = MobileNetV3.Features(w["backbone"], true, 1, channels, dilated: true);
        _classifier = new(w["classifier"], 40, high, classes, 128);
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes, H, W].</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels, 8);
        (long height, long width) = (x.Shape[2], x.Shape[3]);
        Tensor low = x;
        for (int i = 0; i < _backbone.Count; i++)
        {
            x = _backbone[i].Call(x);
            if (i == 4) low = x;
        }
        return Bilinear2d.Resize(_classifier.Classify(low, x), height, width);
    }

    internal static void Register() => ModelRegistry.Add(new(
        "lraspp_mobilenet_v3_large", [3, 224, 224], (w, set) => new Lraspp(w, set.Classes(21), set.Channels()), "Lite R-ASPP on MobileNetV3 (2019).")
    {
        Classifier = ["classifier.low_classifier", "classifier.high_classifier"],
        Stem = "backbone.0.0",
        Stages = ["backbone.1", "backbone.3", "backbone.6", "backbone.16"],
    });

    /// <summary>The coarse map, gated by its own mean, and the fine map, classified and added.</summary>
    private sealed class LrasppHead : Module
    {
        private readonly Sequential _cbr, _scale;
        private readonly Conv2d _low, _high;

        public LrasppHead(Weights w, int low, int high, int classes, int hidden)
            : base(w)
        {
            _cbr = Blocks.ConvNorm(w["cbr"], high, hidden, 1);
            _scale = new Sequential(w["scale"], c => new AdaptiveAvgPool2d(c, 1)).Conv(high, hidden, 1).Act(ActivationKind.Sigmoid);
            _low = new(w["low_classifier"], low, classes, 1);
            _high = new(w["high_classifier"], hidden, classes, 1);
        }

        public Tensor Classify(Tensor low, Tensor high)
        {
            Tensor x = Bilinear2d.Resize(_cbr.Call(high) * _scale.Call(high), low.Shape[2], low.Shape[3]);
            return _low.Call(low) + _high.Call(x);
        }
    }
}
