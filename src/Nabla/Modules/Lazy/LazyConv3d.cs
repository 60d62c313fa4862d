namespace Nabla;

/// <summary>A <see cref="Conv3d"/> whose input channels are counted at the first input.</summary>
[Export("nn.LazyConv3d")]
[FunctionalTwin(nameof(Nabla.Functional.Conv3d))]
public sealed class LazyConv3d : LazyModule<Conv3d>
{
    /// <summary>Describes the layer; its parameters come with the first input.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="kernel">Kernel size.</param>
    /// <param name="stride">Input positions from one output to the next; 1 when omitted.</param>
    /// <param name="padding">Positions added on both sides; 0 when omitted.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 when omitted.</param>
    /// <param name="groups">Groups of channels that do not mix.</param>
    /// <param name="bias">Add a bias?</param>
    /// <param name="paddingMode">What the padding holds.</param>
    public LazyConv3d(Weights w, int outputs, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, int groups = 1, bool bias = true, PadMode paddingMode = PadMode.Constant)
        : base(w, (place, channels) => new Conv3d(place, channels, outputs, kernel, stride, padding, dilation, groups, bias, paddingMode: paddingMode), shape => Extent(nameof(LazyConv3d), shape, 4, 5, s => s[^4]), "weight", shape => (int)shape[1] * groups)
    {
    }
}
