using Nabla.Algorithms.Sequences;
using Nabla.Algorithms.Tests.Support;

namespace Nabla.Algorithms.Tests.Sequences;

public class MaximumGapTests
{
    [Fact]
    public void Worked_examples()
    {
        Assert.Equal(3u, MaximumGap.OfIntegers<int>([3, 6, 9, 1]));
        Assert.Equal(0u, MaximumGap.OfIntegers<int>([10]));
        Assert.Equal(0u, MaximumGap.OfIntegers<int>([]));
        Assert.Equal(0u, MaximumGap.OfIntegers<int>([5, 5, 5]));
    }

    [Fact]
    public void Extremes_do_not_overflow()
    {
        Assert.Equal(uint.MaxValue, MaximumGap.OfIntegers<int>([int.MaxValue, int.MinValue]));
        Assert.Equal(ulong.MaxValue, MaximumGap.OfIntegers<long>([long.MaxValue, long.MinValue]));
        Assert.Equal(1ul << 63, MaximumGap.OfIntegers<long>([long.MaxValue, -1, long.MinValue]));
        Assert.Equal(255ul, MaximumGap.OfIntegers<sbyte>([-128, 127]));
        Assert.Equal(UInt128.MaxValue, MaximumGap.OfWideIntegers<Int128>([Int128.MaxValue, Int128.MinValue]));
        Assert.Equal(double.PositiveInfinity, MaximumGap.OfReals<double>([double.MaxValue, double.MinValue]));
        Assert.Equal(double.MaxValue, MaximumGap.OfReals<double>([double.MaxValue, 0, double.MinValue]));
        Assert.Equal(double.Epsilon * 2, MaximumGap.OfReals<double>([0, double.Epsilon, 3 * double.Epsilon]));
    }

    [Fact]
    public void Matches_sorting() => Property.Holds<int[]>(values =>
    {
        ulong expected = 0;
        long[] sorted = [.. values.Select(v => (long)v).Order()];
        for (int i = 1; i < sorted.Length; i++) expected = Math.Max(expected, (ulong)(sorted[i] - sorted[i - 1]));
        double[] reals = [.. values.Select(v => v / 7.0)], sortedReals = [.. reals.Order()];
        double expectedReal = 0;
        for (int i = 1; i < sorted.Length; i++) expectedReal = Math.Max(expectedReal, sortedReals[i] - sortedReals[i - 1]);
        return MaximumGap.OfIntegers<int>(values) == expected && MaximumGap.OfWideIntegers<int>(values) == expected && MaximumGap.OfReals<double>(reals) == expectedReal;
    }, 300);

    [Fact]
    public void Reals_must_be_finite()
    {
        Assert.Equal("values", Assert.Throws<ArgumentException>(() => MaximumGap.OfReals<float>([1, float.NaN])).ParamName);
        Assert.Throws<NotSupportedException>(() => MaximumGap.OfIntegers<Int128>([1, 2]));
    }
}
