namespace Nabla.Tests.Ops;

public class ChannelGateTests
{
    private static readonly Tensor X = Tensor.Randn([2, 6, 3, 3], generator: new Philox(1)).Persist();
    private static readonly Tensor W1 = Tensor.Randn([4, 6], generator: new Philox(2)).Persist();
    private static readonly Tensor W2 = Tensor.Randn([6, 4], generator: new Philox(3)).Persist();
    private static readonly Tensor B1 = Tensor.Randn([4], generator: new Philox(4)).Persist(), B2 = Tensor.Randn([6], generator: new Philox(5)).Persist();

    [Fact]
    public void It_is_one_operation_unless_somebody_watches()
    {
        Tensor alone = Functional.SqueezeExcitation(X, W1.Clone().WithGrad(), B1, W2, B2);
        Assert.Equal("ChannelGate", alone.GradFn);
        using Watcher watcher = new();
        Tensor watched = Functional.SqueezeExcitation(X, W1.Clone().WithGrad(), B1, W2, B2);
        Assert.Contains("Sigmoid", watcher.Names);
        Assert.DoesNotContain("ChannelGate", watcher.Names);
        Assert.True((alone - watched).Abs().Max().Item() < 1e-5);
    }

    [Fact]
    public void Other_element_types_are_computed_by_the_operations_it_is_made_of()
    {
        Tensor half = Functional.SqueezeExcitation(X.To(DType.BFloat16), W1.To(DType.BFloat16), B1.To(DType.BFloat16), W2.To(DType.BFloat16), B2.To(DType.BFloat16));
        Assert.Equal(DType.BFloat16, half.DType);
        Assert.True((half.To(DType.Float32) - Functional.SqueezeExcitation(X, W1, B1, W2, B2)).Abs().Max().Item() < 0.1);
    }

    [Fact]
    public void No_samples_give_none()
    {
        Tensor none = Tensor.Zeros([0, 6, 3, 3]), w = W1.Clone().WithGrad();
        Tensor y = Functional.SqueezeExcitation(none, w, B1, W2, B2);
        Assert.Equal(new Shape(0, 6, 3, 3), y.Shape);
        y.Sum().Backward();
        Assert.Equal(0, w.Grad!.Abs().Sum().Item());
    }

    [Fact]
    public void The_kept_values_serve_a_second_backward()
    {
        Tensor x = X.Clone().WithGrad();
        Tensor loss = Functional.SqueezeExcitation(x, W1, B1, W2, B2, GateActivation.SiLU).Square().Sum();
        loss.Backward(retainGraph: true);
        Tensor once = x.Grad!.Clone();
        loss.Backward();
        Assert.True((x.Grad! - (once * 2)).Abs().Max().Item() < 1e-5);
    }

    [Fact]
    public void Shapes_that_do_not_go_together_and_unknown_curves_are_refused()
    {
        Assert.Contains("[N, C, ...]", Assert.Throws<ShapeMismatchException>(() => Functional.SqueezeExcitation(B1, W1, B1, W2, B2)).Message);
        Assert.Contains("reduce of [4, 6]", Assert.Throws<ShapeMismatchException>(() => Functional.SqueezeExcitation(X, W1.Narrow(1, 0, 5), B1, W2, B2)).Message);
        Assert.Contains("expand of [6, 4]", Assert.Throws<ShapeMismatchException>(() => Functional.SqueezeExcitation(X, W1, B1, W1, B2)).Message);
        Assert.Contains("reduceBias of [4]", Assert.Throws<ShapeMismatchException>(() => Functional.SqueezeExcitation(X, W1, B2, W2, B2)).Message);
        Assert.Contains("expandBias of [6]", Assert.Throws<ShapeMismatchException>(() => Functional.SqueezeExcitation(X, W1, B1, W2, B1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>("gate", () => Functional.SqueezeExcitation(X, W1, B1, W2, B2, gate: (GateActivation)7));
    }

    private sealed class Watcher : OpObserver
    {
        public List<string> Names { get; } = [];

        protected override void OnOperation(Op op, ReadOnlySpan<Tensor> inputs, Tensor output) => Names.Add(op.Name);
    }
}
