namespace Nabla;

/// <summary>Pads [N, C, H, W] with the elements from the other end.</summary>
[Export("nn.CircularPad2d")]
public sealed class CircularPad2d : PaddingBase
{
    /// <summary>Describes the padding.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="padding">One number for all sides, or left, right, top, bottom.</param>
    /// <exception cref="ArgumentException">There is another count of numbers.</exception>
    public CircularPad2d(Weights w, params ReadOnlySpan<long> padding)
        : base(w, 2, padding, PadMode.Circular)
    {
    }
}
