namespace Nabla.Vision;

/// <summary>Residual networks with torchvision's keys. He et al., Deep Residual Learning for Image Recognition (2015).</summary>
[Export("vision.models.ResNet")]
public sealed class ResNet : Module
{
    private readonly Conv2d _conv1;
    private readonly BatchNorm2d _bn1;
    private readonly Sequential[] _stages;
    private readonly Linear _fc;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="config">Depths and widths.</param>
    public ResNet(Weights w, ResNetConfig config)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(config);
        int channels = 64;
        _conv1 = ResNetParts.Conv(w["conv1"], config.InputChannels, channels, 7, 2);
        _bn1 = new(w["bn1"], channels);
        _stages = new Sequential[4];
        for (int stage = 0; stage < 4; stage++)
        {
            int planes = 64 << stage, first = stage == 0 ? 1 : 2;
            _stages[stage] = new(w[$"layer{stage + 1}"]);
            for (int block = 0; block < config.Blocks[stage]; block++)
            {
                int inputs = channels, stride = block == 0 ? first : 1;
                if (config.Bottleneck) _stages[stage].Add(cursor => new Bottleneck(cursor, inputs, planes, stride));
                else _stages[stage].Add(cursor => new BasicBlock(cursor, inputs, planes, stride));
                channels = planes * (config.Bottleneck ? Bottleneck.Expansion : 1);
            }
        }
        _fc = new(w["fc"], channels, config.Classes);
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes].</summary>
    public override Tensor Forward(Tensor x)
    {
        using TensorScope scope = new();
        x = _bn1.CallRelu(_conv1.Call(x));                                       // [N, 64, H/2, W/2]
        x = Functional.MaxPool2d(x, 3, stride: 2, padding: 1);                    // [N, 64, H/4, W/4]
        foreach (Sequential stage in _stages) x = stage.Call(x);                  // [N, 64·2^i·e, H/4/2^i, ...]
        x = Functional.AdaptiveAvgPool2d(x, 1).Flatten(1);
        return scope.Keep(_fc.Call(x));
    }

    internal static void Register()
    {
        Add("resnet18", [2, 2, 2, 2], bottleneck: false);
        Add("resnet34", [3, 4, 6, 3], bottleneck: false);
        Add("resnet50", [3, 4, 6, 3], bottleneck: true);
        Add("resnet101", [3, 4, 23, 3], bottleneck: true);
        Add("resnet152", [3, 8, 36, 3], bottleneck: true);

        static void Add(string name, int[] blocks, bool bottleneck) => ModelRegistry.Add(new(
            name, [3, 224, 224],
            (w, set) => new ResNet(w, new(blocks, bottleneck, set.Integer("num_classes", 1000), set.Integer("in_chans", 3))),
            $"Residual network with {name[6..]} layers (2015)."));
    }
}

/// <summary>Depths and widths of a <see cref="ResNet"/>.</summary>
/// <param name="Blocks">Blocks in each of the four stages.</param>
/// <param name="Bottleneck">Blocks of three convolutions instead of two?</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="InputChannels">Channels of the picture.</param>
[Export("vision.models.ResNetConfig")]
public sealed record ResNetConfig(IReadOnlyList<int> Blocks, bool Bottleneck, int Classes = 1000, int InputChannels = 3);
