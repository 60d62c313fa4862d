using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Algorithms.Heaps;

namespace Nabla.Algorithms.Sequences;

public static partial class Merging
{
    /// <summary>Merges k sorted sequences by a loser tree; equal values come in the order of their sources.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="sources">k sorted sequences, any of them empty.</param>
    /// <param name="merged">Receives all values.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="merged"/> has not room for exactly all values.</exception>
    /// <remarks>O(n log k).</remarks>
    [Export("algorithms.sequences.merging.merge_many")]
    public static void MergeMany<T>(ReadOnlySpan<ReadOnlyMemory<T>> sources, Span<T> merged) => MergeMany(sources, merged, default(Ascending<T>));

    /// <inheritdoc cref="MergeMany{T}(ReadOnlySpan{ReadOnlyMemory{T}}, Span{T})"/>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="sources">k sorted sequences, any of them empty.</param>
    /// <param name="merged">Receives all values.</param>
    /// <param name="comparer">The order.</param>
    public static void MergeMany<T, TComparer>(ReadOnlySpan<ReadOnlyMemory<T>> sources, Span<T> merged, TComparer comparer)
        where TComparer : IComparer<T>
    {
        long total = 0;
        foreach (ReadOnlyMemory<T> source in sources) total += source.Length;
        if (total != merged.Length) throw new ArgumentOutOfRangeException(nameof(merged), merged.Length, $"{total} elements are needed.");
        if (total == 0) return;
        int leaves = (int)BitOperations.RoundUpToPowerOf2((uint)sources.Length);
        T[] heads = ArrayPool<T>.Shared.Rent(leaves);
        bool[] exhausted = ArrayPool<bool>.Shared.Rent(leaves);
        int[] losers = ArrayPool<int>.Shared.Rent(leaves), next = ArrayPool<int>.Shared.Rent(leaves);
        for (int i = 0; i < leaves; i++)
        {
            exhausted[i] = i >= sources.Length || sources[i].IsEmpty;
            next[i] = 1;
            if (!exhausted[i]) heads[i] = sources[i].Span[0];
        }
        var tree = new Tournament<T, TComparer>(heads.AsSpan(0, leaves), exhausted.AsSpan(0, leaves), losers.AsSpan(0, leaves), comparer);
        int winner = tree.Play(1);
        for (int at = 0; at < merged.Length; at++)
        {
            merged[at] = heads[winner];
            ReadOnlySpan<T> source = sources[winner].Span;
            int following = next[winner]++;
            if (following < source.Length) heads[winner] = source[following];
            else exhausted[winner] = true;
            winner = tree.Replay(winner);
        }
        ArrayPool<T>.Shared.Return(heads, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        ArrayPool<bool>.Shared.Return(exhausted);
        ArrayPool<int>.Shared.Return(losers);
        ArrayPool<int>.Shared.Return(next);
    }

    /// <summary>How many of the first <paramref name="diagonal"/> merged values come from <paramref name="first"/>.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="first">m sorted values, winning ties.</param>
    /// <param name="second">n sorted values.</param>
    /// <param name="diagonal">0..m+n.</param>
    /// <param name="comparer">The order.</param>
    /// <returns>The split of <paramref name="first"/>; that of <paramref name="second"/> is the diagonal less it.</returns>
    /// <remarks>O(log min(m, n)): where the merge path crosses a diagonal, Odeh, Green, Mwassi, Shmueli and Birk (2012).</remarks>
    [Export("algorithms.sequences.merging.split_at")]
    public static int SplitAt<T, TComparer>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, int diagonal, TComparer comparer)
        where TComparer : IComparer<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(diagonal);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(diagonal, first.Length + second.Length);
        int low = Math.Max(0, diagonal - second.Length), high = Math.Min(diagonal, first.Length);
        while (low < high)
        {
            int middle = (int)((uint)(low + high) >> 1);
            if (Order.Less(second[diagonal - middle - 1], first[middle], comparer)) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    /// <summary>Merges two sorted sequences with several threads; the result is that of <see cref="Merge{T}(ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
    /// <param name="first">m sorted values.</param>
    /// <param name="second">n sorted values.</param>
    /// <param name="merged">Receives m + n values.</param>
    /// <param name="comparer">The order.</param>
    /// <param name="threads">How many threads to use; all processors when 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="merged"/> has not m + n elements, or <paramref name="threads"/> is negative.</exception>
    [Export("algorithms.sequences.merging.merge_parallel")]
    public static void MergeParallel<T, TComparer>(ReadOnlyMemory<T> first, ReadOnlyMemory<T> second, Memory<T> merged, TComparer comparer, int threads = 0)
        where TComparer : IComparer<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        const int Piece = 1 << 15;
        int total = first.Length + second.Length;
        if (merged.Length != total) throw new ArgumentOutOfRangeException(nameof(merged), merged.Length, $"{total} elements are needed.");
        int pieces = (int)(((long)total + Piece - 1) / Piece);
        Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? -1 : threads }, piece =>
        {
            int start = piece * Piece, end = Math.Min(total, start + Piece);
            int a = SplitAt(first.Span, second.Span, start, comparer), b = SplitAt(first.Span, second.Span, end, comparer);
            Merge(first.Span[a..b], second.Span[(start - a)..(end - b)], merged.Span[start..end], comparer);
        });
    }
}
