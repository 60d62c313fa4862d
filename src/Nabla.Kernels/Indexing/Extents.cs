using System.Runtime.CompilerServices;

namespace Nabla.Kernels.Indexing;

/// <summary>Up to sixteen extents or strides, by value, so that a thread body can carry them.</summary>
[InlineArray(MaxRank)]
internal struct Extents
{
    /// <summary>The largest rank the strided indexing kernels take.</summary>
    public const int MaxRank = 16;

    private long _first;

    /// <summary>Copies a span of at most <see cref="MaxRank"/> values.</summary>
    /// <exception cref="ArgumentException">The span is longer.</exception>
    public static Extents Of(ReadOnlySpan<long> values)
    {
        if (values.Length > MaxRank) throw new ArgumentException($"Rank {values.Length} is above the supported {MaxRank}.", nameof(values));
        Extents extents = default;
        values.CopyTo(extents);
        return extents;
    }
}
