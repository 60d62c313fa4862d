namespace Nabla;

/// <summary>Pads [N, C, L] with zeros.</summary>
[Export("nn.ZeroPad1d")]
public sealed class ZeroPad1d : PaddingBase
{
    /// <summary>Describes the padding.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="padding">One number for all sides, or left, right.</param>
    /// <exception cref="ArgumentException">There is another count of numbers.</exception>
    public ZeroPad1d(Weights w, params ReadOnlySpan<long> padding)
        : base(w, 1, padding, PadMode.Constant)
    {
    }
}
