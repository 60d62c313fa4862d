namespace Nabla;

/// <summary>A <see cref="ConvTranspose1d"/> whose input channels are counted at the first input.</summary>
[Export("nn.LazyConvTranspose1d")]
[FunctionalTwin(nameof(Nabla.Functional.ConvTranspose1d))]
public sealed class LazyConvTranspose1d : LazyModule<ConvTranspose1d>
{
    /// <summary>Describes the layer; its parameters come with the first input.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="kernel">Kernel size.</param>
    /// <param name="stride">Output positions from one input to the next; 1 when omitted.</param>
    /// <param name="padding">Positions cut off on both sides; 0 when omitted.</param>
    /// <param name="outputPadding">Positions added at the end; 0 when omitted.</param>
    /// <param name="groups">Groups of channels that do not mix.</param>
    /// <param name="bias">Add a bias?</param>
    /// <param name="dilation">Output positions from one tap to the next; 1 when omitted.</param>
    public LazyConvTranspose1d(Weights w, int outputs, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? outputPadding = null, int groups = 1, bool bias = true, Spatial? dilation = null)
        : base(w, (place, channels) => new ConvTranspose1d(place, channels, outputs, kernel, stride, padding, outputPadding, groups, bias, dilation), shape => Extent(nameof(LazyConvTranspose1d), shape, 2, 3, s => s[^2]), "weight", shape => (int)shape[0])
    {
    }
}
