namespace Nabla.Vision;

/// <summary>An inverted residual whose three convolutions are mixed from experts by one routing of the block's input.</summary>
internal sealed class CondConvBlock : Module
{
    private readonly Linear _routing;
    private readonly Mixed _expand, _depthwise, _project;
    private readonly SqueezeExcitation _gate;
    private readonly StochasticDepth _drop;
    private readonly bool _residual;

    public CondConvBlock(Weights w, EfficientNetConfig config, EfficientNetStage stage, int inputs, int outputs, double drop)
        : base(w)
    {
        _residual = stage.Stride == 1 && inputs == outputs;
        int hidden = Blocks.Divisible(inputs * stage.Expand);
        Weights block = w["block"];
        _expand = new(block["0"], config, stage, inputs, hidden, 1, 1, 1, config.Activation);
        _depthwise = new(block["1"], config, stage, hidden, hidden, stage.Kernel, stage.Stride, hidden, config.Activation);
        _gate = new(block["2"], hidden, Math.Max(1, inputs / 4), config.Activation);
        _project = new(block["3"], config, stage, hidden, outputs, 1, 1, 1, ActivationKind.None);
        _routing = new(w["routing_fn"], inputs, stage.Experts);
        _drop = new(w["stochastic_depth"], drop);
    }

    /// <summary>x [N, C, H, W] -> [N, outputs, H/stride, W/stride].</summary>
    public override Tensor Forward(Tensor x)
    {
        Tensor shares = _routing.Call(Blocks.GlobalPool(x)).Sigmoid();                     // [N, experts]
        Tensor y = _gate.Call(_depthwise.Run(_expand.Run(x, shares), shares));
        y = _project.Run(y, shares);
        return _residual ? _drop.Call(y) + x : y;
    }

    /// <summary>Convolution, normalisation, activation, named 0, 1.</summary>
    private sealed class Mixed : Module
    {
        private readonly CondConv2d _conv;
        private readonly BatchNorm2d _norm;
        private readonly ActivationKind _activation;

        public Mixed(Weights w, EfficientNetConfig config, EfficientNetStage stage, int inputs, int outputs, int kernel, int stride, int groups, ActivationKind activation)
            : base(w)
        {
            _conv = new(w["0"], inputs, outputs, kernel, stage.Experts, stride, groups);
            _norm = config.Norm.Layer(w["1"], outputs);
            _activation = activation;
        }

        /// <summary>Every expert counts the same.</summary>
        public override Tensor Forward(Tensor x) => Finish(_conv.Call(x));

        /// <summary>x [N, C, H, W], shares [N, experts].</summary>
        public Tensor Run(Tensor x, Tensor shares) => Finish(_conv.Mix(x, shares));

        private Tensor Finish(Tensor y) => _activation == ActivationKind.None ? _norm.Call(y) : _activation.Apply(_norm.Call(y));
    }
}
