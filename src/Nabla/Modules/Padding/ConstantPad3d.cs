namespace Nabla;

/// <summary>Pads [N, C, D, H, W] with one value.</summary>
[Export("nn.ConstantPad3d")]
public sealed class ConstantPad3d : PaddingBase
{
    /// <summary>Describes the padding.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="value">The value.</param>
    /// <param name="padding">One number for all sides, or left, right, top, bottom, front, back.</param>
    /// <exception cref="ArgumentException">There is another count of numbers.</exception>
    public ConstantPad3d(Weights w, double value, params ReadOnlySpan<long> padding)
        : base(w, 3, padding, PadMode.Constant, value)
    {
    }
}
