using Nabla.Kernels.Indexing;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Indexing;

public unsafe class SearchSortedTests
{
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
