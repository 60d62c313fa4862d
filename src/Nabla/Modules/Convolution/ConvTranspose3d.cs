namespace Nabla;

/// <summary>3-D transposed convolution of [N, Cin, D, H, W]: the gradient of <see cref="Conv3d"/> to its input.</summary>
[Export("nn.ConvTranspose3d")]
[FunctionalTwin(nameof(Nabla.Functional.ConvTranspose3d))]
public sealed class ConvTranspose3d : ConvTransposeBase
{
    /// <summary>Reads, or creates, <c>weight</c> and <c>bias</c> under the path of <paramref name="w"/>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="kernel">Kernel size.</param>
    /// <param name="stride">Output positions from one input to the next; 1 when omitted.</param>
    /// <param name="padding">Positions cut off on both sides; 0 when omitted.</param>
    /// <param name="outputPadding">Positions added at the end; 0 when omitted.</param>
    /// <param name="groups">Groups of channels that do not mix.</param>
    /// <param name="bias">Add a bias?</param>
    /// <param name="dilation">Output positions from one tap to the next; 1 when omitted.</param>
    /// <param name="initializer">Sets fresh weights; PyTorch's default when omitted.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the channels cannot be divided among the groups.</exception>
    /// <remarks>[N, Cin, D, H, W] -> [N, Cout, ...] with (n - 1)·stride - 2·padding + dilation·(kernel - 1) + outputPadding + 1 positions an axis.</remarks>
    public ConvTranspose3d(
        Weights w, int inputs, int outputs, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? outputPadding = null, int groups = 1, bool bias = true,
        Spatial? dilation = null, Initializer? initializer = null)
        : base(w, 3, inputs, outputs, kernel, stride, padding, outputPadding, groups, bias, dilation, initializer)
    {
    }

    private protected override Tensor Convolve(Tensor x, Spatial outputPadding) =>
        Nabla.Functional.ConvTranspose3d(x, Weight, Bias?.Value, Stride, Padding, outputPadding, Groups, Dilation);
}
