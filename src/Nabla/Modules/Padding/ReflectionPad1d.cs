namespace Nabla;

/// <summary>Pads [N, C, L] with the elements mirrored at the edge, which is not repeated.</summary>
[Export("nn.ReflectionPad1d")]
public sealed class ReflectionPad1d : PaddingBase
{
    /// <summary>Describes the padding.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="padding">One number for all sides, or left, right.</param>
    /// <exception cref="ArgumentException">There is another count of numbers.</exception>
    public ReflectionPad1d(Weights w, params ReadOnlySpan<long> padding)
        : base(w, 1, padding, PadMode.Reflect)
    {
    }
}
