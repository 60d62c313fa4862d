namespace Nabla;

/// <summary>Adaptive instance normalisation whose mean and deviation an affine layer computes from a style vector. Huang and Belongie (2017); Karras et al. (2018).</summary>
[Export("nn.AdaIN")]
public sealed class AdaIN : Module
{
    private readonly Linear _style;
    private readonly int _channels;

    /// <summary>Reads, or creates, the layer <c>style</c>, with twice as many outputs as there are channels.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="channels">C.</param>
    /// <param name="styleWidth">Length of a style vector.</param>
    public AdaIN(Weights w, int channels, int styleWidth)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        _channels = channels;
        _style = new(w["style"], styleWidth, 2 * channels);
    }

    /// <summary>Normalises the content, and gives it the style.</summary>
    /// <param name="x">Content [N, C, ...].</param>
    /// <param name="style">[N, styleWidth].</param>
    public Tensor Apply(Tensor x, Tensor style)
    {
        Tensor both = _style.Call(style);
        return Nabla.Functional.AdaIN(x, both.Narrow(1, _channels, _channels), both.Narrow(1, 0, _channels) + 1);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs) =>
        inputs.Count == 2 ? [Apply(inputs[0], inputs[1])] : throw new ArgumentException($"AdaIN takes content and style; got {inputs.Count} inputs.", nameof(inputs));
}
