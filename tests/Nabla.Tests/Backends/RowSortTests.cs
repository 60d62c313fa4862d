using Nabla.Kernels.Threading;

namespace Nabla.Tests.Backends;

public sealed unsafe class RowSortTests
{
    private static readonly float[] Mixed = [3, float.NaN, -0f, 0, 7, 3, -1, 7, float.NaN, float.PositiveInfinity];

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(67), InlineData(1023), InlineData(1024), InlineData(5000)]
    public void Every_type_sorts_stably_both_ways(int n)
    {
        Random random = new(90);
        Check(random, n, r => (float)(r.Next(-40, 40) * 0.25));
        Check(random, n, r => r.NextDouble() * Math.Pow(2, r.Next(-300, 300)) * (r.Next(2) == 0 ? -1 : 1));
        Check(random, n, r => (Half)r.Next(-99, 99));
        Check(random, n, r => (sbyte)r.Next(-128, 128));
        Check(random, n, r => (byte)r.Next(256));
        Check(random, n, r => (short)r.Next(-32768, 32768));
        Check(random, n, r => (ushort)r.Next(65536));
        Check(random, n, r => r.Next(int.MinValue, int.MaxValue));
        Check(random, n, r => (uint)r.NextInt64(uint.MaxValue));
        Check(random, n, r => r.NextInt64(long.MinValue, long.MaxValue));
        Check(random, n, r => r.NextInt64(-9, 9));
        Check(random, n, r => (ulong)r.NextInt64(long.MinValue, long.MaxValue));
        Check(random, n, r => r.Next(2) == 0);
    }

    [Fact]
    public void NaN_is_largest_and_zeros_are_equal_as_recorded()
    {
        Assert.Equal([6, 2, 3, 0, 5, 4, 7, 9, 1, 8], Sorted(Mixed, 1, descending: false));
        Assert.Equal([1, 8, 9, 4, 7, 0, 5, 2, 3, 6], Sorted(Mixed, 1, descending: true));
        double[] wide = [.. Mixed.Select(value => (double)value)];
        Assert.Equal([6, 2, 3, 0, 5, 4, 7, 9, 1, 8], Sorted(wide, 1, descending: false));
        Assert.Equal([1, 8, 9, 4, 7, 0, 5, 2, 3, 6], Sorted(wide, 1, descending: true));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(5), InlineData(60), InlineData(500)]
    public void Top_k_is_the_head_of_the_sorted_row(int k)
    {
        Random random = new(91);
        float[] x = [.. Enumerable.Range(0, 3 * 500).Select(_ => random.Next(40) == 0 ? float.NaN : random.Next(-50, 50))];
        double[] wide = [.. x.Select(value => (double)value)];
        foreach (bool largest in (bool[])[true, false])
        {
            long[] all = Sorted(x, 3, largest);
            long[] expected = [.. all.Chunk(500).SelectMany(row => row.Take(k))];
            Assert.Equal(expected, Top(x, 3, k, largest));
            Assert.Equal(expected, Top(wide, 3, k, largest));
        }
    }

    [Fact]
    public void Top_k_matches_recorded_places_and_ties_take_the_first()
    {
        Assert.Equal([0, 2, 4], Top([5f, 1, 5, 3, 5, 2], 1, 3, largest: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => Top([5f, 1, 5, 3, 5, 2], 1, 7, largest: true));
    }

    [Fact]
    public void Order_statistics_agree_with_sorting()
    {
        Random random = new(92);
        double[] x = [.. Enumerable.Range(0, 2 * 301).Select(_ => (double)random.Next(-50, 50))];
        float[] narrow = [.. x.Select(value => (float)value)];
        long[] all = Sorted(x, 2, descending: false);
        foreach (int k in (int[])[1, 2, 150, 300, 301])
        {
            Assert.Equal([all[k - 1], all[301 + k - 1]], Kth(x, 2, k));
            Assert.Equal([all[k - 1], all[301 + k - 1]], Kth(narrow, 2, k));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => Kth(x, 2, 0));
    }

    [Fact]
    public void Medians_treat_NaN_as_recorded()
    {
        Assert.Equal(2, Median([3, 1, 2, 4], ignoreNaN: false));
        Assert.Equal(1, Median([3, float.NaN, 2, float.NaN], ignoreNaN: false));
        Assert.Equal(2, Median([3, float.NaN, 2, float.NaN], ignoreNaN: true));
        Assert.Equal(0, Median([float.NaN, float.NaN], ignoreNaN: true));
    }

    [Fact]
    public void Unordered_types_and_rows_beyond_one_span_are_refused()
    {
        Assert.Throws<NotSupportedException>(() => RowSort.Sort<Guid>(null, 1, 1, false, null));
        Assert.Equal("n", Assert.Throws<ArgumentOutOfRangeException>(() => RowSort.Sort<float>(null, 1, 1L << 31, false, null)).ParamName);
    }

    [Fact]
    public void The_places_do_not_depend_on_the_threads()
    {
        Random random = new(93);
        float[] x = [.. Enumerable.Range(0, 50 * 2000).Select(_ => random.NextSingle())];
        int before = WorkPool.Threads;
        try
        {
            WorkPool.Threads = 1;
            long[] alone = Sorted(x, 50, descending: false);
            foreach (int threads in (int[])[2, 3, 8])
            {
                WorkPool.Threads = threads;
                Assert.Equal(alone, Sorted(x, 50, descending: false));
            }
        }
        finally
        {
            WorkPool.Threads = before;
        }
    }

    private static long[] Sorted<T>(T[] x, int rows, bool descending)
        where T : unmanaged
    {
        long[] places = new long[x.Length];
        fixed (T* px = x)
        fixed (long* pp = places) RowSort.Sort(px, rows, x.Length / rows, descending, pp);
        return places;
    }

    private static long[] Top<T>(T[] x, int rows, int k, bool largest)
        where T : unmanaged
    {
        long[] places = new long[rows * k];
        fixed (T* px = x)
        fixed (long* pp = places) RowSort.TopK(px, rows, x.Length / rows, k, largest, pp);
        return places;
    }

    private static long[] Kth<T>(T[] x, int rows, int k)
        where T : unmanaged
    {
        long[] places = new long[rows];
        fixed (T* px = x)
        fixed (long* pp = places) RowSelection.KthValue(px, rows, x.Length / rows, k, pp);
        return places;
    }

    private static long Median(float[] row, bool ignoreNaN)
    {
        long place;
        fixed (float* px = row) RowSelection.Median(px, 1, row.Length, ignoreNaN, &place);
        return place;
    }

    private static void Check<T>(Random random, int n, Func<Random, T> draw)
        where T : unmanaged, IComparable<T>
    {
        T[] x = [.. Enumerable.Range(0, 2 * n).Select(_ => draw(random))];
        for (int way = 0; way < 2; way++)
        {
            long[] places = Sorted(x, 2, descending: way == 1);
            for (int r = 0; r < 2; r++)
            {
                IEnumerable<long> row = Enumerable.Range(0, n).Select(i => (long)i);
                IEnumerable<long> expected = way == 1 ? row.OrderByDescending(i => x[(r * n) + i]) : row.OrderBy(i => x[(r * n) + i]);
                Assert.Equal(expected, places.Skip(r * n).Take(n));
            }
        }
    }
}
