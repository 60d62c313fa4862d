namespace Nabla.Vision;

/// <summary>Convolution without bias, normalisation, ReLU with mmsegmentation's keys: <c>conv</c> and <c>bn</c>; padded so that the size stays.</summary>
internal sealed class ConvBnRelu(Weights w, int inputs, int outputs, int kernel) : Module(w)
{
    private readonly Conv2d _conv = new(w["conv"], inputs, outputs, kernel, padding: kernel / 2, bias: false, initializer: Blocks.ConvInit);
    private readonly BatchNorm2d _bn = new(w["bn"], outputs);

    /// <summary>x [N, Cin, H, W] -> [N, Cout, H, W].</summary>
    public override Tensor Forward(Tensor x) => _bn.CallAfter(_conv, x, relu: true);
}
