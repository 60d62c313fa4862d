namespace Nabla;

/// <summary>What convolutions of any rank share: weight, bias, geometry and padding.</summary>
[Export("nn.ConvBase")]
[FunctionalTwin(nameof(Nabla.Functional.Conv2d))]
public abstract class ConvBase : Module
{
    private readonly PadMode _mode;
    private readonly long[]? _amounts;

    private protected ConvBase(
        Weights w, int axes, int inputs, int outputs, Spatial kernel, Spatial? stride, Spatial? padding, Spatial? dilation, int groups, bool bias, Initializer? initializer, PadMode mode, Initializer? biasInitializer = null)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (inputs % groups != 0 || outputs % groups != 0)
            throw new ArgumentException($"{inputs} input and {outputs} output channels cannot be divided among {groups} groups.", nameof(groups));
        int[] taps = kernel.For(axes, nameof(kernel));
        (Stride, Padding, Dilation, Groups, _mode) = (stride ?? 1, padding ?? 0, dilation ?? 1, groups, mode);
        int[] steps = Stride.For(axes, nameof(stride)), gaps = Dilation.For(axes, nameof(dilation));
        if (Padding.IsSame && steps.Any(step => step != 1)) throw new ArgumentException($"Padding as large as the input goes with stride 1 only; got {Stride}.", nameof(padding));
        if (!Padding.IsSame) Padding.For(axes, nameof(padding), 0);
        if (mode != PadMode.Constant) _amounts = Amounts(taps, gaps);
        Shape shape = [outputs, inputs / groups, .. taps.Select(tap => (long)tap)];
        Weight = w.Get("weight", shape, initializer ?? Init.KaimingUniform(a: Math.Sqrt(5)));
        Bias = bias ? w.Get("bias", [outputs], biasInitializer ?? Init.Uniform(1 / Math.Sqrt(Math.Max(1, Init.Fan(shape))))) : null;
    }

    /// <summary>[outputs, inputs/groups, kernel...].</summary>
    public Parameter Weight { get; }

    /// <summary>[outputs]; null without bias.</summary>
    public Parameter? Bias { get; }

    private protected Spatial Stride { get; }

    private protected Spatial Padding { get; }

    private protected Spatial Dilation { get; }

    private protected int Groups { get; }

    /// <summary>The input with its padding around it where that is not zeros, and the padding left to do.</summary>
    private protected (Tensor X, Spatial Padding) Padded(Tensor x) => _amounts is null ? (x, Padding) : (x.Pad(_amounts, _mode), 0);

    /// <summary>Pairs (before, after), from the last axis backwards.</summary>
    private long[] Amounts(int[] taps, int[] gaps)
    {
        long[] amounts = new long[2 * taps.Length];
        int[] pads = Padding.IsSame ? [] : Padding.For(taps.Length, nameof(Padding), 0);
        for (int axis = 0; axis < taps.Length; axis++)
        {
            int at = 2 * (taps.Length - 1 - axis), reach = gaps[axis] * (taps[axis] - 1);
            (amounts[at], amounts[at + 1]) = Padding.IsSame ? (reach / 2, reach - (reach / 2)) : (pads[axis], pads[axis]);
        }
        return amounts;
    }
}
