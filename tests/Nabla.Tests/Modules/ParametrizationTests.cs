namespace Nabla.Tests.Modules;

public sealed class ParametrizationTests
{
    private static readonly Tensor X = Tensor.Randn([4, 3], generator: new Philox(3));

    [Fact]
    public void A_weight_of_length_and_direction_starts_as_the_plain_one()
    {
        Linear plain = new(Weights.Random(5), 3, 2), normed = new(Weights.Random(5).Parametrize("weight", new WeightNorm()), 3, 2);
        Assert.Equal(["bias", "parametrizations.weight.original0", "parametrizations.weight.original1"], normed.StateDict().Keys);
        Assert.Equal(new Shape(2, 1), normed.StateDict()["parametrizations.weight.original0"].Shape);
        Close(plain.Call(X), normed.Call(X), 1e-6);
    }

    [Fact]
    public void Legacy_keys_stand_beside_the_bias()
    {
        Conv1d conv = new(Weights.Random().Parametrize("weight", new WeightNorm(legacyKeys: true)), 2, 3, 3);
        Assert.Equal(["bias", "weight_g", "weight_v"], conv.StateDict().Keys);
        Assert.Equal(new Shape(3, 1, 1), conv.StateDict()["weight_g"].Shape);
    }

    [Fact]
    public void Gradients_reach_the_originals_and_only_them()
    {
        Linear layer = new(Weights.Random(5, DType.Float64).Parametrize("weight", new WeightNorm()), 3, 2, bias: false);
        Tensor x = X.To(DType.Float64);
        layer.Call(x).Square().Sum().Backward();
        Parameter[] originals = [.. layer.Parameters()];
        Assert.Equal(2, originals.Length);
        Tensor g = originals[0].Value.Detach().WithGrad(), v = originals[1].Value.Detach().WithGrad();
        Functional.Linear(x, g * v / v.Square().Sum(1, keepDims: true).Sqrt()).Square().Sum().Backward();
        Close(g.Grad!, originals[0].Grad!, 1e-12);
        Close(v.Grad!, originals[1].Grad!, 1e-12);
    }

    [Fact]
    public void A_checkpoint_of_originals_builds_the_same_model()
    {
        Linear source = new(Weights.Random(5).Parametrize("weight", new SpectralNorm()), 3, 2);
        source.Call(X);
        Weights w = Weights.From(source.StateDict());
        Linear copy = new(w.Parametrize("weight", new SpectralNorm()), 3, 2);
        w.Verify();
        source.Eval();
        copy.Eval();
        Assert.Equal(source.Call(X).ToArray<float>(), copy.Call(X).ToArray<float>());
        Assert.Equal(["bias", "parametrizations.weight.original", "parametrizations.weight.0._u", "parametrizations.weight.0._v"], source.StateDict().Keys);
    }

    [Fact]
    public void Power_iteration_brings_the_largest_singular_value_to_one()
    {
        Linear layer = new(Weights.Random(5, DType.Float64).Parametrize("weight", new SpectralNorm(iterations: 20)), 6, 4);
        for (int i = 0; i < 10; i++) layer.Call(Tensor.Ones([1, 6], DType.Float64));
        Tensor weight = layer.Weight.Value.Detach(), v = Tensor.Ones([6], DType.Float64);
        for (int i = 0; i < 500; i++) v = Functional.Normalize(weight.T.Mv(weight.Mv(v)), axis: 0);
        Assert.Equal(1.0, weight.Mv(v).Norm().Item(), 1e-6);
    }

    [Fact]
    public void Evaluation_leaves_the_vectors_alone_and_training_moves_them()
    {
        Linear layer = new(Weights.Random(5).Parametrize("weight", new SpectralNorm()), 6, 4);
        ModuleBuffer u = layer.Buffers().First();
        float[] first = u.Value.ToArray<float>();
        layer.Eval();
        layer.Call(Tensor.Ones([1, 6]));
        Assert.Equal(first, u.Value.ToArray<float>());
        layer.Train();
        layer.Call(Tensor.Ones([1, 6]));
        Assert.NotEqual(first, u.Value.ToArray<float>());
    }

    [Theory]
    [InlineData(4, 4, OrthogonalMap.Automatic)]
    [InlineData(6, 3, OrthogonalMap.Automatic)]
    [InlineData(3, 6, OrthogonalMap.MatrixExponential)]
    [InlineData(3, 6, OrthogonalMap.Cayley)]
    [InlineData(5, 5, OrthogonalMap.Cayley)]
    public void Orthogonal_weights_stay_orthogonal_wherever_training_goes(int inputs, int outputs, OrthogonalMap map)
    {
        Orthogonal orthogonal = new(map);
        Linear layer = new(Weights.Random(5, DType.Float64).Parametrize("weight", orthogonal), inputs, outputs);
        Linear plain = new(Weights.Random(5, DType.Float64), inputs, outputs);
        Check();
        // The first column (or row) keeps its direction.
        Tensor mine = outputs >= inputs ? layer.Weight.Value.Select(1, 0) : layer.Weight.Value.Select(0, 0), first = outputs >= inputs ? plain.Weight.Value.Select(1, 0) : plain.Weight.Value.Select(0, 0);
        Close(first / first.Norm(), mine, 1e-12);
        layer.Call(Tensor.Randn([4, inputs], DType.Float64, new Philox(3))).Square().Sum().Backward();
        using (GradMode.NoGrad())
        {
            Tensor original = orthogonal.Originals[0].Value;
            original.AddInPlace(Tensor.Randn(original.Shape, DType.Float64, new Philox(8)).Tril(-1) * 2);
        }
        Check();

        void Check()
        {
            Tensor weight = layer.Weight.Value.Detach();
            Tensor product = outputs >= inputs ? weight.T.MatMul(weight) : weight.MatMul(weight.T);
            Close(Tensor.Eye(Math.Min(inputs, outputs), type: DType.Float64), product, 1e-10);
        }
    }

    [Fact]
    public void An_existing_module_can_be_parametrised_and_back()
    {
        Linear layer = new(Weights.Random(5), 3, 2);
        float[] before = layer.Call(X).ToArray<float>();
        layer.Parametrize("weight", new WeightNorm());
        Assert.Equal(["bias", "parametrizations.weight.original0", "parametrizations.weight.original1"], layer.StateDict().Keys);
        using (GradMode.NoGrad()) layer.Parameters().Single(p => p.Name.EndsWith("original0", StringComparison.Ordinal)).Value.MultiplyInPlace(2);
        Tensor changed = layer.Call(X);
        Assert.NotEqual(before, changed.ToArray<float>());
        layer.RemoveParametrization(layer.Weight);
        Assert.Equal(["bias", "weight"], layer.StateDict().Keys);
        Close(changed, layer.Call(X), 1e-6);
        Assert.Throws<ArgumentException>(() => layer.Parametrize("gain", new WeightNorm()));
    }

    [Fact]
    public void Computed_values_cannot_be_set_and_one_object_serves_one_weight()
    {
        WeightNorm norm = new();
        Linear layer = new(Weights.Random().Parametrize("weight", norm), 3, 2);
        Assert.Throws<InvalidOperationException>(() => layer.Weight.Value = Tensor.Zeros([2, 3]));
        Assert.Throws<InvalidOperationException>(() => new Linear(Weights.Random().Parametrize("weight", norm), 3, 2));
    }

    private static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.True((expected.Detach() - actual.Detach()).Abs().Amax().Item() <= tolerance, $"{expected} against {actual}");
    }
}
