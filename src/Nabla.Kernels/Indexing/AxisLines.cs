namespace Nabla.Kernels.Indexing;

/// <summary>
/// A shape seen as lines along one axis. Lines that differ only in the last dimension lie side by side; a strip is a run of them,
/// so that scattering along any axis walks memory in order while no two threads ever write the same line.
/// </summary>
internal struct AxisLines
{
    private Extents _shape;
    private int _rank;
    private int _axis;

    /// <summary>Entries along the axis.</summary>
    public long Length;

    /// <summary>Lines side by side: the last extent, or one when the axis is the last.</summary>
    public long Width;

    /// <summary>Groups of side-by-side lines.</summary>
    public long Groups;

    /// <summary>Distance between consecutive entries of a line in a contiguous tensor of this shape.</summary>
    public long Inner;

    /// <summary>Describes the lines of <paramref name="shape"/> along <paramref name="axis"/>.</summary>
    public static AxisLines Of(ReadOnlySpan<long> shape, int axis)
    {
        int rank = shape.Length;
        long width = axis == rank - 1 ? 1 : shape[rank - 1];
        long lines = 1;
        for (int d = 0; d < rank; d++) lines *= d == axis ? 1 : shape[d];
        return new AxisLines
        {
            _shape = Extents.Of(shape),
            _rank = rank,
            _axis = axis,
            Length = shape[axis],
            Width = width,
            Groups = width == 0 ? 0 : lines / width,
            Inner = Product(shape[(axis + 1)..]),
        };
    }

    /// <summary>Offset of the first entry of a group in a tensor with the given strides.</summary>
    public readonly long Offset(long group, in Extents strides)
    {
        long offset = 0;
        int last = _axis == _rank - 1 ? _rank - 1 : _rank - 2;
        for (int d = last; d >= 0; d--)
        {
            if (d == _axis) continue;
            offset += group % _shape[d] * strides[d];
            group /= _shape[d];
        }

        return offset;
    }

    /// <summary>Stride between the lines of a group.</summary>
    public readonly long LineStride(in Extents strides) => _axis == _rank - 1 ? 0 : strides[_rank - 1];

    /// <summary>Strides of a contiguous tensor of this shape.</summary>
    public readonly Extents Contiguous()
    {
        Extents strides = default;
        long stride = 1;
        for (int d = _rank - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride *= _shape[d];
        }

        return strides;
    }

    /// <summary>Number of elements of a shape.</summary>
    public static long Product(ReadOnlySpan<long> shape)
    {
        long product = 1;
        foreach (long extent in shape) product *= extent;
        return product;
    }

    /// <summary>Verifies that a shape, strides and an axis belong together.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public static void CheckRank(ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, int axis)
    {
        if (shape.Length is 0 or > Extents.MaxRank)
            throw new ArgumentException($"The index must have 1..{Extents.MaxRank} dimensions, not {shape.Length}.", nameof(shape));
        if (strides.Length != shape.Length)
            throw new ArgumentException($"{strides.Length} strides were given for {shape.Length} dimensions.", nameof(strides));
        if ((uint)axis >= (uint)shape.Length)
            throw new ArgumentOutOfRangeException(nameof(axis), axis, $"The axis must lie in 0..{shape.Length - 1}.");
    }
}
