using Nabla.Kernels.Sorting;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Sorting;

public unsafe class RowSortTests
{
    private const float Infinity = float.PositiveInfinity;
    private static readonly float[] Mixed = [3, float.NaN, -0f, 0, 7, 3, -1, 7, float.NaN, Infinity];

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(67), InlineData(1023), InlineData(1024), InlineData(5000)]
    public void Every_type_sorts_stably_both_ways(int n)
    {
        var random = new Random(90);
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
        Check(random, n, r => (ulong)r.NextInt64(long.MinValue, long.MaxValue));
        Check(random, n, r => r.Next(2) == 0);
    }

    [Fact]
    public void NaN_is_largest_and_zeros_are_equal_as_recorded()
    {
        using Guarded<float> x = new(Mixed), y = new(10);
        using Guarded<long> places = new(10);
        RowSort.Sort(x.P, 1, 10, false, y.P, places.P);
        Assert.Equal([-1, -0f, 0, 3, 3, 7, 7, Infinity, float.NaN, float.NaN], y.ToArray());
        Assert.Equal([6, 2, 3, 0, 5, 4, 7, 9, 1, 8], places.ToArray());
        RowSort.Sort(x.P, 1, 10, true, y.P, places.P);
        Assert.Equal([1, 8, 9, 4, 7, 0, 5, 2, 3, 6], places.ToArray());
    }

    [Theory, InlineData(0), InlineData(1), InlineData(5), InlineData(60), InlineData(500)]
    public void Top_k_is_the_head_of_the_sorted_row(int k)
    {
        var random = new Random(91);
        float[] x = [.. Draw.Integers(random, 3 * 500, -50, 50).Select(v => random.Next(40) == 0 ? float.NaN : v)];
        using Guarded<float> bx = new(x), y = new(3 * k), sorted = new(x.Length);
        using Guarded<long> places = new(3 * k), all = new(x.Length);
        foreach (bool largest in (bool[])[true, false])
        {
            RowSort.Sort(bx.P, 3, 500, largest, sorted.P, all.P);
            RowSort.TopK(bx.P, 3, 500, k, largest, y.P, places.P);
            for (int r = 0; r < 3; r++)
            {
                Assert.Equal(sorted.Span.Slice(r * 500, k).ToArray(), y.Span.Slice(r * k, k).ToArray());
                Assert.Equal(all.Span.Slice(r * 500, k).ToArray(), places.Span.Slice(r * k, k).ToArray());
            }
        }
    }

    [Fact]
    public void Top_k_values_match_recorded_ones_and_ties_take_the_first()
    {
        using Guarded<float> x = new([5, 1, 5, 3, 5, 2]), y = new(3);
        using Guarded<long> places = new(3);
        RowSort.TopK(x.P, 1, 6, 3, true, y.P, places.P);
        Assert.Equal([5, 5, 5], y.ToArray());
        Assert.Equal([0, 2, 4], places.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => RowSort.TopK(x.P, 1, 6, 7, true, y.P, places.P));
    }

    [Fact]
    public void Order_statistics_agree_with_sorting()
    {
        var random = new Random(92);
        double[] x = [.. Draw.Integers(random, 2 * 301, -50, 50).Select(v => (double)v)];
        using Guarded<double> bx = new(x), y = new(2), sorted = new(x.Length);
        using Guarded<long> place = new(2), all = new(x.Length);
        RowSort.Sort(bx.P, 2, 301, false, sorted.P, all.P);
        foreach (long k in (long[])[1, 2, 150, 300, 301])
        {
            RowSelection.KthValue(bx.P, 2, 301, k, y.P, place.P);
            Assert.Equal([sorted[k - 1], sorted[301 + k - 1]], y.ToArray());
            Assert.Equal([all[k - 1], all[301 + k - 1]], place.ToArray());
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => RowSelection.KthValue(bx.P, 2, 301, 0, y.P, place.P));
    }

    [Fact]
    public void Medians_treat_NaN_as_recorded()
    {
        Assert.Equal((2, 2), Median([3, 1, 2, 4], ignoreNaN: false));
        Assert.Equal((float.NaN, 1), Median([3, float.NaN, 2, float.NaN], ignoreNaN: false));
        Assert.Equal((2, 2), Median([3, float.NaN, 2, float.NaN], ignoreNaN: true));
        Assert.Equal((float.NaN, 0), Median([float.NaN, float.NaN], ignoreNaN: true));
    }

    [Fact]
    public void Unordered_types_are_refused() =>
        Assert.Throws<NotSupportedException>(() => RowSort.Sort<Guid>(null, 1, 1, false, null, null));

    [Fact]
    public void The_bits_do_not_depend_on_the_threads()
    {
        float[] x = Draw.Uniform<float>(new Random(93), 50 * 2000);
        ThreadCounts.SameBits(() =>
        {
            using Guarded<float> bx = new(x);
            using Guarded<long> places = new(x.Length);
            RowSort.Sort(bx.P, 50, 2000, false, null, places.P);
            return places.ToArray();
        });
    }

    private static (float Value, long Place) Median(float[] row, bool ignoreNaN)
    {
        using Guarded<float> x = new(row), y = new(1);
        using Guarded<long> place = new(1);
        RowSelection.Median(x.P, 1, row.Length, ignoreNaN, y.P, place.P);
        return (y[0], place[0]);
    }

    private static void Check<T>(Random random, int n, Func<Random, T> draw) where T : unmanaged, IComparable<T>
    {
        T[] x = [.. Enumerable.Range(0, 2 * n).Select(_ => draw(random))];
        using Guarded<T> bx = new(x), y = new(2 * n);
        using Guarded<long> places = new(2 * n);
        for (int way = 0; way < 2; way++)
        {
            RowSort.Sort(bx.P, 2, n, way == 1, y.P, places.P);
            for (int r = 0; r < 2; r++)
            {
                IEnumerable<int> row = Enumerable.Range(0, n);
                int[] expected = [.. way == 1 ? row.OrderByDescending(i => x[r * n + i]) : row.OrderBy(i => x[r * n + i])];
                for (int i = 0; i < n; i++)
                {
                    Assert.Equal(expected[i], places[r * n + i]);
                    Assert.Equal(x[r * n + expected[i]], y[r * n + i]);
                }
            }
        }
    }
}
