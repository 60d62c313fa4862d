namespace Nabla.Vision;

/// <summary>Two 3x3 convolutions and the input added: y = ReLU(F(x) + shortcut(x)).</summary>
internal sealed class BasicBlock : Module
{
    private readonly Conv2d _conv1, _conv2;
    private readonly BatchNorm2d _bn1, _bn2;
    private readonly Sequential? _downsample;

    public BasicBlock(Weights w, int inputs, int planes, int stride)
        : base(w)
    {
        _conv1 = ResNetParts.Conv(w["conv1"], inputs, planes, 3, stride);
        _bn1 = new(w["bn1"], planes);
        _conv2 = ResNetParts.Conv(w["conv2"], planes, planes, 3, 1);
        _bn2 = new(w["bn2"], planes);
        _downsample = ResNetParts.Shortcut(w, inputs, planes, stride);
    }

    public override Tensor Forward(Tensor x)
    {
        Tensor y = _bn1.CallAfter(_conv1, x, relu: true);
        return _bn2.CallAfter(_conv2, y, relu: true, add: _downsample?.Call(x) ?? x);
    }
}

/// <summary>1x1 down, 3x3 (with the stride, as torchvision; perhaps grouped or dilated), 1x1 up, and the input added.</summary>
internal sealed class Bottleneck : Module
{
    public const int Expansion = 4;

    private readonly Conv2d _conv1, _conv2, _conv3;
    private readonly BatchNorm2d _bn1, _bn2, _bn3;
    private readonly Sequential? _downsample;

    public Bottleneck(Weights w, int inputs, int planes, int stride, int groups = 1, int groupWidth = 64, int dilation = 1)
        : base(w)
    {
        int width = planes * groupWidth / 64 * groups;
        _conv1 = ResNetParts.Conv(w["conv1"], inputs, width, 1, 1);
        _bn1 = new(w["bn1"], width);
        _conv2 = ResNetParts.Conv(w["conv2"], width, width, 3, stride, groups, dilation);
        _bn2 = new(w["bn2"], width);
        _conv3 = ResNetParts.Conv(w["conv3"], width, planes * Expansion, 1, 1);
        _bn3 = new(w["bn3"], planes * Expansion);
        _downsample = ResNetParts.Shortcut(w, inputs, planes * Expansion, stride);
    }

    public override Tensor Forward(Tensor x)
    {
        Tensor y = _bn1.CallAfter(_conv1, x, relu: true);
        y = _bn2.CallAfter(_conv2, y, relu: true);
        return _bn3.CallAfter(_conv3, y, relu: true, add: _downsample?.Call(x) ?? x);
    }
}

/// <summary>What both blocks are made of.</summary>
internal static class ResNetParts
{
    public static Conv2d Conv(Weights w, int inputs, int outputs, int kernel, int stride, int groups = 1, int dilation = 1) =>
        new(w, inputs, outputs, kernel, stride, kernel / 2 * dilation, dilation, groups, bias: false, initializer: Blocks.ConvInit);

    /// <summary>A projection where the shape changes; nothing otherwise.</summary>
    public static Sequential? Shortcut(Weights w, int inputs, int outputs, int stride) => stride == 1 && inputs == outputs
        ? null
        : new(w["downsample"], cursor => Conv(cursor, inputs, outputs, 1, stride), cursor => new BatchNorm2d(cursor, outputs));
}
