namespace Nabla;

/// <summary>2-D transposed convolution of [N, Cin, H, W]: the gradient of <see cref="Conv2d"/> to its input.</summary>
[Export("nn.ConvTranspose2d")]
public sealed class ConvTranspose2d : Module
{
    private readonly Spatial _stride, _padding, _outputPadding, _dilation;
    private readonly int _groups;

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
    public ConvTranspose2d(
        Weights w, int inputs, int outputs, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? outputPadding = null, int groups = 1, bool bias = true,
        Spatial? dilation = null, Initializer? initializer = null)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (inputs % groups != 0 || outputs % groups != 0)
            throw new ArgumentException($"{inputs} input and {outputs} output channels cannot be divided among {groups} groups.", nameof(groups));
        int[] taps = kernel.For(2, nameof(kernel));
        (_stride, _padding, _outputPadding, _dilation, _groups) = (stride ?? 1, padding ?? 0, outputPadding ?? 0, dilation ?? 1, groups);
        _stride.For(2, nameof(stride));
        _padding.For(2, nameof(padding), 0);
        _outputPadding.For(2, nameof(outputPadding), 0);
        _dilation.For(2, nameof(dilation));
        Shape shape = [inputs, outputs / groups, .. taps.Select(tap => (long)tap)];
        Weight = w.Get("weight", shape, initializer ?? Init.KaimingUniform(a: Math.Sqrt(5)));
        Bias = bias ? w.Get("bias", [outputs], Init.Uniform(1 / Math.Sqrt(Math.Max(1, Init.Fan(shape))))) : null;
    }

    /// <summary>[inputs, outputs/groups, kernel...].</summary>
    public Parameter Weight { get; }

    /// <summary>[outputs]; null without bias.</summary>
    public Parameter? Bias { get; }

    /// <summary>x [N, Cin, H, W] -> [N, Cout, ...] with (n - 1)·stride - 2·padding + dilation·(kernel - 1) + outputPadding + 1 positions an axis.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.ConvTranspose2d(x, Weight, Bias?.Value, _stride, _padding, _outputPadding, _groups, _dilation);

    /// <summary>As <see cref="Forward"/>, with the output padding that gives a wanted size.</summary>
    /// <param name="x">[N, Cin, ...].</param>
    /// <param name="size">Spatial size of the output; less than a stride above the smallest one.</param>
    /// <exception cref="ArgumentException">The size cannot be had.</exception>
    public Tensor ForwardTo(Tensor x, Spatial size) =>
        Nabla.Functional.ConvTranspose2d(x, Weight, Bias?.Value, _stride, _padding, OutputPadding.For(x, 2, size, Weight.Shape, _stride, _padding, _dilation), _groups, _dilation);
}
