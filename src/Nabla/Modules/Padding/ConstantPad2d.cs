namespace Nabla;

/// <summary>Pads [N, C, H, W] with one value.</summary>
[Export("nn.ConstantPad2d")]
public sealed class ConstantPad2d : PaddingBase
{
    /// <summary>Describes the padding.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="value">The value.</param>
    /// <param name="padding">One number for all sides, or left, right, top, bottom.</param>
    /// <exception cref="ArgumentException">There is another count of numbers.</exception>
    public ConstantPad2d(Weights w, double value, params ReadOnlySpan<long> padding)
        : base(w, 2, padding, PadMode.Constant, value)
    {
    }
}
