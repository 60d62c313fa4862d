namespace Nabla.Tests.Backends;

public sealed unsafe class UniqueValuesTests
{
    [Theory, InlineData(0, 3), InlineData(1, 3), InlineData(70, 9), InlineData(4000, 50)]
    public void Sorted_values_inverse_and_counts_describe_the_input(int n, int kinds)
    {
        Random random = new(95);
        long[] x = [.. Enumerable.Range(0, n).Select(_ => random.NextInt64(-kinds, kinds))];
        (long[] values, long[] inverse, long[] counts) = Of(x);
        Assert.Equal(x.Distinct().Order(), values);
        Assert.Equal(x, inverse.Select(i => values[i]));
        Assert.Equal(x.GroupBy(v => v).OrderBy(g => g.Key).Select(g => g.LongCount()), counts);
    }

    [Fact]
    public void Every_NaN_is_its_own_value_and_zeros_are_one()
    {
        (float[] values, long[] inverse, long[] counts) = Of([float.NaN, 0, -0f, float.NaN]);
        Assert.Equal([0, float.NaN, float.NaN], values);
        Assert.Equal([1, 0, 0, 2], inverse);
        Assert.Equal([2, 1, 1], counts);
    }

    [Fact]
    public void Consecutive_keeps_the_first_of_every_run()
    {
        (int[] values, long[] inverse, long[] counts) = Of([1, 1, 2, 2, 2, 1], consecutive: true);
        Assert.Equal([1, 2, 1], values);
        Assert.Equal([0, 0, 1, 1, 1, 2], inverse);
        Assert.Equal([2, 3, 1], counts);
        Assert.Empty(Of<int>([], consecutive: true).Values);
    }

    private static (T[] Values, long[] Inverse, long[] Counts) Of<T>(T[] x, bool consecutive = false)
        where T : unmanaged
    {
        T[] values = new T[x.Length];
        long[] inverse = new long[x.Length], counts = new long[x.Length];
        long found;
        fixed (T* px = x, pv = values)
        fixed (long* pi = inverse, pc = counts)
        {
            found = consecutive ? UniqueValues.Consecutive(px, x.Length, pv, pi, pc) : UniqueValues.Sorted(px, x.Length, pv, pi, pc);
        }
        return (values[..(int)found], inverse, counts[..(int)found]);
    }
}
