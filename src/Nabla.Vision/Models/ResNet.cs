namespace Nabla.Vision;

/// <summary>
/// Residual networks with torchvision's keys. He et al., Deep Residual Learning for Image Recognition (2015);
/// ResNeXt: Xie et al., Aggregated Residual Transformations (2016); wide: Zagoruyko and Komodakis, Wide Residual Networks (2016).
/// </summary>
[Export("vision.models.ResNet")]
public sealed class ResNet : Module
{
    private readonly Conv2d _conv1;
    private readonly BatchNorm2d _bn1;
    private readonly Sequential[] _stages;
    private readonly Linear? _fc;
    private readonly int _channels;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="config">Depths and widths.</param>
    public ResNet(Weights w, ResNetConfig config)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(config);
        _channels = config.InputChannels;
        int channels = 64, dilation = 1;
        _conv1 = ResNetParts.Conv(w["conv1"], config.InputChannels, channels, 7, 2);
        _bn1 = new(w["bn1"], channels);
        _stages = new Sequential[4];
        for (int stage = 0; stage < 4; stage++)
        {
            int planes = 64 << stage, first = stage == 0 ? 1 : 2, before = dilation;
            if (stage > 0 && config.Dilated[stage - 1]) (dilation, first) = (dilation * first, 1);
            _stages[stage] = new(w[$"layer{stage + 1}"]);
            for (int block = 0; block < config.Blocks[stage]; block++)
            {
                int inputs = channels, stride = block == 0 ? first : 1, spread = block == 0 ? before : dilation;
                if (config.Bottleneck) _stages[stage].Add(cursor => new Bottleneck(cursor, inputs, planes, stride, config.Groups, config.GroupWidth, spread));
                else _stages[stage].Add(cursor => new BasicBlock(cursor, inputs, planes, stride));
                channels = planes * (config.Bottleneck ? Bottleneck.Expansion : 1);
            }
        }
        _fc = config.Classes > 0 ? new(w["fc"], channels, config.Classes) : null;
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes]; without a classifier, the pooled features.</summary>
    public override Tensor Forward(Tensor x)
    {
        using TensorScope scope = new();
        x = Stem(x);
        foreach (Sequential stage in _stages) x = stage.Call(x);                  // [N, 64·2^i·e, H/4/2^i, ...]
        x = Nabla.Vision.Blocks.GlobalPool(x);
        return scope.Keep(_fc?.Call(x) ?? x);
    }

    /// <summary>The maps after each of the four stages.</summary>
    public IReadOnlyList<Tensor> Pyramid(Tensor x)
    {
        x = Stem(x);
        return [.. _stages.Select(stage => x = stage.Call(x))];
    }

    internal static void Register()
    {
        foreach ((string name, int[] blocks) in (ReadOnlySpan<(string, int[])>)[("18", [2, 2, 2, 2]), ("34", [3, 4, 6, 3])])
            Add($"resnet{name}", new(blocks, false), $"Residual network with {name} layers (2015).");
        int[] fifty = [3, 4, 6, 3], hundred = [3, 4, 23, 3];
        Add("resnet50", new(fifty, true), "Residual network with 50 layers (2015).");
        Add("resnet101", new(hundred, true), "Residual network with 101 layers (2015).");
        Add("resnet152", new([3, 8, 36, 3], true), "Residual network with 152 layers (2015).");
        Add("resnext50_32x4d", new(fifty, true) { Groups = 32, GroupWidth = 4 }, "ResNeXt with 50 layers and 32 groups of 4 (2016).");
        Add("resnext101_32x8d", new(hundred, true) { Groups = 32, GroupWidth = 8 }, "ResNeXt with 101 layers and 32 groups of 8 (2016).");
        Add("resnext101_64x4d", new(hundred, true) { Groups = 64, GroupWidth = 4 }, "ResNeXt with 101 layers and 64 groups of 4 (2016).");
        Add("wide_resnet50_2", new(fifty, true) { GroupWidth = 128 }, "Wide residual network with 50 layers (2016).");
        Add("wide_resnet101_2", new(hundred, true) { GroupWidth = 128 }, "Wide residual network with 101 layers (2016).");

        static void Add(string name, ResNetConfig config, string summary) => ModelRegistry.Add(new(
            name, [3, 224, 224], (w, set) => new ResNet(w, config with { Classes = set.Integer("num_classes", 1000, 0), InputChannels = set.Channels() }), summary)
        { Classifier = ["fc"], Stem = "conv1", Stages = ["layer1", "layer2", "layer3", "layer4"] });
    }

    private Tensor Stem(Tensor x)
    {
        ModelInput.Check(this, x, _channels);
        return Functional.MaxPool2d(_bn1.CallAfter(_conv1, x, relu: true), 3, stride: 2, padding: 1);       // [N, 64, H/4, W/4]
    }
}

/// <summary>Depths and widths of a <see cref="ResNet"/>.</summary>
/// <param name="Blocks">Blocks in each of the four stages.</param>
/// <param name="Bottleneck">Blocks of three convolutions instead of two?</param>
/// <param name="Classes">Number of classes; 0 for none, only features.</param>
/// <param name="InputChannels">Channels of the picture.</param>
[Export("vision.models.ResNetConfig")]
public sealed record ResNetConfig(IReadOnlyList<int> Blocks, bool Bottleneck, int Classes = 1000, int InputChannels = 3)
{
    /// <summary>Groups of the 3x3 convolutions of bottlenecks.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Channels of each group in the first stage.</summary>
    public int GroupWidth { get; init; } = 64;

    /// <summary>Which of stages 2 to 4 keep the resolution and spread their kernels instead, for segmentation.</summary>
    public IReadOnlyList<bool> Dilated { get; init; } = [false, false, false];
}
