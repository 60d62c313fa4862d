namespace Nabla;

/// <summary>One part of an index, as in <c>x[1, 2..5, TensorIndex.Ellipsis, mask]</c>: a number, a range, a tensor, or a marker.</summary>
/// <remarks>Numbers, ranges, <see cref="System.Index"/> and tensors convert by themselves; a null tensor is a whole axis.</remarks>
[Export("ops.TensorIndex")]
public readonly struct TensorIndex
{
    private TensorIndex(TensorIndexKind kind, long start = 0, long? stop = null, long step = 1, Tensor? tensor = null) =>
        (Kind, Start, Stop, Step, Tensor) = (kind, start, stop, step, tensor);

    /// <summary>As many whole axes as it takes; at most once.</summary>
    [Export("ops.TensorIndex.ellipsis")]
    public static TensorIndex Ellipsis { get; } = new(TensorIndexKind.Ellipsis);

    /// <summary>A new axis of extent 1.</summary>
    [Export("ops.TensorIndex.new_axis")]
    public static TensorIndex NewAxis { get; } = new(TensorIndexKind.NewAxis);

    /// <summary>A whole axis.</summary>
    [Export("ops.TensorIndex.all")]
    public static TensorIndex All { get; } = new(TensorIndexKind.Slice);

    internal TensorIndexKind Kind { get; }

    internal long Start { get; }

    internal long? Stop { get; }

    internal long Step { get; }

    internal Tensor? Tensor { get; }

    /// <summary>Positions start, start + step, ... before stop, as Python slices.</summary>
    /// <param name="start">First position; negative counts from the end.</param>
    /// <param name="stop">Position after the last; null is the end.</param>
    /// <param name="step">Distance, at least 1.</param>
    [Export("ops.TensorIndex.slice")]
    public static TensorIndex Slice(long start = 0, long? stop = null, long step = 1) => new(TensorIndexKind.Slice, start, stop, step);

    /// <summary>One position; the axis disappears.</summary>
    public static implicit operator TensorIndex(int position) => new(TensorIndexKind.Position, position);

    /// <summary>One position; the axis disappears.</summary>
    public static implicit operator TensorIndex(long position) => new(TensorIndexKind.Position, position);

    /// <summary>One position, maybe counted from the end; the axis disappears.</summary>
    public static implicit operator TensorIndex(Index position) => new(TensorIndexKind.Position, position.IsFromEnd ? -(long)position.Value : position.Value);

    /// <summary>Consecutive positions.</summary>
    public static implicit operator TensorIndex(Range range)
    {
        // ^0 as a start is behind the end, and as an end is the end itself.
        long start = !range.Start.IsFromEnd ? range.Start.Value : range.Start.Value == 0 ? long.MaxValue : -(long)range.Start.Value;
        long? stop = !range.End.IsFromEnd ? range.End.Value : range.End.Value == 0 ? null : -(long)range.End.Value;
        return new(TensorIndexKind.Slice, start, stop);
    }

    /// <summary>Positions (integers) or a mask (bool, taking as many axes as it has). Null is a whole axis.</summary>
    public static implicit operator TensorIndex(Tensor? tensor) => tensor is null ? All : new(TensorIndexKind.Tensor, tensor: tensor);
}

/// <summary>What a <see cref="TensorIndex"/> is.</summary>
internal enum TensorIndexKind
{
    Slice,
    Position,
    Ellipsis,
    NewAxis,
    Tensor,
}
