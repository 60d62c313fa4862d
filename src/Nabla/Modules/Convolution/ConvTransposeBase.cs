namespace Nabla;

/// <summary>What transposed convolutions of any rank share: weight, bias and geometry.</summary>
[Export("nn.ConvTransposeBase")]
[FunctionalTwin(nameof(Nabla.Functional.ConvTranspose2d))]
public abstract class ConvTransposeBase : Module
{
    private readonly int _axes;

    private protected ConvTransposeBase(
        Weights w, int axes, int inputs, int outputs, Spatial kernel, Spatial? stride, Spatial? padding, Spatial? outputPadding, int groups, bool bias, Spatial? dilation, Initializer? initializer)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (inputs % groups != 0 || outputs % groups != 0)
            throw new ArgumentException($"{inputs} input and {outputs} output channels cannot be divided among {groups} groups.", nameof(groups));
        int[] taps = kernel.For(axes, nameof(kernel));
        (_axes, Stride, Padding, Extra, Dilation, Groups) = (axes, stride ?? 1, padding ?? 0, outputPadding ?? 0, dilation ?? 1, groups);
        Stride.For(axes, nameof(stride));
        Padding.For(axes, nameof(padding), 0);
        Extra.For(axes, nameof(outputPadding), 0);
        Dilation.For(axes, nameof(dilation));
        Shape shape = [inputs, outputs / groups, .. taps.Select(tap => (long)tap)];
        Weight = w.Get("weight", shape, initializer ?? Init.KaimingUniform(a: Math.Sqrt(5)));
        Bias = bias ? w.Get("bias", [outputs], Init.Uniform(1 / Math.Sqrt(Math.Max(1, Init.Fan(shape))))) : null;
    }

    /// <summary>[inputs, outputs/groups, kernel...].</summary>
    public Parameter Weight { get; }

    /// <summary>[outputs]; null without bias.</summary>
    public Parameter? Bias { get; }

    private protected Spatial Stride { get; }

    private protected Spatial Padding { get; }

    private protected Spatial Extra { get; }

    private protected Spatial Dilation { get; }

    private protected int Groups { get; }

    /// <summary>As <see cref="Module.Forward"/>, with the output padding that gives a wanted size.</summary>
    /// <param name="x">[N, Cin, ...].</param>
    /// <param name="size">Spatial size of the output; less than a stride above the smallest one.</param>
    /// <exception cref="ArgumentException">The size cannot be had.</exception>
    public Tensor ForwardTo(Tensor x, Spatial size) => Convolve(x, OutputPadding.For(x, _axes, size, Weight.Shape, Stride, Padding, Dilation));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Convolve(x, Extra);

    private protected abstract Tensor Convolve(Tensor x, Spatial outputPadding);
}
