using Nabla.Kernels.Convolution;

namespace Nabla;

/// <summary>2-D convolution of [N, Cin, H, W].</summary>
[Export("nn.Conv2d")]
public sealed class Conv2d : Module
{
    private readonly Spatial _stride, _padding, _dilation;
    private readonly int _groups;

    /// <summary>Reads, or creates, <c>weight</c> and <c>bias</c> under the path of <paramref name="w"/>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="kernel">Kernel size.</param>
    /// <param name="stride">Input positions from one output to the next; 1 when omitted.</param>
    /// <param name="padding">Zeros on both sides; 0 when omitted.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 when omitted.</param>
    /// <param name="groups">Groups of channels that do not mix.</param>
    /// <param name="bias">Add a bias?</param>
    /// <param name="initializer">Sets fresh weights; PyTorch's default when omitted.</param>
    /// <param name="biasInitializer">Sets fresh biases; PyTorch's default when omitted.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the channels cannot be divided among the groups.</exception>
    public Conv2d(Weights w, int inputs, int outputs, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, int groups = 1, bool bias = true, Initializer? initializer = null, Initializer? biasInitializer = null)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (inputs % groups != 0 || outputs % groups != 0)
            throw new ArgumentException($"{inputs} input and {outputs} output channels cannot be divided among {groups} groups.", nameof(groups));
        int[] taps = kernel.For(2, nameof(kernel));
        (_stride, _padding, _dilation, _groups) = (stride ?? 1, padding ?? 0, dilation ?? 1, groups);
        _stride.For(2, nameof(stride));
        _padding.For(2, nameof(padding), 0);
        _dilation.For(2, nameof(dilation));
        Shape shape = [outputs, inputs / groups, .. taps.Select(tap => (long)tap)];
        Weight = w.Get("weight", shape, initializer ?? Init.KaimingUniform(a: Math.Sqrt(5)));
        Bias = bias ? w.Get("bias", [outputs], biasInitializer ?? Init.Uniform(1 / Math.Sqrt(Math.Max(1, Init.Fan(shape))))) : null;
    }

    /// <summary>[outputs, inputs/groups, kernel...].</summary>
    public Parameter Weight { get; }

    /// <summary>[outputs]; null without bias.</summary>
    public Parameter? Bias { get; }

    /// <summary>x [N, Cin, H, W] -> [N, Cout, H', W'].</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Conv2d(x, Weight, Bias?.Value, _stride, _padding, _dilation, _groups);

    /// <summary>The same convolution with other values and perhaps ReLU, in one pass and unrecorded.</summary>
    internal Tensor Convolve(Tensor x, Tensor weight, Tensor? bias, bool relu)
    {
        ConvGeometry geometry = Convolutions.Geometry("Conv2d", x, weight, bias, 2, _stride, _padding, _dilation, _groups);
        using Tensor packed = x.Contiguous().Alias();
        Tensor y = Tensor.Empty(Convolutions.OutputShape(geometry, 2), x.DType, x.Backend);
        x.Backend.Convolve(geometry, packed, weight, bias, y, relu);
        return y;
    }
}
