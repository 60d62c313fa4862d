using System.Globalization;

namespace Nabla.Vision;

/// <summary>MixNets with timm's keys: depthwise kernels of several sizes in one layer. Tan and Le, MixConv: Mixed Depthwise Convolutional Kernels (2019).</summary>
[Export("vision.models.MixNet")]
public sealed class MixNet : Module
{
    private static readonly Stage[][] Small =
    [
        [new([3], 1, 1, 1, 1, 16, 0)],
        [new([3], 2, 2, 2, 6, 24, 0), new([3], 2, 2, 1, 3, 24, 0)],
        [new([3, 5, 7], 1, 1, 2, 6, 40, 0.5), .. Repeat(3, new([3, 5], 2, 2, 1, 6, 40, 0.5))],
        [new([3, 5, 7], 1, 2, 2, 6, 80, 0.25), .. Repeat(2, new([3, 5], 1, 2, 1, 6, 80, 0.25))],
        [new([3, 5, 7], 2, 2, 1, 6, 120, 0.5), .. Repeat(2, new([3, 5, 7, 9], 2, 2, 1, 3, 120, 0.5))],
        [new([3, 5, 7, 9, 11], 1, 1, 2, 6, 200, 0.5), .. Repeat(2, new([3, 5, 7, 9], 1, 2, 1, 6, 200, 0.5))],
    ];

    private static readonly Stage[][] Medium =
    [
        [new([3], 1, 1, 1, 1, 24, 0)],
        [new([3, 5, 7], 2, 2, 2, 6, 32, 0), new([3], 2, 2, 1, 3, 32, 0)],
        [new([3, 5, 7, 9], 1, 1, 2, 6, 40, 0.5), .. Repeat(3, new([3, 5], 2, 2, 1, 6, 40, 0.5))],
        [new([3, 5, 7], 1, 1, 2, 6, 80, 0.25), .. Repeat(3, new([3, 5, 7, 9], 2, 2, 1, 6, 80, 0.25))],
        [new([3], 1, 1, 1, 6, 120, 0.5), .. Repeat(3, new([3, 5, 7, 9], 2, 2, 1, 3, 120, 0.5))],
        [new([3, 5, 7, 9], 1, 1, 2, 6, 200, 0.5), .. Repeat(3, new([3, 5, 7, 9], 1, 2, 1, 6, 200, 0.5))],
    ];

    private readonly Conv2d _stem, _head;
    private readonly BatchNorm2d _bn1, _bn2;
    private readonly Sequential _blocks;
    private readonly Dropout _dropout;
    private readonly Linear _classifier;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="small">The stages of MixNet-S rather than those of M and L?</param>
    /// <param name="width">Factor of all channels.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the picture.</param>
    /// <param name="dropout">Share dropped before the classifier.</param>
    /// <param name="dropPath">Stochastic depth of the last block.</param>
    public MixNet(Weights w, bool small, double width = 1, int classes = 1000, int channels = 3, double dropout = 0.25, double dropPath = 0.2)
        : base(w)
    {
        _channels = channels;
        int inputs = Blocks.Divisible((small ? 16 : 24) * width);
        Stage[][] stages = small ? Small : Medium;
        _stem = new(w["conv_stem"], channels, inputs, 3, 2, 1, bias: false, initializer: Blocks.ConvInit);
        _bn1 = new(w["bn1"], inputs);
        _blocks = new(w["blocks"]);
        int total = stages.Sum(stage => stage.Length), index = 0;
        foreach (Stage[] stage in stages)
        {
            _blocks.Add(c =>
            {
                Sequential layers = new(c);
                foreach (Stage block in stage)
                {
                    int from = inputs, outputs = Blocks.Divisible(block.Outputs * width);
                    double drop = dropPath * index++ / total;
                    layers.Add(b => block.Expand == 1 ? new SeparableBlock(b, from, outputs) : new MixBlock(b, block, from, outputs, drop));
                    inputs = outputs;
                }
                return layers;
            });
        }
        _head = new(w["conv_head"], inputs, 1536, 1, bias: false, initializer: Blocks.ConvInit);
        _bn2 = new(w["bn2"], 1536);
        _dropout = new(w["dropout"], dropout);
        _classifier = new(w["classifier"], 1536, classes);
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels);
        using TensorScope scope = new();
        x = _blocks.Call(_bn1.CallAfter(_stem, x, relu: true));
        x = Blocks.GlobalPool(_bn2.CallAfter(_head, x, relu: true));
        return scope.Keep(_classifier.Call(_dropout.Call(x)));
    }

    internal static void Register()
    {
        foreach ((string suffix, bool small, double width) in ((string, bool, double)[])[("s", true, 1), ("m", false, 1), ("l", false, 1.3)])
        {
            ModelRegistry.Add(new(
                $"mixnet_{suffix}", [3, 224, 224],
                (w, set) => new MixNet(w, small, set.Real("width_mult", width), set.Classes(), set.Channels(), set.Drop(0.25), set.DropPath(0.2)),
                $"MixNet-{suffix.ToUpperInvariant()} (2019).")
            { Classifier = ["classifier"], Stem = "conv_stem", Stages = ["blocks.0", "blocks.1", "blocks.2", "blocks.4", "blocks.5"] });
        }
    }

    private static IEnumerable<Stage> Repeat(int count, Stage stage) => Enumerable.Repeat(stage, count);

    /// <summary>A block: depthwise kernels, groups of the 1x1 up and down, stride, expansion, channels out, gate over channels in.</summary>
    private sealed record Stage(int[] Kernels, int Up, int Down, int Stride, int Expand, int Outputs, double Gate)
    {
        public ActivationKind Activation => Gate > 0 ? ActivationKind.SiLU : ActivationKind.ReLU;
    }

    private sealed class SeparableBlock : Module
    {
        private readonly Conv2d _depthwise, _pointwise;
        private readonly BatchNorm2d _bn1, _bn2;
        private readonly bool _residual;

        public SeparableBlock(Weights w, int inputs, int outputs)
            : base(w)
        {
            _residual = inputs == outputs;
            _depthwise = new(w["conv_dw"], inputs, inputs, 3, padding: 1, groups: inputs, bias: false, initializer: Blocks.ConvInit);
            _bn1 = new(w["bn1"], inputs);
            _pointwise = new(w["conv_pw"], inputs, outputs, 1, bias: false, initializer: Blocks.ConvInit);
            _bn2 = new(w["bn2"], outputs);
        }

        public override Tensor Forward(Tensor x)
        {
            Tensor y = _bn2.Call(_pointwise.Call(_bn1.CallRelu(_depthwise.Call(x))));
            return _residual ? y + x : y;
        }
    }

    private sealed class MixBlock : Module
    {
        private readonly Module _up, _depthwise, _down;
        private readonly BatchNorm2d _bn1, _bn2, _bn3;
        private readonly Conv2d? _reduce, _expand;
        private readonly StochasticDepth _drop;
        private readonly ActivationKind _act;
        private readonly bool _residual;

        public MixBlock(Weights w, Stage stage, int inputs, int outputs, double drop)
            : base(w)
        {
            int hidden = Blocks.Divisible(inputs * stage.Expand);
            (_act, _residual) = (stage.Activation, inputs == outputs && stage.Stride == 1);
            _up = MixedConv2d.Create(w["conv_pw"], inputs, hidden, [.. Enumerable.Repeat(1, stage.Up)], 1, false);
            _bn1 = new(w["bn1"], hidden);
            _depthwise = MixedConv2d.Create(w["conv_dw"], hidden, hidden, stage.Kernels, stage.Stride, true);
            _bn2 = new(w["bn2"], hidden);
            if (stage.Gate > 0)
            {
                int squeezed = (int)Math.Round(inputs * stage.Gate);
                _reduce = new(w["se"]["conv_reduce"], hidden, squeezed, 1);
                _expand = new(w["se"]["conv_expand"], squeezed, hidden, 1);
            }
            _down = MixedConv2d.Create(w["conv_pwl"], hidden, outputs, [.. Enumerable.Repeat(1, stage.Down)], 1, false);
            _bn3 = new(w["bn3"], outputs);
            _drop = new(w["drop_path"], drop);
        }

        public override Tensor Forward(Tensor x)
        {
            Tensor y = _act.Apply(_bn1.Call(_up.Call(x)));
            y = _act.Apply(_bn2.Call(_depthwise.Call(y)));
            if (_reduce is not null) y *= _expand!.Call(_act.Apply(_reduce.Call(Functional.AdaptiveAvgPool2d(y, 1)))).Sigmoid();
            y = _bn3.Call(_down.Call(y));
            return _residual ? _drop.Call(y) + x : y;
        }
    }
}

/// <summary>Channels divided among kernels of several sizes: <c>0, 1, ...</c></summary>
[Export("vision.models.MixedConv2d")]
public sealed class MixedConv2d : Module
{
    private readonly Conv2d[] _convs;
    private readonly int[] _inputs;

    /// <summary>Reads, or creates, the weights.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="kernels">Kernel sizes; the first takes the channels that cannot be divided evenly.</param>
    /// <param name="stride">Input positions from one output to the next.</param>
    /// <param name="depthwise">Does each channel stay by itself?</param>
    public MixedConv2d(Weights w, int inputs, int outputs, IReadOnlyList<int> kernels, int stride, bool depthwise)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        _inputs = Divide(inputs, kernels.Count);
        int[] made = Divide(outputs, kernels.Count);
        _convs = [.. kernels.Select((kernel, i) => new Conv2d(
            w[i], _inputs[i], made[i], kernel, stride, kernel / 2,
            groups: depthwise ? _inputs[i] : 1, bias: false, initializer: Blocks.ConvInit))];
    }

    /// <summary>x [N, Cin, H, W] -> [N, Cout, H', W'].</summary>
    public override Tensor Forward(Tensor x)
    {
        Tensor[] parts = new Tensor[_convs.Length];
        for (int i = 0, at = 0; i < parts.Length; at += _inputs[i++]) parts[i] = _convs[i].Call(x.Narrow(1, at, _inputs[i]));
        return Tensor.Cat(parts, 1);
    }

    /// <summary>An ordinary convolution for a single kernel, so that its weights have no number in their names.</summary>
    internal static Module Create(Weights w, int inputs, int outputs, int[] kernels, int stride, bool depthwise) => kernels.Length > 1
        ? new MixedConv2d(w, inputs, outputs, kernels, stride, depthwise)
        : new Conv2d(w, inputs, outputs, kernels[0], stride, kernels[0] / 2, groups: depthwise ? inputs : 1, bias: false, initializer: Blocks.ConvInit);

    private static int[] Divide(int channels, int parts)
    {
        int[] shares = [.. Enumerable.Repeat(channels / parts, parts)];
        shares[0] += channels - shares.Sum();
        return shares;
    }
}
