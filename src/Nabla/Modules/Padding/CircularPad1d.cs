namespace Nabla;

/// <summary>Pads [N, C, L] with the elements from the other end.</summary>
[Export("nn.CircularPad1d")]
public sealed class CircularPad1d : PaddingBase
{
    /// <summary>Describes the padding.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="padding">One number for all sides, or left, right.</param>
    /// <exception cref="ArgumentException">There is another count of numbers.</exception>
    public CircularPad1d(Weights w, params ReadOnlySpan<long> padding)
        : base(w, 1, padding, PadMode.Circular)
    {
    }
}
