namespace Nabla;

/// <summary>Pads [N, C, D, H, W] with the elements mirrored at the edge, which is not repeated.</summary>
[Export("nn.ReflectionPad3d")]
public sealed class ReflectionPad3d : PaddingBase
{
    /// <summary>Describes the padding.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="padding">One number for all sides, or left, right, top, bottom, front, back.</param>
    /// <exception cref="ArgumentException">There is another count of numbers.</exception>
    public ReflectionPad3d(Weights w, params ReadOnlySpan<long> padding)
        : base(w, 3, padding, PadMode.Reflect)
    {
    }
}
