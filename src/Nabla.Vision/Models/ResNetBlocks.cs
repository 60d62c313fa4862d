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
        Tensor y = _bn1.CallRelu(_conv1.Call(x));
        y = _bn2.Call(_conv2.Call(y));
        return y.AddRelu(_downsample?.Call(x) ?? x);
    }
}

/// <summary>1x1 down, 3x3 (with the stride, as torchvision), 1x1 up by 4, and the input added.</summary>
internal sealed class Bottleneck : Module
{
    public const int Expansion = 4;

    private readonly Conv2d _conv1, _conv2, _conv3;
    private readonly BatchNorm2d _bn1, _bn2, _bn3;
    private readonly Sequential? _downsample;

    public Bottleneck(Weights w, int inputs, int planes, int stride)
        : base(w)
    {
        _conv1 = ResNetParts.Conv(w["conv1"], inputs, planes, 1, 1);
        _bn1 = new(w["bn1"], planes);
        _conv2 = ResNetParts.Conv(w["conv2"], planes, planes, 3, stride);
        _bn2 = new(w["bn2"], planes);
        _conv3 = ResNetParts.Conv(w["conv3"], planes, planes * Expansion, 1, 1);
        _bn3 = new(w["bn3"], planes * Expansion);
        _downsample = ResNetParts.Shortcut(w, inputs, planes * Expansion, stride);
    }

    public override Tensor Forward(Tensor x)
    {
        Tensor y = _bn1.CallRelu(_conv1.Call(x));
        y = _bn2.CallRelu(_conv2.Call(y));
        y = _bn3.Call(_conv3.Call(y));
        return y.AddRelu(_downsample?.Call(x) ?? x);
    }
}

/// <summary>What both blocks are made of.</summary>
internal static class ResNetParts
{
    public static Conv2d Conv(Weights w, int inputs, int outputs, int kernel, int stride) =>
        new(w, inputs, outputs, kernel, stride, padding: kernel / 2, bias: false, initializer: Init.KaimingNormal(fanOut: true));

    /// <summary>A projection where the shape changes; nothing otherwise.</summary>
    public static Sequential? Shortcut(Weights w, int inputs, int outputs, int stride) => stride == 1 && inputs == outputs
        ? null
        : new(w["downsample"], cursor => Conv(cursor, inputs, outputs, 1, stride), cursor => new BatchNorm2d(cursor, outputs));
}
