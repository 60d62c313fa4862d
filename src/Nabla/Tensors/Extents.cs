namespace Nabla;

/// <summary>The extents of a shape with what follows from them, made once and shared by all tensors of that shape.</summary>
/// <remarks>
/// A small table remembers the shapes met last, two to a place; a training step, which meets the same ones again and again, then makes none.
/// Threads may race for a place: what they find is complete and immutable, and at worst they make it twice.
/// </remarks>
internal sealed class Extents
{
    private const int Places = 1 << 12;
    private static readonly Extents?[] Met = new Extents?[Places];

    private Extents(long[] values)
    {
        Values = values;
        Count = 1;
        RowStrides = new long[values.Length];
        long step = 1;
        for (int i = values.Length - 1; i >= 0; i--)
        {
            RowStrides[i] = step;
            step *= Math.Max(values[i], 1);
            Count *= values[i];
        }
    }

    /// <summary>The extents, outermost first; not to be written.</summary>
    public long[] Values { get; }

    /// <summary>Row-major strides; not to be written.</summary>
    public long[] RowStrides { get; }

    /// <summary>Number of elements.</summary>
    public long Count { get; }

    /// <summary>The stand-in made last for values of this shape that backward does not read; it has no data and never changes.</summary>
    public Tensor? Ghost { get; set; }

    /// <summary>The shared object for these extents; null for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative, or the product of all exceeds 64 bits.</exception>
    public static Extents? Of(ReadOnlySpan<long> values)
    {
        if (values.IsEmpty) return null;
        ulong hash = (ulong)values.Length;
        foreach (long value in values) hash = (hash ^ (ulong)value) * 0x9E3779B97F4A7C15;
        // Two places each, so that two shapes that fall on one do not push each other out.
        ref Extents? first = ref Met[hash >> 52], second = ref Met[(hash >> 52) ^ 1];
        if (first is { } near && values.SequenceEqual(near.Values)) return near;
        if (second is { } other && values.SequenceEqual(other.Values)) return other;
        Check(values);
        Extents made = new(values.ToArray());
        if (first is null) first = made;
        else second = made;
        return made;
    }

    private static void Check(ReadOnlySpan<long> extents)
    {
        long count = 1;
        foreach (long extent in extents)
        {
            if (extent < 0)
                throw new ArgumentOutOfRangeException(nameof(extents), $"Extents must not be negative; got [{string.Join(", ", extents.ToArray())}].");
            try
            {
                count = checked(count * Math.Max(extent, 1));
            }
            catch (OverflowException)
            {
                throw new ArgumentOutOfRangeException(nameof(extents), $"The element count of [{string.Join(", ", extents.ToArray())}] overflows 64 bits.");
            }
        }
    }
}
