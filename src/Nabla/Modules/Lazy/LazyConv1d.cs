namespace Nabla;

/// <summary>A <see cref="Conv1d"/> whose input channels are counted at the first input.</summary>
[Export("nn.LazyConv1d")]
[FunctionalTwin(nameof(Nabla.Functional.Conv1d))]
public sealed class LazyConv1d : LazyModule<Conv1d>
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
    public LazyConv1d(Weights w, int outputs, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, int groups = 1, bool bias = true, PadMode paddingMode = PadMode.Constant)
        : base(w, (place, channels) => new Conv1d(place, channels, outputs, kernel, stride, padding, dilation, groups, bias, paddingMode: paddingMode), shape => Extent(nameof(LazyConv1d), shape, 2, 3, s => s[^2]), "weight", shape => (int)shape[1] * groups)
    {
    }
}
