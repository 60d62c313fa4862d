namespace Nabla.Vision;

/// <summary>Convolution without bias, normalisation, ReLU: the Inception networks' <c>conv</c> and <c>bn</c>.</summary>
internal sealed class BasicConv2d : Module
{
    private readonly Conv2d _conv;
    private readonly BatchNorm2d _bn;

    public BasicConv2d(Weights w, int inputs, int outputs, Spatial kernel, int stride = 1, Spatial? padding = null, double deviation = 0.1)
        : base(w)
    {
        _conv = new(w["conv"], inputs, outputs, kernel, stride, padding ?? 0, bias: false, initializer: Init.TruncatedNormal(0, deviation));
        _bn = new(w["bn"], outputs, 1e-3);
    }

    public override Tensor Forward(Tensor x) => _bn.CallAfter(_conv, x, relu: true);

    /// <summary>Pictures normalised as ImageNet's become pictures in -1..1, as the TensorFlow weights want them.</summary>
    public static Tensor Rescale(Tensor x)
    {
        Tensor scale = Tensor.Of([0.229f / 0.5f, 0.224f / 0.5f, 0.225f / 0.5f], [1, 3, 1, 1]);
        Tensor shift = Tensor.Of([(0.485f - 0.5f) / 0.5f, (0.456f - 0.5f) / 0.5f, (0.406f - 0.5f) / 0.5f], [1, 3, 1, 1]);
        return (x * scale.To(x.DType)) + shift.To(x.DType);
    }
}
