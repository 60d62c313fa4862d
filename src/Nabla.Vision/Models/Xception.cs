namespace Nabla.Vision;

/// <summary>Xception with the keys of Cadene's and timm's checkpoints. Chollet, Xception: Deep Learning with Depthwise Separable Convolutions (2016).</summary>
[Export("vision.models.Xception")]
public sealed class Xception : Module
{
    private readonly Conv2d _conv1, _conv2;
    private readonly BatchNorm2d _bn1, _bn2, _bn3, _bn4;
    private readonly Block[] _blocks;
    private readonly Separable _conv3, _conv4;
    private readonly Dropout _dropout;
    private readonly Linear _fc;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the picture.</param>
    /// <param name="dropout">Share dropped before the classifier.</param>
    public Xception(Weights w, int classes = 1000, int channels = 3, double dropout = 0)
        : base(w)
    {
        _channels = channels;
        _conv1 = new(w["conv1"], channels, 32, 3, 2, bias: false, initializer: Blocks.ConvInit);
        _bn1 = new(w["bn1"], 32);
        _conv2 = new(w["conv2"], 32, 64, 3, bias: false, initializer: Blocks.ConvInit);
        _bn2 = new(w["bn2"], 64);
        _blocks = new Block[12];
        _blocks[0] = new(w["block1"], 64, 128, 2, 2, startWithRelu: false);
        _blocks[1] = new(w["block2"], 128, 256, 2, 2);
        _blocks[2] = new(w["block3"], 256, 728, 2, 2);
        for (int i = 3; i < 11; i++) _blocks[i] = new(w[$"block{i + 1}"], 728, 728, 3, 1);
        _blocks[11] = new(w["block12"], 728, 1024, 2, 2, growFirst: false);
        _conv3 = new(w["conv3"], 1024, 1536);
        _bn3 = new(w["bn3"], 1536);
        _conv4 = new(w["conv4"], 1536, 2048);
        _bn4 = new(w["bn4"], 2048);
        _dropout = new(w["dropout"], dropout);
        _fc = new(w["fc"], 2048, classes);
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes]; H, W >= 7.</summary>
    public override Tensor Forward(Tensor x)
    {
        ModelInput.Check(this, x, _channels, 7);
        using TensorScope scope = new();
        x = _bn2.CallRelu(_conv2.Call(_bn1.CallRelu(_conv1.Call(x))));
        foreach (Block block in _blocks) x = block.Call(x);
        x = _bn4.CallRelu(_conv4.Call(_bn3.CallRelu(_conv3.Call(x))));
        return scope.Keep(_fc.Call(_dropout.Call(Nabla.Vision.Blocks.GlobalPool(x))));
    }

    internal static void Register() => ModelRegistry.Add(new(
        "xception", [3, 299, 299], (w, set) => new Xception(w, set.Classes(), set.Channels(), set.Drop(0)), "Xception (2016).")
    {
        Classifier = ["fc"],
        Stem = "conv1",
        Stages = ["bn2", "block1", "block2", "block11", "bn4"],
        Maps = [new WeightMap("Cadene's").Rename(@"^last_linear\.", "fc.")],
    });

    /// <summary>Depthwise 3x3, then 1x1.</summary>
    private sealed class Separable(Weights w, int inputs, int outputs) : Module(w)
    {
        private readonly Conv2d _conv1 = new(w["conv1"], inputs, inputs, 3, padding: 1, groups: inputs, bias: false, initializer: Blocks.ConvInit);
        private readonly Conv2d _pointwise = new(w["pointwise"], inputs, outputs, 1, bias: false, initializer: Blocks.ConvInit);

        public override Tensor Forward(Tensor x) => _pointwise.Call(_conv1.Call(x));
    }

    private sealed class Block : Module
    {
        private readonly Conv2d? _skip;
        private readonly BatchNorm2d? _skipNorm;
        private readonly Sequential _rep;

        public Block(Weights w, int inputs, int outputs, int repeats, int stride, bool startWithRelu = true, bool growFirst = true)
            : base(w)
        {
            if (inputs != outputs || stride != 1)
            {
                _skip = new(w["skip"], inputs, outputs, 1, stride, bias: false, initializer: Blocks.ConvInit);
                _skipNorm = new(w["skipbn"], outputs);
            }
            _rep = new(w["rep"]);
            for (int i = 0; i < repeats; i++)
            {
                int from = i == 0 || !growFirst ? inputs : outputs, to = growFirst || i == repeats - 1 ? outputs : inputs;
                if (i > 0 || startWithRelu) _rep.Act();
                _rep.Add(c => new Separable(c, from, to)).Norm(to);
            }
            if (stride != 1) _rep.Add(c => new MaxPool2d(c, 3, stride, 1));
        }

        public override Tensor Forward(Tensor x) => _rep.Call(x) + (_skip is null ? x : _skipNorm!.Call(_skip.Call(x)));
    }
}
