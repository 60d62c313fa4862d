namespace Nabla.Vision;

/// <summary>Inception v4 with the keys of Cadene's and timm's checkpoints. Szegedy et al., Inception-v4, Inception-ResNet and the Impact of Residual Connections (2016).</summary>
[Export("vision.models.InceptionV4")]
public sealed class InceptionV4 : Module
{
    private readonly Sequential _features;
    private readonly Dropout _dropout;
    private readonly Linear _last;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the picture.</param>
    /// <param name="dropout">Share dropped before the classifier.</param>
    public InceptionV4(Weights w, int classes = 1000, int channels = 3, double dropout = 0)
        : base(w)
    {
        _channels = channels;
        _features = new(
            w["features"],
            c => new BasicConv2d(c, channels, 32, 3, 2), c => new BasicConv2d(c, 32, 32, 3), c => new BasicConv2d(c, 32, 64, 3, padding: 1),
            Stem3, Stem4, Stem5);
        for (int i = 0; i < 4; i++) _features.Add(InceptionA);
        _features.Add(ReductionA);
        for (int i = 0; i < 7; i++) _features.Add(InceptionB);
        _features.Add(ReductionB);
        for (int i = 0; i < 3; i++) _features.Add(c => new InceptionC(c));
        _dropout = new(w["dropout"], dropout);
        _last = new(w["last_linear"], 1536, classes);
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes]; H, W >= 75.</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels, 75);
        using TensorScope scope = new();
        return scope.Keep(_last.Call(_dropout.Call(Blocks.GlobalPool(_features.Call(x)))));
    }

    internal static void Register() => ModelRegistry.Add(new(
        "inception_v4", [3, 299, 299], (w, set) => new InceptionV4(w, set.Classes(), set.Channels(), set.Drop(0)), "Inception v4 (2016).")
    { Classifier = ["last_linear"], Stem = "features.0.conv", Stages = ["features.2", "features.3", "features.9", "features.17", "features.21"] });

    private static Branches Stem3(Weights w) => new(w, c => new MaxPool2d(c["maxpool"], 3, 2), c => new BasicConv2d(c["conv"], 64, 96, 3, 2));

    private static Branches Stem4(Weights w) => new(
        w,
        c => Chain(c["branch0"], (160, 64, 1, 1), (64, 96, 3, 3)),
        c => Chain(c["branch1"], (160, 64, 1, 1), (64, 64, 1, 7), (64, 64, 7, 1), (64, 96, 3, 3)));

    private static Branches Stem5(Weights w) => new(w, c => new BasicConv2d(c["conv"], 192, 192, 3, 2), c => new MaxPool2d(c["maxpool"], 3, 2));

    private static Branches InceptionA(Weights w) => new(
        w,
        c => new BasicConv2d(c["branch0"], 384, 96, 1),
        c => new Sequential(c["branch1"], a => new BasicConv2d(a, 384, 64, 1), a => new BasicConv2d(a, 64, 96, 3, padding: 1)),
        c => new Sequential(c["branch2"], a => new BasicConv2d(a, 384, 64, 1), a => new BasicConv2d(a, 64, 96, 3, padding: 1), a => new BasicConv2d(a, 96, 96, 3, padding: 1)),
        c => Pooled(c["branch3"], 384, 96));

    private static Branches ReductionA(Weights w) => new(
        w,
        c => new BasicConv2d(c["branch0"], 384, 384, 3, 2),
        c => new Sequential(c["branch1"], a => new BasicConv2d(a, 384, 192, 1), a => new BasicConv2d(a, 192, 224, 3, padding: 1), a => new BasicConv2d(a, 224, 256, 3, 2)),
        c => new MaxPool2d(c["branch2"], 3, 2));

    private static Branches InceptionB(Weights w) => new(
        w,
        c => new BasicConv2d(c["branch0"], 1024, 384, 1),
        c => Chain(c["branch1"], (1024, 192, 1, 1), (192, 224, 1, 7), (224, 256, 7, 1)),
        c => Chain(c["branch2"], (1024, 192, 1, 1), (192, 192, 7, 1), (192, 224, 1, 7), (224, 224, 7, 1), (224, 256, 1, 7)),
        c => Pooled(c["branch3"], 1024, 128));

    private static Branches ReductionB(Weights w) => new(
        w,
        c => new Sequential(c["branch0"], a => new BasicConv2d(a, 1024, 192, 1), a => new BasicConv2d(a, 192, 192, 3, 2)),
        c => new Sequential(
            c["branch1"], a => new BasicConv2d(a, 1024, 256, 1), a => new BasicConv2d(a, 256, 256, (1, 7), padding: (0, 3)),
            a => new BasicConv2d(a, 256, 320, (7, 1), padding: (3, 0)), a => new BasicConv2d(a, 320, 320, 3, 2)),
        c => new MaxPool2d(c["branch2"], 3, 2));

    private static Sequential Pooled(Weights w, int inputs, int outputs) =>
        new(w, c => new AvgPool2d(c, 3, 1, 1, countIncludePad: false), c => new BasicConv2d(c, inputs, outputs, 1));

    /// <summary>Convolutions in a row: channels in, channels out, kernel height and width; 1x7 and 7x1 keep the size, 3x3 does not.</summary>
    private static Sequential Chain(Weights w, params (int Inputs, int Outputs, int Height, int Width)[] layers)
    {
        Sequential chain = new(w);
        foreach ((int inputs, int outputs, int height, int width) in layers)
        {
            (int, int) padding = height == width ? (0, 0) : (height / 2, width / 2);
            chain.Add(c => new BasicConv2d(c, inputs, outputs, (height, width), padding: padding));
        }
        return chain;
    }

    /// <summary>Parts side by side, joined along the channels.</summary>
    private sealed class Branches : Module
    {
        private readonly Module[] _parts;

        public Branches(Weights w, params Func<Weights, Module>[] parts)
            : base(w) => _parts = [.. parts.Select(part => part(w))];

        public override Tensor Forward(Tensor x) => Tensor.Cat([.. _parts.Select(part => part.Call(x))], 1);
    }

    private sealed class InceptionC(Weights w) : Module(w)
    {
        private readonly BasicConv2d _0 = new(w["branch0"], 1536, 256, 1), _10 = new(w["branch1_0"], 1536, 384, 1);
        private readonly BasicConv2d _11a = new(w["branch1_1a"], 384, 256, (1, 3), padding: (0, 1)), _11b = new(w["branch1_1b"], 384, 256, (3, 1), padding: (1, 0));
        private readonly BasicConv2d _20 = new(w["branch2_0"], 1536, 384, 1);
        private readonly BasicConv2d _21 = new(w["branch2_1"], 384, 448, (3, 1), padding: (1, 0)), _22 = new(w["branch2_2"], 448, 512, (1, 3), padding: (0, 1));
        private readonly BasicConv2d _23a = new(w["branch2_3a"], 512, 256, (1, 3), padding: (0, 1)), _23b = new(w["branch2_3b"], 512, 256, (3, 1), padding: (1, 0));
        private readonly Sequential _3 = Pooled(w["branch3"], 1536, 256);

        public override Tensor Forward(Tensor x)
        {
            Tensor one = _10.Call(x), two = _22.Call(_21.Call(_20.Call(x)));
            return Tensor.Cat([_0.Call(x), _11a.Call(one), _11b.Call(one), _23a.Call(two), _23b.Call(two), _3.Call(x)], 1);
        }
    }
}
