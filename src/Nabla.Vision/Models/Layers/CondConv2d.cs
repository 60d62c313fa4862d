namespace Nabla.Vision;

/// <summary>
/// A convolution whose kernel is mixed for each picture from several experts' kernels. Yang et al., CondConv: Conditionally Parameterized
/// Convolutions for Efficient Inference (2019). Padded as <see cref="SameConv2d"/>.
/// </summary>
[Export("vision.models.CondConv2d")]
public sealed class CondConv2d : Module
{
    private readonly int _outputs, _kernel, _stride, _groups;

    /// <summary>Reads, or creates, <c>weight</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="kernel">Kernel size.</param>
    /// <param name="experts">Number of kernels to mix.</param>
    /// <param name="stride">Input positions from one output to the next.</param>
    /// <param name="groups">Groups of channels that do not mix.</param>
    /// <exception cref="ArgumentException">The channels cannot be divided among the groups.</exception>
    public CondConv2d(Weights w, int inputs, int outputs, int kernel, int experts, int stride = 1, int groups = 1)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(experts);
        if (inputs % groups != 0 || outputs % groups != 0)
            throw new ArgumentException($"{inputs} input and {outputs} output channels cannot be divided among {groups} groups.", nameof(groups));
        (_outputs, _kernel, _stride, _groups) = (outputs, kernel, stride, groups);
        long count = (long)outputs * (inputs / groups) * kernel * kernel;
        Weight = w.Get("weight", [experts, count], Init.Normal(0, Math.Sqrt(2.0 * groups / (outputs * kernel * kernel))));
    }

    /// <summary>The experts' kernels [experts, outputs·inputs/groups·kernel·kernel].</summary>
    public Parameter Weight { get; }

    /// <summary>Every expert counts the same: x [N, Cin, H, W] -> [N, Cout, ceil(H/stride), ceil(W/stride)].</summary>
    public override Tensor Forward(Tensor x) => Mix(x, Tensor.Full([x.Shape[0], Weight.Shape[0]], 1.0 / Weight.Shape[0], x.DType, x.Backend));

    /// <summary>x [N, Cin, H, W] and the experts' shares [N, experts] -> [N, Cout, ceil(H/stride), ceil(W/stride)].</summary>
    /// <exception cref="ShapeMismatchException">The shares are not [N, experts].</exception>
    public Tensor Mix(Tensor x, Tensor shares)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(shares);
        (long n, long c, long h, long w) = (x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        if (shares.Shape != new Shape(n, Weight.Shape[0])) throw new ShapeMismatchException($"CondConv2d expects shares [{n}, {Weight.Shape[0]}]; got {shares.Shape}.", nameof(shares));
        (long top, long bottom) = SameConv2d.Padding(h, _kernel, _stride);
        (long left, long right) = SameConv2d.Padding(w, _kernel, _stride);
        if (top + bottom + left + right > 0) x = x.Pad([left, right, top, bottom]);
        // One grouped convolution does all pictures: each is a group of its own.
        Tensor kernels = shares.MatMul(Weight).Reshape(n * _outputs, c / _groups, _kernel, _kernel);
        Tensor y = Functional.Conv2d(x.Reshape(1, n * c, x.Shape[2], x.Shape[3]), kernels, null, _stride, groups: (int)n * _groups);
        return y.Reshape(n, _outputs, y.Shape[2], y.Shape[3]);
    }
}
