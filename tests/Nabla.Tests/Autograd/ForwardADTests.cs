namespace Nabla.Tests;

/// <summary>Dual levels: what carries a tangent, what drops it, and what is refused.</summary>
public sealed class ForwardADTests
{
    [Fact]
    public void A_dual_number_carries_its_tangent_through_operations_views_and_changes_in_place()
    {
        Tensor x = Tensor.Of(1.0, 2, 3), t = Tensor.Of(0.1, 0.2, 0.3);
        using DualLevel level = ForwardAD.EnterDualLevel();
        Tensor y = ForwardAD.MakeDual(x, t) * 2.0;
        y.AddInPlace(1.0);
        Tensor z = y.Reshape(3, 1).Square().Slice(0, 1, 3);
        (Tensor primal, Tensor? tangent) = ForwardAD.UnpackDual(z);
        Assert.Equal([25, 49], primal.ToArray<double>());
        double[] expected = [2 * 5 * 0.4, 2 * 7 * 0.6];
        foreach ((double e, double a) in expected.Zip(tangent!.ToArray<double>())) Assert.Equal(e, a, 1e-12);
    }

    [Fact]
    public void Tangents_do_not_mind_a_disabled_tape_but_detaching_drops_them()
    {
        using DualLevel level = ForwardAD.EnterDualLevel();
        using GradMode.Restore mode = GradMode.NoGrad();
        Tensor x = ForwardAD.MakeDual(Tensor.Of(2.0, 3), Tensor.Of(1.0, 1));
        Assert.Equal([4, 6], ForwardAD.UnpackDual(x.Square()).Tangent!.ToArray<double>());
        Assert.Null(ForwardAD.UnpackDual(x.Detach().Square()).Tangent);
        Assert.Null(ForwardAD.UnpackDual(x.Greater(2)).Tangent);
    }

    [Fact]
    public void A_closed_level_has_forgotten_its_tangents()
    {
        Tensor y;
        using (ForwardAD.EnterDualLevel()) y = ForwardAD.MakeDual(Tensor.Of(2.0), Tensor.Of(1.0)).Exp();
        Assert.False(ForwardAD.IsActive);
        using DualLevel next = ForwardAD.EnterDualLevel();
        Assert.Null(ForwardAD.UnpackDual(y).Tangent);
    }

    [Fact]
    public void A_tangent_outlives_the_scope_it_was_made_in()
    {
        using DualLevel level = ForwardAD.EnterDualLevel();
        Tensor y;
        using (TensorScope scope = new())
        {
            Tensor x = ForwardAD.MakeDual(Tensor.Of(2.0, 3), Tensor.Of(1.0, 2));
            y = scope.Keep(x.Log().Sin());
        }
        double[] expected = [Math.Cos(Math.Log(2)) / 2, Math.Cos(Math.Log(3)) * 2 / 3];
        foreach ((double e, double a) in expected.Zip(ForwardAD.UnpackDual(y).Tangent!.ToArray<double>())) Assert.Equal(e, a, 1e-12);
    }

    [Fact]
    public void Gradients_inside_a_level_carry_tangents_also_when_summed_into_leaves()
    {
        using DualLevel level = ForwardAD.EnterDualLevel();
        Tensor x = ForwardAD.MakeDual(Tensor.Of(2.0, 3), Tensor.Of(1.0, 10)).WithGrad();
        (x * x * x).Sum().Backward();
        (x * x).Sum().Backward();
        (Tensor gradient, Tensor? tangent) = ForwardAD.UnpackDual(x.Grad!);
        Assert.Equal([16, 33], gradient.ToArray<double>());
        Assert.Equal([14, 200], tangent!.ToArray<double>());
        Assert.False(gradient.RequiresGrad);
    }

    [Fact]
    public void A_tangent_is_differentiable_with_respect_to_value_and_direction()
    {
        Tensor x = Tensor.Of(0.5, 1.5).WithGrad(), t = Tensor.Of(2.0, 3).WithGrad();
        Tensor product = Autograd.Jvp(a => a.Sin(), x, t, createGraph: true).Product;
        Tensor?[] gradients = Autograd.Grad(product.Sum(), [x, t]);
        Assert.Equal([-2 * Math.Sin(0.5), -3 * Math.Sin(1.5)], gradients[0]!.ToArray<double>());
        Assert.Equal([Math.Cos(0.5), Math.Cos(1.5)], gradients[1]!.ToArray<double>());
    }

    [Fact]
    public void Jvp_inside_Jvp_gives_the_second_directional_derivative()
    {
        Tensor x = Tensor.Of(0.5, 1.5), one = Tensor.Of(1.0, 1);
        Tensor second = Autograd.Jvp(a => Autograd.Jvp(b => b.Exp() * b, a, one, createGraph: true).Product, x, one).Product;
        double[] expected = [2.5 * Math.Exp(0.5), 3.5 * Math.Exp(1.5)];
        foreach ((double e, double a) in expected.Zip(second.ToArray<double>())) Assert.Equal(e, a, 1e-12);
    }

    [Fact]
    public void A_long_chain_needs_the_memory_of_a_few_values()
    {
        Tensor x = Tensor.Ones([1 << 16], DType.Float64);
        int created = 0;
        using Counter counter = new(() => created++);
        (Tensor y, Tensor tangent) = Autograd.Jvp(a =>
        {
            for (int i = 0; i < 200; i++) a = a * 0.99;
            return a;
        }, x, x);
        Assert.Equal(Math.Pow(0.99, 200), tangent.ToArray<double>()[7], 1e-12);
        Assert.Null(y.GradFn);
        Assert.True(created >= 200);
    }

    [Fact]
    public void Misuse_is_refused_with_a_reason()
    {
        Tensor x = Tensor.Of(1.0, 2);
        Assert.Contains("EnterDualLevel", Assert.Throws<InvalidOperationException>(() => ForwardAD.MakeDual(x, x)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => ForwardAD.UnpackDual(x));
        using DualLevel level = ForwardAD.EnterDualLevel();
        Assert.Contains("do not nest", Assert.Throws<InvalidOperationException>(() => ForwardAD.EnterDualLevel()).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(() => ForwardAD.MakeDual(x, Tensor.Of(1.0)));
        Assert.Throws<ArgumentException>(() => ForwardAD.MakeDual(x, Tensor.Of(1f, 2)));
        Assert.Throws<ArgumentException>(() => ForwardAD.MakeDual(Tensor.Of(1L, 2), Tensor.Of(1L, 2)));
        Tensor dual = ForwardAD.MakeDual(x, x);
        Assert.Contains("already", Assert.Throws<InvalidOperationException>(() => ForwardAD.MakeDual(dual, x)).Message, StringComparison.Ordinal);
    }

    private sealed class Counter(Action seen) : OpObserver
    {
        protected override void OnOperation(Op op, ReadOnlySpan<Tensor> inputs, Tensor output) => seen();
    }
}
