namespace Nabla.Vision;

/// <summary>
/// EfficientNets with torchvision's keys. Tan and Le, EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks (2019);
/// EfficientNetV2: Smaller Models and Faster Training (2021).
/// </summary>
[Export("vision.models.EfficientNet")]
public sealed class EfficientNet : Module
{
    private readonly Sequential _features, _classifier;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="config">Stages, scaling and habits.</param>
    public EfficientNet(Weights w, EfficientNetConfig config)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(config);
        _channels = config.InputChannels;
        int inputs = config.FixedEnds ? config.Stem : config.Scale(config.Stem), head = config.FixedEnds ? config.Head : config.Scale(config.Head);
        _features = new(w["features"], c => EfficientNetBlock.ConvNorm(c, config, config.InputChannels, inputs, 3, config.StemStride));
        int total = Enumerable.Range(0, config.Stages.Count).Sum(config.BlocksOf), index = 0;
        for (int i = 0; i < config.Stages.Count; i++)
        {
            int from = inputs, outputs = config.Scale(config.Stages[i].Channels), first = index, blocks = config.BlocksOf(i);
            EfficientNetStage stage = config.Stages[i];
            _features.Add(c =>
            {
                Sequential layers = new(c);
                for (int block = 0; block < blocks; block++)
                {
                    int channels = block == 0 ? from : outputs;
                    double drop = config.DropPath * (first + block) / total;
                    EfficientNetStage own = block == 0 ? stage : stage with { Stride = 1, ExpandFrom = 0 };
                    layers.Add(b => own.Experts > 0 ? new CondConvBlock(b, config, own, channels, outputs, drop) : new EfficientNetBlock(b, config, own, channels, outputs, drop));
                }
                return layers;
            });
            inputs = outputs;
            index += blocks;
        }
        _features.Add(c => EfficientNetBlock.ConvNorm(c, config, inputs, head, 1));
        double range = 1 / Math.Sqrt(config.Classes);
        _classifier = new(w["classifier"], c => new Dropout(c, config.Dropout), c => new Linear(c, head, config.Classes, true, Init.Uniform(range), Init.Zeros));
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels);
        using TensorScope scope = new();
        return scope.Keep(_classifier.Call(Blocks.GlobalPool(_features.Call(x))));
    }

    internal static void Register() => EfficientNetPresets.Register();
}

/// <summary>An inverted residual: expand, depthwise, gate, project; or, when fused, one convolution for the first two.</summary>
internal sealed class EfficientNetBlock : Module
{
    private readonly Sequential _block;
    private readonly StochasticDepth _drop;
    private readonly bool _residual;

    public EfficientNetBlock(Weights w, EfficientNetConfig config, EfficientNetStage stage, int inputs, int outputs, double drop)
        : base(w)
    {
        _residual = stage.Stride == 1 && inputs == outputs;
        int hidden = Blocks.Divisible((stage.ExpandFrom > 0 ? config.Scale(stage.ExpandFrom) : inputs) * stage.Expand);
        bool expands = hidden != inputs;
        _block = new(w["block"]);
        if (stage.Fused)
        {
            _block.Add(c => ConvNorm(c, config, inputs, expands ? hidden : outputs, stage.Kernel, stage.Stride));
            if (expands) _block.Add(c => ConvNorm(c, config, hidden, outputs, 1, act: ActivationKind.None));
        }
        else
        {
            if (expands) _block.Add(c => ConvNorm(c, config, inputs, hidden, 1));
            _block.Add(c => ConvNorm(c, config, hidden, hidden, stage.Kernel, stage.Stride, hidden));
            if (config.Gated) _block.Add(c => new SqueezeExcitation(c, hidden, Math.Max(1, inputs / 4), config.Activation));
            _block.Add(c => ConvNorm(c, config, hidden, outputs, 1, act: ActivationKind.None));
        }
        _drop = new(w["stochastic_depth"], drop);
    }

    public override Tensor Forward(Tensor x) => _residual ? _drop.Call(_block.Call(x)) + x : _block.Call(x);

    public static Sequential ConvNorm(Weights w, EfficientNetConfig config, int inputs, int outputs, int kernel, int stride = 1, int groups = 1, ActivationKind? act = null)
    {
        ActivationKind kind = act ?? config.Activation;
        if (!config.SamePadding || stride == 1) return Blocks.ConvNorm(w, inputs, outputs, kernel, stride, groups, act: kind, norm: config.Norm);
        Sequential layers = new Sequential(w).Add(c => new SameConv2d(c, inputs, outputs, kernel, stride, groups)).Norm(outputs, config.Norm);
        return kind == ActivationKind.None ? layers : layers.Act(kind);
    }
}
