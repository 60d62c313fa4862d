using Nabla.Kernels.Convolution;

namespace Nabla;

public static partial class Functional
{
    /// <summary>1-D convolution: x [N, Cin, L] (or [Cin, L]), weight [Cout, Cin/groups, K].</summary>
    /// <returns>[N, Cout, L'] with L' = (L + 2·padding - dilation·(K - 1) - 1)/stride + 1.</returns>
    /// <inheritdoc cref="Conv2d"/>
    [Export("nn.functional.conv1d")]
    public static Tensor Conv1d(Tensor x, Tensor weight, Tensor? bias = null, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, int groups = 1) =>
        Conv("Conv1d", 1, x, weight, bias, stride ?? 1, padding ?? 0, dilation ?? 1, groups);

    /// <summary>2-D convolution (cross-correlation): x [N, Cin, H, W] (or [Cin, H, W]), weight [Cout, Cin/groups, KH, KW].</summary>
    /// <param name="x">Input.</param>
    /// <param name="weight">Kernels.</param>
    /// <param name="bias">[Cout], or null.</param>
    /// <param name="stride">Input positions from one output to the next; 1 when omitted.</param>
    /// <param name="padding">Zeros on both sides; 0 when omitted. <see cref="Spatial.Same"/> makes the output as large as the input, with stride 1.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 when omitted.</param>
    /// <param name="groups">Groups of channels that do not mix.</param>
    /// <returns>[N, Cout, H', W'] with H' = (H + 2·padding - dilation·(KH - 1) - 1)/stride + 1.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit, or the kernel is larger than the padded input.</exception>
    /// <exception cref="ArgumentException">A number is out of range, or the dtypes differ.</exception>
    [Export("nn.functional.conv2d")]
    public static Tensor Conv2d(Tensor x, Tensor weight, Tensor? bias = null, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, int groups = 1) =>
        Conv("Conv2d", 2, x, weight, bias, stride ?? 1, padding ?? 0, dilation ?? 1, groups);

    /// <summary>3-D convolution: x [N, Cin, D, H, W] (or [Cin, D, H, W]), weight [Cout, Cin/groups, KD, KH, KW].</summary>
    /// <inheritdoc cref="Conv2d"/>
    [Export("nn.functional.conv3d")]
    public static Tensor Conv3d(Tensor x, Tensor weight, Tensor? bias = null, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, int groups = 1) =>
        Conv("Conv3d", 3, x, weight, bias, stride ?? 1, padding ?? 0, dilation ?? 1, groups);

    /// <summary>Convolution of stride 1 padded so that the output is as large as the input (PyTorch's <c>padding='same'</c>), over as many axes as the weight has.</summary>
    /// <inheritdoc cref="Conv2d"/>
    [Export("nn.functional.conv_same")]
    public static Tensor ConvSame(Tensor x, Tensor weight, Tensor? bias = null, Spatial? dilation = null, int groups = 1)
    {
        int axes = Math.Clamp(weight.Rank - 2, 1, 3);
        Tensor batched = Batched(x, axes);
        return Unbatched(Convolve(Convolutions.Same("ConvSame", batched, weight, bias, axes, dilation ?? 1, groups), batched, weight, bias), x);
    }

    /// <summary>1-D transposed convolution: the gradient of <see cref="Conv1d"/> to its input; weight [Cin, Cout/groups, K].</summary>
    /// <inheritdoc cref="ConvTranspose2d"/>
    [Export("nn.functional.conv_transpose1d")]
    public static Tensor ConvTranspose1d(
        Tensor x, Tensor weight, Tensor? bias = null, Spatial? stride = null, Spatial? padding = null, Spatial? outputPadding = null, int groups = 1, Spatial? dilation = null) =>
        ConvTranspose("ConvTranspose1d", 1, x, weight, bias, stride ?? 1, padding ?? 0, outputPadding ?? 0, dilation ?? 1, groups);

    /// <summary>2-D transposed convolution: the gradient of <see cref="Conv2d"/> to its input; weight [Cin, Cout/groups, KH, KW].</summary>
    /// <param name="x">[N, Cin, H, W].</param>
    /// <param name="weight">Kernels.</param>
    /// <param name="bias">[Cout], or null.</param>
    /// <param name="stride">Output positions from one input to the next.</param>
    /// <param name="padding">Positions cut off on both sides.</param>
    /// <param name="outputPadding">Positions added at the end; smaller than stride or dilation.</param>
    /// <param name="groups">Groups of channels that do not mix.</param>
    /// <param name="dilation">Output positions from one tap to the next.</param>
    /// <returns>[N, Cout, H', W'] with H' = (H - 1)·stride - 2·padding + dilation·(KH - 1) + outputPadding + 1.</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">A number is out of range, or the dtypes differ.</exception>
    [Export("nn.functional.conv_transpose2d")]
    public static Tensor ConvTranspose2d(
        Tensor x, Tensor weight, Tensor? bias = null, Spatial? stride = null, Spatial? padding = null, Spatial? outputPadding = null, int groups = 1, Spatial? dilation = null) =>
        ConvTranspose("ConvTranspose2d", 2, x, weight, bias, stride ?? 1, padding ?? 0, outputPadding ?? 0, dilation ?? 1, groups);

    /// <summary>3-D transposed convolution: the gradient of <see cref="Conv3d"/> to its input; weight [Cin, Cout/groups, KD, KH, KW].</summary>
    /// <inheritdoc cref="ConvTranspose2d"/>
    [Export("nn.functional.conv_transpose3d")]
    public static Tensor ConvTranspose3d(
        Tensor x, Tensor weight, Tensor? bias = null, Spatial? stride = null, Spatial? padding = null, Spatial? outputPadding = null, int groups = 1, Spatial? dilation = null) =>
        ConvTranspose("ConvTranspose3d", 3, x, weight, bias, stride ?? 1, padding ?? 0, outputPadding ?? 0, dilation ?? 1, groups);

    private static Tensor Conv(string name, int axes, Tensor x, Tensor weight, Tensor? bias, Spatial stride, Spatial padding, Spatial dilation, int groups)
    {
        if (padding.IsSame)
        {
            if (stride.For(axes, nameof(stride)).Any(step => step != 1)) throw new ArgumentException($"{name}: padding as large as the input goes with stride 1 only; got {stride}.", nameof(padding));
            if (weight.Rank != axes + 2) throw new ShapeMismatchException($"{name} expects a weight with {axes + 2} axes; got shape {weight.Shape}.", nameof(weight));
            return ConvSame(x, weight, bias, dilation, groups);
        }
        Tensor batched = Batched(x, axes);
        return Unbatched(Convolve(Convolutions.Geometry(name, batched, weight, bias, axes, stride, padding, dilation, groups), batched, weight, bias), x);
    }

    private static Tensor ConvTranspose(
        string name, int axes, Tensor x, Tensor weight, Tensor? bias, Spatial stride, Spatial padding, Spatial outputPadding, Spatial dilation, int groups)
    {
        Tensor batched = Batched(x, axes);
        ConvGeometry geometry = Convolutions.Transposed(name, batched, weight, bias, axes, stride, padding, outputPadding, dilation, groups);
        Tensor y = ConvolutionFamily.Of(geometry).GradInput.Apply(batched, weight);
        if (bias is not null) y += bias.Reshape([-1, .. Enumerable.Repeat(1L, axes)]);
        return Unbatched(y, x);
    }

    private static Tensor Convolve(ConvGeometry geometry, Tensor x, Tensor weight, Tensor? bias) =>
        bias is null ? ConvolutionFamily.Of(geometry).Plain.Apply(x, weight) : ConvolutionFamily.Of(geometry).Biased.Apply(x, weight, bias);

    /// <summary>Adds the batch axis PyTorch allows to leave out.</summary>
    private static Tensor Batched(Tensor x, int axes) => x.Rank == axes + 1 ? x.Unsqueeze(0) : x;

    private static Tensor Unbatched(Tensor y, Tensor x) => x.Rank < y.Rank ? y.Squeeze(0) : y;
}
