namespace Nabla.Tests.Ops;

/// <summary>Pieces are views, and rearranging refuses shapes it cannot take.</summary>
public sealed class ArrangeTests
{
    [Fact]
    public void Pieces_share_the_elements_of_the_whole()
    {
        Tensor x = Tensor.Zeros([4, 6]);
        x.HSplit(3)[1].FillInPlace(1);
        x.TensorSplit([3])[1].FillInPlace(2);
        Assert.Equal(6 + 12, x.Sum().Item<float>());
    }

    [Fact]
    public void Pieces_of_different_size_are_refused_where_they_must_be_equal()
    {
        Assert.Throws<ArgumentException>("pieces", () => Tensor.Zeros([4, 6]).HSplit(4));
        Assert.Throws<ArgumentOutOfRangeException>("pieces", () => Tensor.Zeros([4, 6]).VSplit(0));
        Assert.Throws<ShapeMismatchException>(() => Tensor.Zeros([4]).VSplit(2));
        Assert.Throws<ShapeMismatchException>(() => Tensor.Zeros([4]).FlipLeftRight());
        Assert.Throws<ShapeMismatchException>(() => Tensor.Zeros([]).TensorSplit(2));
    }

    [Fact]
    public void Membership_is_what_a_set_says()
    {
        long[] values = [5, 1, 9, 9, -3, 0], among = [9, 0, 7];
        Assert.Equal(values.Select(new HashSet<long>(among).Contains), Tensor.Of(values).IsIn(Tensor.Of(among)).ToArray<bool>());
        Assert.Equal(values.Select(value => !among.Contains(value)), Tensor.Of(values).IsIn(Tensor.Of(among), invert: true).ToArray<bool>());
    }

    [Fact]
    public void Blocks_and_products_of_sets_refuse_what_has_too_many_axes()
    {
        Assert.Throws<ShapeMismatchException>(() => Tensor.BlockDiag(Tensor.Zeros([1, 2, 3])));
        Assert.Throws<ShapeMismatchException>(() => Tensor.CartesianProduct(Tensor.Zeros([1, 2])));
        Assert.Throws<ArgumentException>(() => Tensor.CartesianProduct());
    }

    [Fact]
    public void Parameters_go_into_a_vector_and_back()
    {
        Parameter[] parameters = [.. new Linear(Weights.Random(), 3, 2).Parameters()];
        Tensor vector = ParameterVector.From(parameters);
        Assert.Equal(8, vector.Count);
        vector.Sum().Backward();
        Assert.All(parameters, parameter => Assert.All(parameter.Grad!.ToArray<float>(), g => Assert.Equal(1, g)));
        ParameterVector.Into(Tensor.Arange(0, 8, type: DType.Float32), parameters);
        Assert.Equal([0f, 1, 2, 3, 4, 5, 6, 7], ParameterVector.From(parameters).ToArray<float>());
        Assert.Throws<ShapeMismatchException>(() => ParameterVector.Into(Tensor.Zeros([7]), parameters));
        Assert.Throws<ArgumentException>("parameters", () => ParameterVector.From([]));
    }

    [Fact]
    public void Padding_comes_off_again()
    {
        Tensor[] sequences = [Tensor.Arange(0, 3, type: DType.Float32), Tensor.Arange(5, 6, type: DType.Float32)];
        Tensor[] back = PackedSequence.Unpad(PackedSequence.Pad(sequences), [3, 1]);
        Assert.Equal([0f, 1, 2], back[0].ToArray<float>());
        Assert.Equal([5f], back[1].ToArray<float>());
        Assert.Throws<ArgumentException>("lengths", () => PackedSequence.Unpad(PackedSequence.Pad(sequences), [4, 1]));
        Assert.Throws<ArgumentException>("lengths", () => PackedSequence.Unpad(PackedSequence.Pad(sequences), [3]));
    }
}
