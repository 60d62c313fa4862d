namespace Nabla;

/// <summary>Splits an axis into several.</summary>
[Export("nn.Unflatten")]
public sealed class Unflatten : Module
{
    private readonly int _axis;
    private readonly long[] _extents;

    /// <summary>Describes the axes.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="axis">Axis split.</param>
    /// <param name="extents">The new extents; one may be -1.</param>
    public Unflatten(Weights w, int axis, params ReadOnlySpan<long> extents)
        : base(w) => (_axis, _extents) = (axis, extents.ToArray());

    /// <summary>x -> the same elements with more axes.</summary>
    public override Tensor Forward(Tensor x) => x.Unflatten(_axis, _extents);
}
