namespace Nabla.Tests.Ops;

/// <summary>The indexer and its messages, and exchange with System.Numerics.Tensors.</summary>
public sealed class IndexTests
{
    private static Tensor Numbers => Tensor.Arange(0, 24).Reshape(2, 3, 4);

    [Fact]
    public void Numbers_ranges_and_markers_give_views()
    {
        Tensor x = Numbers;
        Assert.Equal([20, 21, 22, 23], x[1, ^1].ToArray<long>());
        Assert.Equal([5, 6], x[0, 1, 1..^1].ToArray<long>());
        Assert.Equal(new Shape(2, 1, 3), x[.., TensorIndex.NewAxis, TensorIndex.Ellipsis, 0].Shape);
        x[0, 0] = Tensor.Of(-1L, DType.Int64);
        Assert.Equal([-1, -1, -1, -1, 4], x.Flatten()[..5].ToArray<long>());
    }

    [Fact]
    public void Index_tensors_that_are_not_adjacent_come_first()
    {
        Tensor rows = Tensor.Of(0L, 1L), columns = Tensor.Of(3L, 0L);
        Assert.Equal([3, 7, 11, 12, 16, 20], Numbers[rows, .., columns].ToArray<long>());
        Assert.Equal(new Shape(2, 2), Numbers[.., rows, columns].Shape);
    }

    [Fact]
    public void A_mask_reads_and_writes_its_true_elements()
    {
        Tensor x = Numbers;
        Tensor odd = x.Remainder(2).Equal(1);
        Assert.Equal(12, x[odd].Count);
        x[odd] = Tensor.Of(0L, DType.Int64);
        Assert.Equal(132, x.Sum().Item<long>());
    }

    [Fact]
    public void Bad_indices_are_named()
    {
        Assert.Contains("Index 3", Assert.Throws<ArgumentOutOfRangeException>(() => Numbers[0, 3]).Message, StringComparison.Ordinal);
        Assert.Contains("[2, 3, 4]", Assert.Throws<ArgumentException>(() => Numbers[0, 0, 0, 0]).Message, StringComparison.Ordinal);
        Assert.Contains("5", Assert.Throws<ArgumentOutOfRangeException>(() => Numbers[Tensor.Of(5L)]).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(() => Numbers[Tensor.Of([true, false, true])]);
    }

    [Fact]
    public void Tensors_of_the_base_library_come_and_go()
    {
        var dense = Numbers.T.ToDenseTensor<long>();
        Assert.Equal([2, 4, 3], dense.Lengths.ToArray().Select(length => (int)length));
        Assert.True(Tensor.FromTensorPrimitives(dense).SameAs(Numbers.T));
        Assert.Equal(23, Numbers.AsReadOnlyTensorSpan<long>()[1, 2, 3]);
    }
}
