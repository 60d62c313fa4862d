using Nabla.Kernels.Convolution;

namespace Nabla;

/// <summary>2-D convolution of [N, Cin, H, W].</summary>
[Export("nn.Conv2d")]
[FunctionalTwin(nameof(Nabla.Functional.Conv2d))]
public sealed class Conv2d : ConvBase
{
    /// <summary>Reads, or creates, <c>weight</c> and <c>bias</c> under the path of <paramref name="w"/>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="kernel">Kernel size.</param>
    /// <param name="stride">Input positions from one output to the next; 1 when omitted.</param>
    /// <param name="padding">Positions added on both sides; 0 when omitted, <see cref="Spatial.Same"/> for an output as large as the input.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 when omitted.</param>
    /// <param name="groups">Groups of channels that do not mix.</param>
    /// <param name="bias">Add a bias?</param>
    /// <param name="initializer">Sets fresh weights; PyTorch's default when omitted.</param>
    /// <param name="paddingMode">What the padding holds; <see cref="PadMode.Constant"/> is zeros.</param>
    /// <param name="biasInitializer">Sets fresh biases; PyTorch's default when omitted.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the channels cannot be divided among the groups.</exception>
    public Conv2d(
        Weights w, int inputs, int outputs, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, int groups = 1, bool bias = true,
        Initializer? initializer = null, PadMode paddingMode = PadMode.Constant, Initializer? biasInitializer = null)
        : base(w, 2, inputs, outputs, kernel, stride, padding, dilation, groups, bias, initializer, paddingMode, biasInitializer)
    {
    }

    /// <summary>x [N, Cin, H, W] -> [N, Cout, H', W'].</summary>
    public override Tensor Forward(Tensor x)
    {
        (Tensor input, Spatial padding) = Padded(x);
        return Nabla.Functional.Conv2d(input, Weight, Bias?.Value, Stride, padding, Dilation, Groups);
    }

    /// <summary>Can <see cref="Convolve(Tensor, Tensor, Tensor?, bool)"/> do what <see cref="Forward"/> does?</summary>
    internal bool IsPlain => !Padding.IsSame;

    /// <summary>The same convolution with other values and perhaps ReLU, in one pass and unrecorded.</summary>
    internal Tensor Convolve(Tensor x, Tensor weight, Tensor? bias, bool relu)
    {
        PreparedWeights? none = null;
        return Convolve(x, weight, bias, null, relu, prepares: false, ref none);
    }

    /// <summary>
    /// The same with weights that stay the same from call to call: what a kernel makes of them is kept in <paramref name="prepared"/>. Another tensor of the
    /// output's shape and type may be added before the ReLU.
    /// </summary>
    internal Tensor Convolve(Tensor x, Tensor weight, Tensor? bias, Tensor? add, bool relu, ref PreparedWeights? prepared) =>
        Convolve(x, weight, bias, add, relu, prepares: true, ref prepared);

    private Tensor Convolve(Tensor x, Tensor weight, Tensor? bias, Tensor? add, bool relu, bool prepares, ref PreparedWeights? prepared)
    {
        (Tensor input, Spatial padding) = Padded(x);
        if (padding.IsSame)
        {
            Tensor same = Nabla.Functional.Conv2d(input, weight, bias, Stride, padding, Dilation, Groups);
            if (add is not null) return relu ? same.AddRelu(add) : same + add;
            return relu ? same.Relu() : same;
        }
        ConvGeometry geometry = Convolutions.Geometry("Conv2d", input, weight, bias, 2, Stride, padding, Dilation, Groups);
        using Tensor packed = input.Contiguous().Alias();
        Tensor y = Tensor.Empty(Convolutions.OutputShape(geometry, 2), input.DType, input.Backend);
        bool joined = add is null || (prepares && add.Shape == y.Shape && add.DType == y.DType);
        using (Tensor? other = joined ? add?.Contiguous().Alias() : null)
        {
            if (prepares) input.Backend.ConvolvePrepared(geometry, packed, weight, bias, other, y, relu && joined, ref prepared);
            else input.Backend.Convolve(geometry, packed, weight, bias, y, relu && joined);
        }
        if (OpObserver.IsWatching) OpObserver.Notify(new ConvolveOp(geometry, false), [input, weight], y);
        if (joined) return y;
        using (y)
            return relu ? y.AddRelu(add!) : y + add!;
    }
}
