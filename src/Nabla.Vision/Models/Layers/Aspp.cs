namespace Nabla.Vision;

/// <summary>Atrous spatial pyramid pooling: 1x1, dilated 3x3 and the global mean, side by side. Chen et al., DeepLabV3 (2017).</summary>
[Export("vision.models.Aspp")]
public sealed class Aspp : Module
{
    private readonly ModuleList<Sequential> _convs;
    private readonly Sequential _project;

    /// <summary>Reads, or creates, <c>convs</c> and <c>project</c>, named as torchvision's.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="rates">Dilations of the 3x3 convolutions.</param>
    /// <param name="outputs">Channels of each part, and of the result.</param>
    /// <param name="dropout">Share dropped at the end.</param>
    public Aspp(Weights w, int inputs, IReadOnlyList<int> rates, int outputs = 256, double dropout = 0.5)
        : base(w)
    {
        ArgumentNullException.ThrowIfNull(rates);
        _convs = new(w["convs"]);
        _convs.Add(c => Blocks.ConvNorm(c, inputs, outputs, 1));
        foreach (int rate in rates) _convs.Add(c => Blocks.ConvNorm(c, inputs, outputs, 3, dilation: rate));
        _convs.Add(c => new Sequential(c, pool => new AdaptiveAvgPool2d(pool, 1)).Conv(inputs, outputs, 1).Norm(outputs).Act());
        _project = new Sequential(w["project"]).Conv((rates.Count + 2) * outputs, outputs, 1).Norm(outputs).Act().Add(c => new Dropout(c, dropout));
    }

    /// <summary>x [N, C, H, W] -> [N, outputs, H, W].</summary>
    public override Tensor Forward(Tensor x)
    {
        Tensor[] parts = [.. _convs.Select(conv => Bilinear2d.Resize(conv.Call(x), x.Shape[2], x.Shape[3]))];
        return _project.Call(Tensor.Cat(parts, 1));
    }
}
