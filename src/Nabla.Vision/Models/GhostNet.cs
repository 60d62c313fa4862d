using System.Globalization;

namespace Nabla.Vision;

/// <summary>GhostNet with timm's (and the authors') keys: half of the channels come from cheap depthwise convolutions of the others. Han et al., GhostNet (2019).</summary>
[Export("vision.models.GhostNet")]
public sealed class GhostNet : Module
{
    private static readonly Stage[][] Stages =
    [
        [new(3, 16, 16, false, 1)],
        [new(3, 48, 24, false, 2)], [new(3, 72, 24, false, 1)],
        [new(5, 72, 40, true, 2)], [new(5, 120, 40, true, 1)],
        [new(3, 240, 80, false, 2)],
        [new(3, 200, 80, false, 1), new(3, 184, 80, false, 1), new(3, 184, 80, false, 1), new(3, 480, 112, true, 1), new(3, 672, 112, true, 1)],
        [new(5, 672, 160, true, 2)],
        [new(5, 960, 160, false, 1), new(5, 960, 160, true, 1), new(5, 960, 160, false, 1), new(5, 960, 160, true, 1)],
    ];

    private readonly Conv2d _stem, _head;
    private readonly BatchNorm2d _norm;
    private readonly Sequential _blocks;
    private readonly Dropout _dropout;
    private readonly Linear _classifier;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="width">Factor of all channels.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the picture.</param>
    /// <param name="dropout">Share dropped before the classifier.</param>
    public GhostNet(Weights w, double width = 1, int classes = 1000, int channels = 3, double dropout = 0.2)
        : base(w)
    {
        _channels = channels;
        int inputs = Blocks.Divisible(16 * width, 4);
        _stem = new(w["conv_stem"], channels, inputs, 3, 2, 1, bias: false, initializer: Blocks.ConvInit);
        _norm = new(w["bn1"], inputs);
        _blocks = new(w["blocks"]);
        int hidden = 0;
        foreach (Stage[] stages in Stages)
        {
            _blocks.Add(c =>
            {
                Sequential layers = new(c);
                foreach (Stage stage in stages)
                {
                    int from = inputs, outputs = Blocks.Divisible(stage.Outputs * width, 4), middle = Blocks.Divisible(stage.Hidden * width, 4);
                    layers.Add(b => new GhostBottleneck(b, from, middle, outputs, stage));
                    (inputs, hidden) = (outputs, middle);
                }
                return layers;
            });
        }
        _blocks.Add(c => new Sequential(c, b => new ConvBnAct(b, inputs, hidden)));
        _head = new(w["conv_head"], hidden, 1280, 1, initializer: Blocks.ConvInit, biasInitializer: Init.Zeros);
        _dropout = new(w["dropout"], dropout);
        _classifier = new(w["classifier"], 1280, classes);
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels);
        using TensorScope scope = new();
        x = _blocks.Call(_norm.CallAfter(_stem, x, relu: true));
        x = _head.Call(Functional.AdaptiveAvgPool2d(x, 1)).Relu().Flatten(1);
        return scope.Keep(_classifier.Call(_dropout.Call(x)));
    }

    internal static void Register()
    {
        foreach ((string suffix, double width) in ((string, double)[])[("050", 0.5), ("100", 1), ("130", 1.3)])
        {
            ModelRegistry.Add(new(
                $"ghostnet_{suffix}", [3, 224, 224], (w, set) => new GhostNet(w, set.Real("width_mult", width), set.Classes(), set.Channels(), set.Drop(0.2)),
                string.Create(CultureInfo.InvariantCulture, $"GhostNet of width {width} (2019)."))
            { Classifier = ["classifier"], Stem = "conv_stem", Stages = ["blocks.0", "blocks.2", "blocks.4", "blocks.6", "blocks.9"] });
        }
    }

    /// <summary>One block: kernel, channels between, channels out, gates?, stride.</summary>
    private sealed record Stage(int Kernel, int Hidden, int Outputs, bool Gated, int Stride);

    private sealed class ConvBnAct(Weights w, int inputs, int outputs) : Module(w)
    {
        private readonly Conv2d _conv = new(w["conv"], inputs, outputs, 1, bias: false, initializer: Blocks.ConvInit);
        private readonly BatchNorm2d _bn = new(w["bn1"], outputs);

        public override Tensor Forward(Tensor x) => _bn.CallAfter(_conv, x, relu: true);
    }

    /// <summary>1x1 to half the channels, depthwise 3x3 of them for the other half.</summary>
    private sealed class GhostModule(Weights w, int inputs, int outputs, ActivationKind act) : Module(w)
    {
        private readonly Sequential _primary = Blocks.ConvNorm(w["primary_conv"], inputs, (outputs + 1) / 2, 1, act: act);
        private readonly Sequential _cheap = Blocks.ConvNorm(w["cheap_operation"], (outputs + 1) / 2, (outputs + 1) / 2, 3, groups: (outputs + 1) / 2, act: act);

        public override Tensor Forward(Tensor x)
        {
            x = _primary.Call(x);
            Tensor y = Tensor.Cat([x, _cheap.Call(x)], 1);
            return y.Shape[1] == outputs ? y : y.Narrow(1, 0, outputs);
        }
    }

    private sealed class GhostBottleneck : Module
    {
        private readonly GhostModule _ghost1, _ghost2;
        private readonly Conv2d? _depthwise;
        private readonly BatchNorm2d? _norm;
        private readonly GhostGate? _gate;
        private readonly Sequential? _shortcut;

        public GhostBottleneck(Weights w, int inputs, int hidden, int outputs, Stage stage)
            : base(w)
        {
            int kernel = stage.Kernel, stride = stage.Stride;
            _ghost1 = new(w["ghost1"], inputs, hidden, ActivationKind.ReLU);
            if (stride > 1)
            {
                _depthwise = new(w["conv_dw"], hidden, hidden, kernel, stride, kernel / 2, groups: hidden, bias: false, initializer: Blocks.ConvInit);
                _norm = new(w["bn_dw"], hidden);
            }
            if (stage.Gated) _gate = new(w["se"], hidden);
            _ghost2 = new(w["ghost2"], hidden, outputs, ActivationKind.None);
            if (inputs != outputs || stride != 1)
                _shortcut = new Sequential(w["shortcut"]).Conv(inputs, inputs, kernel, stride, inputs).Norm(inputs).Conv(inputs, outputs, 1).Norm(outputs);
        }

        public override Tensor Forward(Tensor x)
        {
            Tensor y = _ghost1.Call(x);
            if (_depthwise is not null) y = _norm!.CallAfter(_depthwise, y);
            y = _ghost2.Call(_gate?.Call(y) ?? y);
            return y + (_shortcut?.Call(x) ?? x);
        }
    }

    private sealed class GhostGate(Weights w, int channels) : Module(w)
    {
        private readonly Conv2d _reduce = new(w["conv_reduce"], channels, Blocks.Divisible(channels * 0.25, 4), 1);
        private readonly Conv2d _expand = new(w["conv_expand"], Blocks.Divisible(channels * 0.25, 4), channels, 1);

        public override Tensor Forward(Tensor x) => x * Functional.Hardsigmoid(_expand.Call(_reduce.Call(Functional.AdaptiveAvgPool2d(x, 1)).Relu()));
    }
}
