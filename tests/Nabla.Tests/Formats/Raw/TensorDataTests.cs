using Nabla.Formats.Raw;

namespace Nabla.Tests.Formats.Raw;

public sealed class TensorDataTests
{
    [Theory]
    [InlineData(new long[] { 2, 3 }, new long[] { 3, 1 }, 0, true)]
    [InlineData(new long[] { 2, 3 }, new long[] { 3, 1 }, 1, false)]
    [InlineData(new long[] { 6 }, new long[] { 1 }, 0, true)]
    [InlineData(new long[] { 7 }, new long[] { 1 }, 0, false)]
    [InlineData(new long[] { 2 }, new long[] { 5 }, 0, true)]
    [InlineData(new long[] { 2 }, new long[] { 6 }, 0, false)]
    [InlineData(new long[] { 2 }, new long[] { -1 }, 1, false)]
    [InlineData(new long[] { 2 }, new long[] { long.MaxValue }, 0, false)]
    [InlineData(new long[] { 3 }, new long[] { long.MaxValue }, 0, false)]
    [InlineData(new long[] { 1L << 40 }, new long[] { 0 }, 5, true)]
    [InlineData(new long[] { 0 }, new long[] { long.MaxValue }, 6, true)]
    [InlineData(new long[] { 0 }, new long[] { 1 }, 7, false)]
    [InlineData(new long[] { }, new long[] { }, 5, true)]
    [InlineData(new long[] { }, new long[] { }, 6, false)]
    [InlineData(new long[] { }, new long[] { }, -1, false)]
    [InlineData(new long[] { -1 }, new long[] { 1 }, 0, false)]
    [InlineData(new long[] { 1L << 32, 1L << 32 }, new long[] { 0, 0 }, 0, false)]
    [InlineData(new long[] { 1 }, new long[] { }, 0, false)]
    public void A_view_must_stay_inside_its_storage(long[] shape, long[] strides, long offset, bool fits)
    {
        ByteRegion six = FormatFiles.Region(new byte[6 * 4 + 3]);
        if (fits) Assert.Equal(shape, new TensorData(DType.Float32, shape, strides, offset, six).Shape.ToArray());
        else Assert.Throws<ArgumentException>(() => new TensorData(DType.Float32, shape, strides, offset, six));
    }

    [Fact]
    public void Rows_of_a_view_come_in_order()
    {
        TensorData cube = TensorData.Of<short>([.. Enumerable.Range(0, 24).Select(i => (short)i)], 2, 3, 4);
        var view = new TensorData(DType.Int16, [4, 2, 2], [1, 12, 4], 4, cube.Storage);
        short[] expected = [.. from i in Enumerable.Range(0, 4) from j in Enumerable.Range(0, 2) from k in Enumerable.Range(0, 2) select (short)(4 + i + 12 * j + 4 * k)];
        Assert.Equal(expected, view.ToArray<short>());
        Assert.Equal(expected, TensorData.Dense(DType.Int16, view.Shape, FormatFiles.Region(FormatFiles.Content(view))).ToArray<short>());
        Assert.Throws<InvalidOperationException>(view.ToArray<int>);
    }

    [Fact]
    public void A_region_refuses_what_lies_outside()
    {
        ByteRegion region = FormatFiles.Region([1, 2, 3, 4]).Slice(1, 2);
        var two = new byte[2];
        region.CopyTo(0, two);
        Assert.Equal([2, 3], two);
        Assert.Throws<ArgumentOutOfRangeException>(() => region.CopyTo(1, two));
        Assert.Throws<ArgumentOutOfRangeException>(() => region.Slice(1, long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => region.Slice(-1, 1));
        Assert.Equal(0, region.Slice(2, 0).Length);
    }

    [Fact]
    public void A_transposed_tensor_is_seen_through_its_strides()
    {
        Tensor matrix = Tensor.Of([1f, 2, 3, 4, 5, 6], [2, 3]);
        TensorData data = matrix.ToData();
        Assert.Equal([1, 4, 2, 5, 3, 6], new TensorData(DType.Float32, [3, 2], [1, 3], 0, data.Storage).ToTensor().ToArray<float>());
        Assert.Equal(matrix.ToArray<float>(), data.ToTensor(mapped: true).ToArray<float>());
    }
}
