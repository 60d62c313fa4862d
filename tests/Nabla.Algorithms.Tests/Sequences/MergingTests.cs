using Nabla.Algorithms.Heaps;
using Nabla.Algorithms.Sequences;
using Nabla.Algorithms.Tests.Support;

namespace Nabla.Algorithms.Tests.Sequences;

public class MergingTests
{
    [Fact]
    public void From_the_back_as_in_the_worked_example()
    {
        int[] first = [1, 2, 3, 0, 0, 0];
        Merging.MergeFromBack<int>(first, 3, [2, 5, 6]);
        Assert.Equal([1, 2, 2, 3, 5, 6], first);
        int[] none = [4];
        Merging.MergeFromBack<int>(none, 0, [7]);
        Assert.Equal([7], none);
        Merging.MergeFromBack<int>(none, 1, []);
        Assert.Equal([7], none);
    }

    [Fact]
    public void Every_merge_is_a_stable_sort_of_the_concatenation() => Property.Holds<int[], int[]>((a, b) =>
    {
        // Pairs with few different keys, so that ties are many; the tag tells where a value came from.
        (int Key, int Tag)[] first = [.. a.Select((v, i) => (v % 4, i)).OrderBy(p => p.Item1)], second = [.. b.Select((v, i) => (v % 4, 1000 + i)).OrderBy(p => p.Item1)];
        (int Key, int Tag)[] expected = [.. first.Concat(second).OrderBy(p => p.Key)];
        var byKey = new ComparisonOrder<(int Key, int Tag)>((x, y) => x.Key.CompareTo(y.Key));
        var merged = new (int Key, int Tag)[expected.Length];
        Merging.Merge(first, second, merged, byKey);
        if (!merged.SequenceEqual(expected)) return false;
        first.CopyTo(merged, 0);
        Merging.MergeFromBack(merged, first.Length, second, byKey);
        if (!merged.SequenceEqual(expected)) return false;
        Merging.MergeMany<(int, int), ComparisonOrder<(int Key, int Tag)>>([first, second], merged, byKey);
        if (!merged.SequenceEqual(expected)) return false;
        Merging.MergeParallel<(int Key, int Tag), ComparisonOrder<(int Key, int Tag)>>(first, second, merged, byKey, 2);
        return merged.SequenceEqual(expected);
    });

    [Theory]
    [InlineData(10_000, 10_000, 1)]
    [InlineData(100_000, 30, 1)]
    [InlineData(30, 100_000, 1)]
    [InlineData(70_000, 70_000, 1000)]
    public void Long_runs_gallop_to_the_same_result(int m, int n, int block)
    {
        int[] a = [.. Property.Fill(m, i => i / block * 2).Order()], b = [.. Property.Fill(n, i => (i * 7 / block * 2) + 1).Order()];
        int[] expected = [.. a.Concat(b).Order()], merged = new int[m + n];
        Merging.Merge<int>(a, b, merged);
        Assert.Equal(expected, merged);
        Merging.MergeParallel<int, Ascending<int>>(a, b, merged, default);
        Assert.Equal(expected, merged);
    }

    [Fact]
    public void Many_sources_some_of_them_empty()
    {
        var merged = new int[6];
        Merging.MergeMany<int>([new[] { 1, 9 }, Array.Empty<int>(), new[] { 2, 3, 4 }, new[] { 0 }, Array.Empty<int>()], merged);
        Assert.Equal([0, 1, 2, 3, 4, 9], merged);
        Merging.MergeMany<int>([], []);
    }

    [Fact]
    public void Wrong_room_names_the_argument()
    {
        Assert.Throws<ArgumentOutOfRangeException>("merged", () => Merging.Merge<int>(new int[2], new int[2], new int[3]));
        Assert.Throws<ArgumentOutOfRangeException>("first", () => Merging.MergeFromBack<int>(new int[2], 2, new int[2]));
        Assert.Throws<ArgumentOutOfRangeException>("merged", () => Merging.MergeMany<int>([new int[2]], new int[3]));
        Assert.Throws<ArgumentOutOfRangeException>("diagonal", () => Merging.SplitAt(new int[2], new int[2], 5, default(Ascending<int>)));
    }
}
