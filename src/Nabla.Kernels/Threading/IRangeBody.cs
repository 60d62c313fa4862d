namespace Nabla.Kernels.Threading;

/// <summary>The body of a parallel loop: work on one contiguous part of the index range.</summary>
/// <remarks>
/// A body is called on several threads at once through one shared instance, and with any split of the range, so it must
/// write disjoint data for disjoint ranges and give the same bits for every split.
/// </remarks>
public interface IRangeBody
{
    /// <summary>Does the work of the indices <paramref name="start"/> .. <paramref name="end"/> - 1.</summary>
    /// <param name="start">First index.</param>
    /// <param name="end">One past the last index; greater than <paramref name="start"/>.</param>
    void Invoke(long start, long end);
}
