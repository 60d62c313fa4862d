using Nabla.Kernels.Indexing;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Indexing;

public unsafe class GatherScatterTests
{
    public static TheoryData<long[], long, int> Shapes => new()
    {
        { [7], 5, 0 },
        { [3, 5], 4, 0 },
        { [3, 5], 4, 1 },
        { [4, 3, 6], 9, 1 },
        { [2, 3, 2, 5], 7, 2 },
        { [2, 3, 2, 5], 7, 0 },
        { [2, 0, 3], 7, 0 },
        { [90, 130], 17, 1 },
        { [130, 90], 17, 0 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Gather_reads_strided_sources_along_any_axis(long[] shape, long size, int axis)
    {
        var random = new Random(1);
        long[] xShape = [.. shape.Select((s, d) => d == axis ? size : s + 1)];
        long[] strides = Draw.Strides(xShape);
        long total = shape.Aggregate(1L, (a, b) => a * b);
        double[] x = Draw.Uniform<double>(random, xShape.Aggregate(1L, (a, b) => a * b));
        long[] index = Draw.Integers(random, total, -size, size);
        using var gx = new Guarded<double>(x);
        using var gi = new Guarded<long>(index);
        using var gy = new Guarded<double>(total);
        Gather.Along(gx.P, strides, size, axis, gi.P, shape, gy.P, sizeof(double));
        for (long i = 0; i < total; i++) Assert.Equal(x[Place(i, shape, strides, axis, index[i], size)], gy[i]);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(4), InlineData(8)]
    public void Gather_moves_every_element_width(int width)
    {
        byte[] x = [.. Enumerable.Range(0, 6 * width).Select(v => (byte)v)];
        using var gx = new Guarded<byte>(x);
        using var gi = new Guarded<long>([5, -1, 0, 2]);
        using var gy = new Guarded<byte>(4 * width);
        Gather.Along(gx.P, [1], 6, 0, gi.P, [4], gy.P, width);
        long[] expected = [5, 5, 0, 2];
        for (int j = 0; j < 4; j++) Assert.Equal(x.AsSpan((int)expected[j] * width, width).ToArray(), gy.Span.Slice(j * width, width).ToArray());
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Scatter_sets_adds_and_takes_extremes_in_index_order(long[] shape, long size, int axis)
    {
        var random = new Random(2);
        long[] yShape = [.. shape.Select((s, d) => d == axis ? size : s)];
        long[] yStrides = Draw.Strides(yShape), xStrides = Draw.Strides(shape);
        long total = shape.Aggregate(1L, (a, b) => a * b), cells = yShape.Aggregate(1L, (a, b) => a * b);
        float[] x = Draw.Uniform<float>(random, total), start = Draw.Uniform<float>(random, cells);
        long[] index = Draw.Integers(random, total, -size, size);
        float[] set = [.. start], add = [.. start], max = [.. start];
        for (long i = 0; i < total; i++)
        {
            long place = Place(i, shape, yStrides, axis, index[i], size);
            set[place] = x[i];
            add[place] += x[i];
            max[place] = Math.Max(max[place], x[i]);
        }

        using var gx = new Guarded<float>(x);
        using var gi = new Guarded<long>(index);
        using var y1 = new Guarded<float>(start);
        Scatter.Set(y1.P, yStrides, size, axis, gi.P, shape, gx.P, xStrides, 4);
        Assert.Equal(set, y1.ToArray());
        using var y2 = new Guarded<float>(start);
        Scatter.Add(y2.P, yStrides, size, axis, gi.P, shape, gx.P, xStrides);
        Assert.Equal(add, y2.ToArray());
        using var y3 = new Guarded<float>(start);
        Scatter.Reduce<float, ScatterMax>(y3.P, yStrides, size, axis, gi.P, shape, gx.P, xStrides);
        Assert.Equal(max, y3.ToArray());
    }

    [Fact]
    public void Scatter_takes_a_scalar_through_zero_strides()
    {
        using var x = new Guarded<short>([9]);
        using var index = new Guarded<long>([2, 0]);
        using var y = new Guarded<short>([1, 2, 3]);
        Scatter.Set(y.P, [1], 3, 0, index.P, [2], x.P, [0], 2);
        Assert.Equal([9, 2, 9], y.ToArray());
    }

    [Fact]
    public void A_bad_index_is_named_and_nothing_is_written()
    {
        using var x = new Guarded<float>([1, 2, 3]);
        using var index = new Guarded<long>([0, -3, 3, 4]);
        using var y = new Guarded<float>([7, 7, 7, 7]);
        IndexRangeException error = Assert.Throws<IndexRangeException>(() => Gather.Along(x.P, [1], 3, 0, index.P, [4], y.P, 4));
        Assert.Equal((3, 2, 3), (error.Index, error.Position, error.Size));
        Assert.Contains("Index 3 at position 2 is out of range for an axis of size 3 (valid: -3..2).", error.Message, StringComparison.Ordinal);
        Assert.Equal([7, 7, 7, 7], y.ToArray());
    }

    [Fact]
    public void The_first_of_many_bad_indices_is_named()
    {
        using var index = new Guarded<long>(200_000);
        index.Span.Clear();
        index[70_003] = 5;
        index[150_000] = -9;
        Assert.Equal(70_003, Assert.Throws<IndexRangeException>(() => IndexRange.Verify(index.P, index.Count, 5)).Position);
    }

    [Fact]
    public void Rank_and_axis_must_fit()
    {
        Assert.Throws<ArgumentException>(() => Gather.Along(null, [1], 3, 0, null, [4, 4], null, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Gather.Along(null, [1], 3, 1, null, [4], null, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Gather.Along(null, [1], 3, 0, null, [0], null, 3));
    }

    [Fact]
    public void Scatter_add_gives_the_same_bits_on_any_thread_count()
    {
        var random = new Random(3);
        float[] x = Draw.Uniform<float>(random, 300 * 200);
        long[] index = Draw.Integers(random, 300 * 200, 0, 50);
        ThreadCounts.SameBits(() =>
        {
            using var gx = new Guarded<float>(x);
            using var gi = new Guarded<long>(index);
            using var y = new Guarded<float>(new float[50 * 200]);
            Scatter.Add(y.P, [200, 1], 50, 0, gi.P, [300, 200], gx.P, [200, 1]);
            return y.ToArray();
        });
    }

    private static long Place(long flat, long[] shape, long[] strides, int axis, long index, long size)
    {
        long place = 0;
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            long coordinate = flat % shape[d];
            flat /= shape[d];
            if (d == axis) coordinate = index < 0 ? index + size : index;
            place += coordinate * strides[d];
        }

        return place;
    }
}
