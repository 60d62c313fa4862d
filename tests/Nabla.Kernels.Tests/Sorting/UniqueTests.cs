using Nabla.Kernels.Sorting;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Sorting;

public unsafe class UniqueTests
{
    [Theory, InlineData(0, 3), InlineData(1, 3), InlineData(70, 9), InlineData(4000, 50)]
    public void Sorted_values_inverse_and_counts_describe_the_input(int n, int kinds)
    {
        long[] x = Draw.Integers(new Random(95), n, -kinds, kinds);
        using Guarded<long> bx = new(x), values = new(n), inverse = new(n), counts = new(n);
        int found = (int)Unique.Sorted(bx.P, n, values.P, inverse.P, counts.P);
        Assert.Equal(x.Distinct().Order(), values.Span[..found].ToArray());
        Assert.Equal(x, inverse.ToArray().Select(i => values[i]));
        Assert.Equal(x.GroupBy(v => v).OrderBy(g => g.Key).Select(g => g.LongCount()), counts.Span[..found].ToArray());
    }

    [Fact]
    public void Every_NaN_is_its_own_value_and_zeros_are_one()
    {
        using Guarded<float> x = new([float.NaN, 0, -0f, float.NaN]), values = new(4);
        using Guarded<long> inverse = new(4), counts = new(4);
        Assert.Equal(3, Unique.Sorted(x.P, 4, values.P, inverse.P, counts.P));
        Assert.Equal([0, float.NaN, float.NaN], values.Span[..3].ToArray());
        Assert.Equal([1, 0, 0, 2], inverse.ToArray());
        Assert.Equal([2, 1, 1], counts.Span[..3].ToArray());
    }

    [Fact]
    public void Consecutive_keeps_the_first_of_every_run()
    {
        using Guarded<int> x = new([1, 1, 2, 2, 2, 1]), values = new(6);
        using Guarded<long> inverse = new(6), counts = new(6);
        Assert.Equal(3, Unique.Consecutive(x.P, 6, values.P, inverse.P, counts.P));
        Assert.Equal([1, 2, 1], values.Span[..3].ToArray());
        Assert.Equal([0, 0, 1, 1, 1, 2], inverse.ToArray());
        Assert.Equal([2, 3, 1], counts.Span[..3].ToArray());
        Assert.Equal(0, Unique.Consecutive(x.P, 0, values.P, null, null));
    }

    [Fact]
    public void Searching_follows_recorded_places()
    {
        using Guarded<float> row = new([1, 2, 2, 3]), values = new([2, 0, 9, float.NaN]);
        using Guarded<long> places = new(4);
        SearchSorted.Run(row.P, 4, true, values.P, 1, 4, false, places.P);
        Assert.Equal([1, 0, 4, 4], places.ToArray());
        SearchSorted.Run(row.P, 4, true, values.P, 1, 4, true, places.P);
        Assert.Equal([3, 0, 4, 4], places.ToArray());
    }

    [Fact]
    public void Searching_uses_each_row_for_its_own_values()
    {
        using Guarded<int> rows = new([1, 5, 9, 2, 2, 2]), values = new([5, 6, 2, 3]);
        using Guarded<long> places = new(4);
        SearchSorted.Run(rows.P, 3, false, values.P, 2, 2, false, places.P);
        Assert.Equal([1, 2, 0, 3], places.ToArray());
    }
}
