using System.Runtime.CompilerServices;

namespace Nabla;

/// <summary>The extents of a tensor, outermost axis first. Rank 0 is a scalar with one element.</summary>
/// <remarks>Immutable. Writes as <c>[2, 3]</c> and can be written so: <c>Shape s = [2, 3];</c></remarks>
[CollectionBuilder(typeof(Shape), nameof(Create))]
[Export("Size", "Shape")]
public readonly struct Shape : IEquatable<Shape>
{
    private const int FewAxes = 16;

    private readonly Extents? _extents;

    /// <summary>A shape with the given extents.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative, or the element count overflows.</exception>
    public Shape(params ReadOnlySpan<long> extents) => _extents = Extents.Of(extents);

    /// <summary>The shape of a scalar.</summary>
    [Export("Shape.scalar")]
    public static Shape Scalar => default;

    /// <summary>Number of axes.</summary>
    public int Rank => _extents?.Values.Length ?? 0;

    /// <summary>Number of elements; 1 for a scalar.</summary>
    public long Count => _extents?.Count ?? 1;

    /// <summary>The extents as a span.</summary>
    public ReadOnlySpan<long> Span => _extents?.Values;

    /// <summary>What all tensors of this shape share; null for a scalar.</summary>
    internal Extents? Shared => _extents;

    /// <summary>Row-major strides, in elements, shared by all tensors of this shape: not to be written.</summary>
    internal long[] RowStrides => _extents?.RowStrides ?? [];

    /// <summary>The extent of an axis; negative axes count from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public long this[int axis] => Span[Axis(axis)];

    /// <summary>The extent of an axis counted from the end, as in <c>shape[^1]</c>.</summary>
    public long this[Index axis] => Span[axis.GetOffset(Rank)];

    /// <summary>Builds a shape from a collection expression.</summary>
    [Export("Shape.create")]
    public static Shape Create(ReadOnlySpan<long> extents) => new(extents);

    /// <summary>Same extents?</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Different extents?</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>A shape from an array of extents.</summary>
    public static implicit operator Shape(long[] extents) => new(extents);

    /// <summary>Normalises an axis: -1 is the last one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int Axis(int axis, [CallerArgumentExpression(nameof(axis))] string? argument = null)
    {
        int rank = Math.Max(Rank, 1);
        if (axis < -rank || axis >= rank)
            throw new ArgumentOutOfRangeException(argument, axis, $"Axis {axis} does not exist in a tensor of shape {this}; expected {-rank}..{rank - 1}.");
        return axis < 0 ? axis + rank : axis;
    }

    /// <summary>Normalises several axes; an empty list means all of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">An axis is named twice.</exception>
    public int[] Axes(ReadOnlySpan<int> axes)
    {
        if (axes.IsEmpty) return [.. Enumerable.Range(0, Rank)];
        int[] result = new int[axes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            result[i] = Axis(axes[i], nameof(axes));
            if (result.AsSpan(0, i).Contains(result[i]))
                throw new ArgumentException($"Axis {axes[i]} is named twice for shape {this}.", nameof(axes));
        }
        return Rank == 0 ? [] : result;
    }

    /// <summary>Row-major strides, in elements.</summary>
    public long[] ContiguousStrides() => [.. RowStrides];

    /// <summary>The same shape with one extent replaced.</summary>
    public Shape With(int axis, long extent)
    {
        Span<long> extents = Rank <= FewAxes ? stackalloc long[Rank] : new long[Rank];
        Span.CopyTo(extents);
        extents[Axis(axis)] = extent;
        return new(extents);
    }

    /// <summary>The same shape with an axis inserted before <paramref name="axis"/> (0..Rank).</summary>
    public Shape Insert(int axis, long extent)
    {
        Span<long> extents = Rank < FewAxes ? stackalloc long[Rank + 1] : new long[Rank + 1];
        Span[..axis].CopyTo(extents);
        extents[axis] = extent;
        Span[axis..].CopyTo(extents[(axis + 1)..]);
        return new(extents);
    }

    /// <summary>The same shape without an axis.</summary>
    public Shape Without(int axis)
    {
        axis = Axis(axis);
        Span<long> extents = Rank <= FewAxes ? stackalloc long[Rank - 1] : new long[Rank - 1];
        Span[..axis].CopyTo(extents);
        Span[(axis + 1)..].CopyTo(extents[axis..]);
        return new(extents);
    }

    /// <summary>The shape after reducing <paramref name="axes"/> (normalised): removed, or kept as 1.</summary>
    public Shape Reduce(ReadOnlySpan<int> axes, bool keepDims)
    {
        Span<long> extents = Rank <= FewAxes ? stackalloc long[Rank] : new long[Rank];
        int count = 0;
        for (int i = 0; i < Rank; i++)
        {
            if (!axes.Contains(i)) extents[count++] = Span[i];
            else if (keepDims) extents[count++] = 1;
        }
        return new(extents[..count]);
    }

    /// <summary>The shape two operands broadcast to, aligned at the last axis.</summary>
    /// <exception cref="ShapeMismatchException">Two extents differ and neither is 1.</exception>
    [Export("broadcast_shapes")]
    public static Shape Broadcast(Shape a, Shape b)
    {
        if (a == b) return a;
        int rank = Math.Max(a.Rank, b.Rank);
        Span<long> extents = rank <= FewAxes ? stackalloc long[rank] : new long[rank];
        for (int i = 1; i <= rank; i++)
        {
            long x = i <= a.Rank ? a.Span[^i] : 1, y = i <= b.Rank ? b.Span[^i] : 1;
            if (x != y && x != 1 && y != 1)
                throw new ShapeMismatchException($"Shapes {a} and {b} do not broadcast: extents {x} and {y} at axis -{i} differ and neither is 1.");
            extents[rank - i] = x == 1 ? y : x;
        }
        return new(extents);
    }

    /// <summary>A copy of the extents.</summary>
    public long[] ToArray() => Span.ToArray();

    /// <summary>Enumerates the extents.</summary>
    public ReadOnlySpan<long>.Enumerator GetEnumerator() => Span.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Shape other) => ReferenceEquals(_extents, other._extents) || Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (long extent in Span) hash.Add(extent);
        return hash.ToHashCode();
    }

    /// <summary>Such as <c>[2, 3]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", Span.ToArray())}]";
}
