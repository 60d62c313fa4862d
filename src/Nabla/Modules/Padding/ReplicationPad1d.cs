namespace Nabla;

/// <summary>Pads [N, C, L] with the edge element.</summary>
[Export("nn.ReplicationPad1d")]
public sealed class ReplicationPad1d : PaddingBase
{
    /// <summary>Describes the padding.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="padding">One number for all sides, or left, right.</param>
    /// <exception cref="ArgumentException">There is another count of numbers.</exception>
    public ReplicationPad1d(Weights w, params ReadOnlySpan<long> padding)
        : base(w, 1, padding, PadMode.Replicate)
    {
    }
}
