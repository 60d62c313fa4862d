using Nabla.Kernels.Copying;
using Nabla.Kernels.Tests.Elementwise;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Copying;

public unsafe class StridedCopyTests
{
    [Theory]
    [InlineData(new long[] { 37, 41 }, new long[] { 1, 37 }, new long[] { 41, 1 })]
    [InlineData(new long[] { 33, 4 }, new long[] { 1, 50 }, new long[] { 7, 1 })]
    [InlineData(new long[] { 3, 65, 34 }, new long[] { 2210, 1, 65 }, new long[] { 2210, 34, 1 })]
    [InlineData(new long[] { 5, 3, 6, 7 }, new long[] { 126, 1, 21, 3 }, new long[] { 126, 42, 7, 1 })]
    [InlineData(new long[] { 5, 3, 6, 7 }, new long[] { 126, 42, 7, 1 }, new long[] { 126, 1, 21, 3 })]
    [InlineData(new long[] { 4, 9 }, new long[] { 0, 1 }, new long[] { 9, 1 })]
    [InlineData(new long[] { 4, 9 }, new long[] { 1, 0 }, new long[] { 9, 1 })]
    [InlineData(new long[] { 2, 3, 5 }, new long[] { 15, 5, 1 }, new long[] { 15, 5, 1 })]
    [InlineData(new long[] { 2, 0, 5 }, new long[] { 15, 5, 1 }, new long[] { 15, 5, 1 })]
    [InlineData(new long[] { }, new long[] { }, new long[] { })]
    public void Every_element_lands_where_its_index_says(long[] shape, long[] x, long[] y)
    {
        Check<byte>(shape, x, y);
        Check<short>(shape, x, y);
        Check<int>(shape, x, y);
        Check<double>(shape, x, y);
    }

    [Fact]
    public void The_bytes_do_not_depend_on_the_threads()
    {
        int[] x = new int[700 * 333];
        for (int i = 0; i < x.Length; i++) x[i] = i;
        ThreadCounts.SameBits(() =>
        {
            int[] y = new int[x.Length];
            fixed (int* p = x, q = y) StridedCopy.Copy(p, q, [700, 333], [1, 700], [333, 1]);
            Assert.Equal(x[(5 * 700) + 8], y[(8 * 333) + 5]);
            return y;
        });
    }

    [Fact]
    public void Odd_element_sizes_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StridedCopy.Copy(null, null, 3, [1], [1], [1]));

    private static void Check<T>(long[] shape, long[] xStrides, long[] yStrides) where T : unmanaged, System.Numerics.INumberBase<T>
    {
        long extent = PointwiseTests.Extent(shape, xStrides), target = PointwiseTests.Extent(shape, yStrides);
        using Guarded<T> x = new(extent), y = new(target);
        for (long i = 0; i < extent; i++) x[i] = T.CreateTruncating(i * 7);
        for (long i = 0; i < target; i++) y[i] = T.CreateTruncating(99);
        T[] expected = y.ToArray();
        foreach (long[] at in PointwiseTests.Indices(shape)) expected[PointwiseTests.Offset(at, yStrides)] = x[PointwiseTests.Offset(at, xStrides)];
        StridedCopy.Copy(x.P, y.P, sizeof(T), shape, xStrides, yStrides);
        Assert.Equal(expected, y.ToArray());
    }
}
