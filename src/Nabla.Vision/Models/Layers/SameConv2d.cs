namespace Nabla.Vision;

/// <summary>A convolution padded as TensorFlow's "SAME": outputs = ceil(inputs/stride), the odd zero at the end.</summary>
[Export("vision.models.SameConv2d")]
public sealed class SameConv2d : Module
{
    private readonly int _kernel, _stride, _groups;

    /// <summary>Reads, or creates, <c>weight</c> and, where there is one, <c>bias</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="kernel">Kernel size.</param>
    /// <param name="stride">Input positions from one output to the next.</param>
    /// <param name="groups">Groups of channels that do not mix.</param>
    /// <param name="bias">Add a number to each output channel?</param>
    /// <exception cref="ArgumentException">The channels cannot be divided among the groups.</exception>
    public SameConv2d(Weights w, int inputs, int outputs, int kernel, int stride, int groups = 1, bool bias = false)
        : base(w)
    {
        if (inputs % groups != 0 || outputs % groups != 0)
            throw new ArgumentException($"{inputs} input and {outputs} output channels cannot be divided among {groups} groups.", nameof(groups));
        (_kernel, _stride, _groups) = (kernel, stride, groups);
        Weight = w.Get("weight", [outputs, inputs / groups, kernel, kernel], Blocks.ConvInit);
        if (bias) Bias = w.Get("bias", [outputs], Init.Zeros);
    }

    /// <summary>[outputs, inputs/groups, kernel, kernel].</summary>
    public Parameter Weight { get; }

    /// <summary>[outputs]; null for none.</summary>
    public Parameter? Bias { get; }

    /// <summary>x [N, Cin, H, W] -> [N, Cout, ceil(H/stride), ceil(W/stride)].</summary>
    public override Tensor Forward(Tensor x)
    {
        (long top, long bottom) = Padding(x.Shape[2], _kernel, _stride);
        (long left, long right) = Padding(x.Shape[3], _kernel, _stride);
        if (top == bottom && left == right) return Functional.Conv2d(x, Weight, Bias?.Value, _stride, ((int)top, (int)left), groups: _groups);
        return Functional.Conv2d(x.Pad([left, right, top, bottom]), Weight, Bias?.Value, _stride, groups: _groups);
    }

    /// <summary>Zeros before and after an axis of the given size.</summary>
    internal static (long Before, long After) Padding(long size, int kernel, int stride)
    {
        long outputs = (size + stride - 1) / stride, total = Math.Max(0, ((outputs - 1) * stride) + kernel - size);
        return (total / 2, total - (total / 2));
    }
}
