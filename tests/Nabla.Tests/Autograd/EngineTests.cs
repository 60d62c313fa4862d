namespace Nabla.Tests;

public class EngineTests
{
    [Fact]
    public void The_tutorial_value_is_27_with_gradient_4_5()
    {
        Tensor x = Tensor.Ones([2, 2]).WithGrad();
        Tensor y = x + 2;
        Tensor z = (y * y * 3).Mean();
        z.Backward();
        Assert.Equal(27.0, z.Item());
        Assert.Equal([4.5f, 4.5f, 4.5f, 4.5f], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void The_tutorial_vector_product_is_v_times_a_power_of_two()
    {
        Tensor x = Tensor.Of(0.3f, -1.2f, 0.7f).WithGrad(), v = Tensor.Of(0.1f, 1, 0.0001f), y = x * 2;
        int doublings = 1;
        for (; y.Detach().Norm().Item() < 1000; doublings++) y *= 2;
        y.Backward(v);
        Assert.Equal(10, doublings);
        Assert.Equal([.. v.ToArray<float>().Select(part => part * (1 << doublings))], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void Gradients_accumulate_over_backward_passes()
    {
        Tensor x = Tensor.Of(2.0, DType.Float64).WithGrad();
        (x * x).Backward();
        (x * x).Backward();
        Assert.Equal(8.0, x.Grad!.Item());
    }

    [Fact]
    public void A_value_used_twice_receives_both_gradients()
    {
        Tensor x = Tensor.Of(3.0, DType.Float64).WithGrad();
        Tensor y = x * 2;
        ((y * y) + y).Backward();
        Assert.Equal((2 * 6 * 2) + 2, x.Grad!.Item());
    }

    [Fact]
    public void Gradients_of_gradients_are_exact()
    {
        Tensor x = Tensor.Of(3.0, DType.Float64).WithGrad();
        Tensor first = Autograd.Grad(x * x * x, [x], createGraph: true)[0]!;
        Tensor second = Autograd.Grad(first, [x], createGraph: true)[0]!;
        Tensor third = Autograd.Grad(second, [x])[0]!;
        Assert.Equal(27.0, first.Item(), 12);
        Assert.Equal(18.0, second.Item(), 12);
        Assert.Equal(6.0, third.Item(), 12);
    }

    [Fact]
    public void A_chain_of_a_million_nodes_does_not_overflow_the_stack()
    {
        Tensor x = Tensor.Of(1.0, DType.Float64).WithGrad();
        Tensor y = x;
        for (int i = 0; i < 1_000_000; i++) y = -y;
        y.Backward();
        Assert.Equal(1.0, x.Grad!.Item());
    }

    [Fact]
    public void A_second_backward_needs_the_graph_retained()
    {
        Tensor x = Tensor.Of(3.0).WithGrad();
        Tensor y = x * x;
        y.Backward(retainGraph: true);
        y.Backward();
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => y.Backward());
        Assert.Contains("retainGraph", error.Message, StringComparison.Ordinal);
        Assert.Equal(12.0, x.Grad!.Item());
    }

    [Fact]
    public void A_value_changed_in_place_after_it_was_saved_is_rejected()
    {
        Tensor x = Tensor.Of(1.0, 2.0).WithGrad();
        Tensor y = x * 2;
        Tensor z = y * y;
        y.AddInPlace(1);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => z.Sum().Backward());
        Assert.Contains("changed in place", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recorded_change_in_place_takes_part_in_the_gradient()
    {
        Tensor x = Tensor.Of(1.0, 2.0).WithGrad();
        Tensor y = x * 3;
        y.MultiplyInPlace(y.Detach().Clone());
        y.Sum().Backward();
        Assert.Equal([9.0, 18.0], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Hooks_see_and_replace_gradients()
    {
        Tensor x = Tensor.Of(1.0, 2.0).WithGrad();
        Tensor y = x * 3;
        double seen = 0;
        using (y.RegisterHook(g => { seen = g.Sum().Item(); return g * 2; })) y.Sum().Backward();
        Assert.Equal(2.0, seen);
        Assert.Equal([6.0, 6.0], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Broadcast_operands_get_gradients_of_their_own_shape()
    {
        Tensor a = Tensor.Of([1.0, 2, 3, 4, 5, 6], [2, 3]).WithGrad();
        Tensor b = Tensor.Of(1.0, 2, 3).WithGrad();
        Tensor c = Tensor.Of([2.0, 3], [2, 1]).WithGrad();
        GradCheck.Verify(x => (x[0] * x[1]) / x[2], [a, b, c]);
        GradGradCheck.Verify(x => (x[0] * x[1]) / x[2], [a, b, c]);
    }

    [Fact]
    public void Views_have_first_and_second_gradients()
    {
        Tensor x = Tensor.Of([.. Enumerable.Range(0, 24).Select(i => (0.3 * i) - 2)], [2, 3, 4]).WithGrad();
        Func<Tensor, Tensor>[] views =
        [
            t => t.T * t.T, t => t.Slice(2, 1, null, 2) * 2, t => t.Select(1, 2), t => t.Diagonal(0, 1, 2), t => t.Unfold(2, 2, 1) * t.Unfold(2, 2, 1),
            t => t.Reshape(6, 4).T.Reshape(3, 8), t => t.Sum(0).BroadcastTo([5, 3, 4]) * 2, t => t.Permute(2, 0, 1).Flatten(1),
        ];
        foreach (Func<Tensor, Tensor> view in views)
        {
            GradCheck.Verify(view, x);
            GradGradCheck.Verify(view, x);
        }
    }

    [Fact]
    public void Matrix_products_pass_the_checks()
    {
        Tensor a = Tensor.Of([.. Enumerable.Range(0, 12).Select(i => Math.Sin(i))], [2, 3, 2]).WithGrad();
        Tensor b = Tensor.Of([.. Enumerable.Range(0, 8).Select(i => Math.Cos(i))], [2, 4]).WithGrad();
        GradCheck.Verify(x => x[0].MatMul(x[1]), [a, b]);
        GradGradCheck.Verify(x => x[0].MatMul(x[1]), [a, b]);
    }

    [Fact]
    public void Backward_without_a_recorded_graph_says_so()
    {
        Assert.Throws<InvalidOperationException>(() => Tensor.Of(1.0).Sum().Backward());
        Assert.Throws<InvalidOperationException>(() => (Tensor.Of(1.0, 2.0).WithGrad() * 2).Backward());
    }

    [Fact]
    public void Nothing_is_recorded_without_grad_mode()
    {
        Tensor x = Tensor.Of(1.0).WithGrad();
        using (GradMode.NoGrad()) Assert.False((x * 2).RequiresGrad);
        Assert.True((x * 2).RequiresGrad);
    }
}
