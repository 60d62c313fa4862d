namespace Nabla;

/// <summary>Pads [N, C, L] with one value.</summary>
[Export("nn.ConstantPad1d")]
public sealed class ConstantPad1d : PaddingBase
{
    /// <summary>Describes the padding.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="value">The value.</param>
    /// <param name="padding">One number for all sides, or left, right.</param>
    /// <exception cref="ArgumentException">There is another count of numbers.</exception>
    public ConstantPad1d(Weights w, double value, params ReadOnlySpan<long> padding)
        : base(w, 1, padding, PadMode.Constant, value)
    {
    }
}
