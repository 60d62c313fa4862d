namespace Nabla.Tests.Ops;

/// <summary>Recorded changes in place, of tensors and of views of them, against the same computation written without.</summary>
public sealed class InPlaceViewTests
{
    private static Tensor Leaf() => Tensor.Of([1.0, -2, 3, 0.5, 4, -1], [2, 3]).WithGrad();

    [Fact]
    public void Assigning_to_a_part_sends_gradients_to_the_value_and_around_it()
    {
        Tensor x = Leaf(), v = Tensor.Of(2.0, 5.0).WithGrad();
        Tensor y = x * 2;
        y[TensorIndex.Ellipsis, 1] = v;
        y.Square().Sum().Backward();
        Assert.Equal([8, 0, 24, 4, 0, -8], x.Grad!.ToArray<double>());
        Assert.Equal([4, 10], v.Grad!.ToArray<double>());
    }

    [Fact]
    public void Adding_to_a_selected_row_reaches_the_whole_and_the_summand()
    {
        Tensor x = Leaf(), v = Tensor.Of(1.0, 2, 3).WithGrad();
        Tensor y = x * 1;
        y.Select(0, 1).AddInPlace(v);
        (y * y).Sum().Backward();
        Assert.Equal([2, -4, 6, 3, 12, 4], x.Grad!.ToArray<double>());
        Assert.Equal([3, 12, 4], v.Grad!.ToArray<double>());
    }

    [Fact]
    public void The_changed_view_itself_carries_the_new_history()
    {
        Tensor x = Leaf();
        Tensor y = x * 1, row = y.Select(0, 0);
        row.MultiplyInPlace(x.Select(0, 1));
        row.Sum().Backward();
        Assert.Equal([0.5, 4, -1, 1, -2, 3], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Views_made_before_the_change_see_it()
    {
        Tensor x = Leaf();
        Tensor y = x * 1, column = y.Select(1, 0), row = y.Select(0, 0);
        row.MultiplyInPlace(10);
        Assert.Equal([10, 0.5], column.ToArray<double>());
        column.Sum().Backward();
        Assert.Equal([10, 0, 0, 1, 0, 0], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Views_see_a_change_of_the_whole()
    {
        Tensor x = Leaf();
        Tensor y = x * 1, row = y.Select(0, 0);
        y.MultiplyInPlace(y.Detach().Clone());
        row.Sum().Backward();
        Assert.Equal([1, -2, 3, 0, 0, 0], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void A_plain_tensor_takes_values_with_history()
    {
        Tensor v = Tensor.Of(2.0, 5.0, 7.0).WithGrad();
        Tensor y = Tensor.Zeros([2, 3], DType.Float64);
        y[1] = v * 3;
        Assert.True(y.RequiresGrad);
        y.Square().Sum().Backward();
        Assert.Equal([36, 90, 126], v.Grad!.ToArray<double>());
    }

    [Fact]
    public void Views_of_views_and_reshapes_can_be_changed()
    {
        Tensor x = Leaf();
        Tensor y = x * 1;
        y.T.Reshape(3, 2).Slice(0, 1, 3).Select(1, 0).FillInPlace(0);
        y.Sum().Backward();
        Assert.Equal([1, 0, 0, 1, 1, 1], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Gradients_of_gradients_pass_through_a_change()
    {
        Tensor v = Tensor.Of([0.3, -0.8], [2]), x = Tensor.Of([1.0, -2, 3, 0.5, 4, -1], [2, 3]);
        static Tensor Function(Tensor[] inputs)
        {
            Tensor y = inputs[0] * 1;
            y.Select(1, 2).MultiplyInPlace(inputs[1]);
            y.Select(0, 0).AddInPlace(inputs[1].Sum());
            return y * y * y;
        }
        GradCheck.Verify(Function, [x.WithGrad(), v.WithGrad()]);
        GradGradCheck.Verify(Function, [x, v]);
    }

    [Fact]
    public void A_value_saved_before_the_change_is_refused()
    {
        Tensor x = Leaf();
        Tensor y = x * 1, z = y.Square();
        y.Select(0, 0).AddInPlace(1);
        Assert.Throws<InvalidOperationException>(() => z.Sum().Backward());
    }

    [Fact]
    public void Leaves_their_views_and_repeated_elements_are_refused()
    {
        Tensor x = Leaf();
        Assert.Throws<InvalidOperationException>(() => x.AddInPlace(1));
        Assert.Throws<InvalidOperationException>(() => x.Select(0, 0).AddInPlace(1));
        Tensor wide = (x.Select(0, 0) * 1).Expand(4, 3);
        Assert.Throws<InvalidOperationException>(() => wide.AddInPlace(1));
        Tensor blind;
        Tensor y = x * 1;
        using (GradMode.NoGrad()) blind = y.Select(0, 0);
        Assert.Throws<InvalidOperationException>(() => blind.AddInPlace(y.Select(0, 1)));
    }

    [Fact]
    public void Without_recording_anything_goes()
    {
        Tensor x = Leaf();
        using GradMode.Restore mode = GradMode.NoGrad();
        x.Select(0, 0).AddInPlace(1);
        x[1] = Tensor.Of(0.0, 0, 0);
        Assert.Equal([2, -1, 4, 0, 0, 0], x.ToArray<double>());
    }
}
