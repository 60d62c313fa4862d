using System.Runtime.CompilerServices;

namespace Nabla.Algorithms.Sorting;

/// <summary>The order of <see cref="Sorting.Sort{T}(Span{T})"/> as a comparer: natural, but with -0 before +0 and every NaN last.</summary>
/// <typeparam name="T">Any type with a natural order.</typeparam>
[Export("algorithms.sorting.SortOrder")]
public readonly struct SortOrder<T> : IComparer<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Compare(T? x, T? y)
    {
        if (typeof(T) == typeof(float)) return SingleCodec.Encode((float)(object)x!).CompareTo(SingleCodec.Encode((float)(object)y!));
        if (typeof(T) == typeof(double)) return DoubleCodec.Encode((double)(object)x!).CompareTo(DoubleCodec.Encode((double)(object)y!));
        if (typeof(T) == typeof(Half)) return HalfCodec.Encode((Half)(object)x!).CompareTo(HalfCodec.Encode((Half)(object)y!));
        return Comparer<T>.Default.Compare(x!, y!);
    }
}
