namespace Nabla.Vision;

/// <summary>U-Net: a contracting path, an expanding path, and a bridge at every resolution. Ronneberger, Fischer and Brox (2015).</summary>
/// <remarks>
/// With padded convolutions and batch normalisation; keys as in the common PyTorch implementation (<c>inc.double_conv.0</c>, <c>down1.maxpool_conv.1</c>, <c>up1.up</c>, <c>outc.conv</c>).
/// Extents that two to the depth does not divide are padded on the way up.
/// </remarks>
[Export("vision.models.UNet")]
public sealed class UNet : Module
{
    private readonly Sequential _first;
    private readonly List<Sequential> _down = [], _join = [];
    private readonly List<ConvTranspose2d> _up = [];
    private readonly Conv2d _out;

    /// <summary>Builds the network.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="channels">Input channels.</param>
    /// <param name="classes">Output channels.</param>
    /// <param name="width">Channels at full resolution; each level doubles them.</param>
    /// <param name="depth">Levels below full resolution.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public UNet(Weights w, int channels, int classes, int width = 64, int depth = 4)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        _first = Double(w["inc"]["double_conv"], channels, width);
        for (int i = 0; i < depth; i++) _down.Add(Double(w[$"down{i + 1}"]["maxpool_conv"][1]["double_conv"], width << i, width << (i + 1)));
        for (int i = 0; i < depth; i++)
        {
            int wide = width << (depth - i);
            _up.Add(new(w[$"up{i + 1}"]["up"], wide, wide / 2, 2, stride: 2));
            _join.Add(Double(w[$"up{i + 1}"]["conv"]["double_conv"], wide, wide / 2));
        }
        _out = new(w["outc"]["conv"], width, classes, 1);
    }

    /// <summary>x [N, C, H, W] -> scores [N, classes, H, W].</summary>
    /// <exception cref="ShapeMismatchException">The picture is smaller than the network is deep.</exception>
    public override Tensor Forward(Tensor x)
    {
        if (x.Rank != 4 || (x.Shape[2] >> _down.Count) == 0 || (x.Shape[3] >> _down.Count) == 0)
            throw new ShapeMismatchException($"U-Net of {_down.Count} levels expects [N, C, H, W] of at least {1 << _down.Count} by {1 << _down.Count}; got {x.Shape}.", nameof(x));
        Stack<Tensor> bridges = new();
        x = _first.Call(x);
        foreach (Sequential level in _down)
        {
            bridges.Push(x);
            x = level.Call(Functional.MaxPool2d(x, 2));
        }
        for (int i = 0; i < _up.Count; i++)
        {
            Tensor bridge = bridges.Pop(), up = _up[i].Call(x);
            long dy = bridge.Shape[2] - up.Shape[2], dx = bridge.Shape[3] - up.Shape[3];
            if (dy != 0 || dx != 0) up = up.Pad([dx / 2, dx - (dx / 2), dy / 2, dy - (dy / 2)]);
            x = _join[i].Call(Tensor.Cat([bridge, up], 1));
        }
        return _out.Call(x);
    }

    internal static void Register() => ModelRegistry.Add(new(
        "unet", [3, 256, 256], (w, set) => new UNet(w, set.Integer("in_chans", 3), set.Integer("num_classes", 2), set.Integer("width", 64), set.Integer("depth", 4)),
        "Ronneberger's U-Net for segmentation, with padding and batch normalisation."));

    private static Sequential Double(Weights w, int inputs, int outputs) => new(
        w,
        c => new Conv2d(c, inputs, outputs, 3, padding: 1, bias: false), c => new BatchNorm2d(c, outputs), c => new ReLU(c),
        c => new Conv2d(c, outputs, outputs, 3, padding: 1, bias: false), c => new BatchNorm2d(c, outputs), c => new ReLU(c));
}
