namespace Nabla.Tests;

/// <summary>What the products and Jacobians do beyond values: graphs, independence, illegal arguments.</summary>
public sealed class FunctionalTests
{
    [Fact]
    public void With_a_graph_the_results_lead_back_to_what_the_inputs_depend_on()
    {
        Tensor a = Tensor.Of(2.0, 3).WithGrad();
        Tensor x = a * a;
        Tensor jacobian = Autograd.Jacobian(v => v.Pow(2), x, createGraph: true);
        Assert.Equal([8, 0, 0, 18], jacobian.ToArray<double>());
        Assert.Equal([2 * 4, 2 * 6], Autograd.Grad(jacobian.Sum(), [a], retainGraph: true)[0]!.ToArray<double>());
        Tensor hessian = Autograd.Hessian(v => v.Pow(3).Sum(), x, createGraph: true);
        Assert.Equal([6 * 4, 6 * 6], Autograd.Grad(hessian.Sum(), [a], retainGraph: true)[0]!.ToArray<double>());
        Tensor product = Autograd.Hvp(v => v.Pow(3).Sum(), x, Tensor.Ones([2], DType.Float64), createGraph: true).Product;
        Assert.Equal([6 * 4, 6 * 6], Autograd.Grad(product.Sum(), [a], retainGraph: true)[0]!.ToArray<double>());
        Tensor pulled = Autograd.Vjp(v => v.Pow(2), x, Tensor.Ones([2], DType.Float64), createGraph: true).Product;
        Assert.Equal([8, 12], Autograd.Grad(pulled.Sum(), [a], retainGraph: true)[0]!.ToArray<double>());
        Assert.False(Autograd.Jacobian(v => v.Pow(2), x).RequiresGrad);
        Assert.Null(a.Grad);
    }

    [Fact]
    public void What_does_not_depend_gives_zeros_or_an_error_when_strict()
    {
        Tensor x = Tensor.Of(1.0, 2), v = Tensor.Ones([2], DType.Float64);
        Func<Tensor[], Tensor[]> first = a => [a[0] * 2, Tensor.Ones([2], DType.Float64)];
        Tensor[][] jacobian = Autograd.Jacobian(first, [x, x]);
        Assert.Equal([2, 0, 0, 2], jacobian[0][0].ToArray<double>());
        Assert.All(new[] { jacobian[0][1], jacobian[1][0], jacobian[1][1] }, part => Assert.All(part.ToArray<double>(), e => Assert.Equal(0, e)));
        Assert.Equal([0, 0], Autograd.Hvp(a => a.Sum(), x, v).Product.ToArray<double>());
        Assert.Equal([0, 0], Autograd.Vhp(a => a.Sum(), x, v).Product.ToArray<double>());
        Assert.Contains("input 1", Assert.Throws<InvalidOperationException>(() => Autograd.Jacobian(a => [a[0] * 2], [x, x], strict: true)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Autograd.Vjp(first, [x, x], [v, v], strict: true));
        Assert.Throws<InvalidOperationException>(() => Autograd.Jvp(a => [Tensor.Of(1.0)], [x], [v], strict: true));
        Assert.Throws<ArgumentException>(() => Autograd.Jacobian(a => a, x, strict: true, strategy: JacobianStrategy.Forward));
    }

    [Fact]
    public void Illegal_arguments_are_named()
    {
        Tensor x = Tensor.Of(1.0, 2);
        Assert.Contains("shape [3]", Assert.Throws<ShapeMismatchException>(() => Autograd.Vjp(a => a, x, Tensor.Of(1.0, 2, 3))).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(() => Autograd.Jvp(a => a, x, Tensor.Of(1.0, 2, 3)));
        Assert.Throws<ArgumentException>(() => Autograd.Jvp(a => a, [x, x], [x]));
        Assert.Throws<InvalidOperationException>(() => Autograd.Vjp(a => a, x));
        Assert.Throws<InvalidOperationException>(() => Autograd.Hessian(a => a, x));
        Assert.Throws<ArgumentException>(() => Autograd.Jacobian(a => a.To(DType.Float64), Tensor.Of(1L, 2)));
        Assert.Throws<ArgumentNullException>(() => Autograd.Vjp((Func<Tensor, Tensor>)null!, x));
    }

    [Fact]
    public void Only_the_gradients_asked_for_are_computed()
    {
        Tensor x = Tensor.Of([1f, 2, 3, 4], [2, 2]).WithGrad(), w = Tensor.Of([1f, 0, 0, 1], [2, 2]).WithGrad();
        Tensor y = x.MatMul(w).Sum();
        int products = 0;
        using Counter counter = new(op => products += op.Name == "MatMul" ? 1 : 0);
        Autograd.Grad(y, [x]);
        Assert.Equal(1, products);
    }

    [Fact]
    public void Gradients_of_compositions_pass_both_checks_in_forward_and_reverse()
    {
        Tensor x = Tensor.Of([0.3, -0.4, 0.5, 0.9, -1.1, 0.2], [2, 3]);
        GradCheck.Verify(v => Autograd.Jvp(a => Functional.LayerNorm(a, [3]).Tanh(), v[0], v[1], createGraph: true).Product, [x.Clone().WithGrad(), (x * 2 + 1).WithGrad()]);
        GradGradCheck.Verify(v => Autograd.Jvp(a => a.Softmax() * a, v[0], v[1], createGraph: true).Product, [x.Clone().WithGrad(), (x * 2 + 1).WithGrad()]);
    }

    private sealed class Counter(Action<Op> seen) : OpObserver
    {
        protected override void OnOperation(Op op, ReadOnlySpan<Tensor> inputs, Tensor output) => seen(op);
    }
}
