namespace Nabla.Tests.Modules;

/// <summary>Evaluation keeps a linear layer's weight packed and joins the activation; the values must be those of the recorded operations, and follow the weight.</summary>
public sealed class PreparedLinearTests
{
    public static TheoryData<int, bool, DType> Cases => new()
    {
        { 1, true, DType.Float32 }, { 3, false, DType.Float32 }, { 4, true, DType.Float32 }, { 49, true, DType.Float32 }, { 196, false, DType.Float32 }, { 1500, true, DType.Float32 }, { 49, true, DType.Float64 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluation_gives_the_values_of_recorded_operations(int rows, bool bias, DType type)
    {
        Linear layer = new(Weights.Random(1), 70, 90, bias);
        layer.To(type);
        Tensor x = Tensor.Rand([rows, 70], DType.Float64, new Philox(2)).To(type) - 0.5;
        Tensor recorded = layer.Call(x.Detach().WithGrad()).Detach();
        using GradMode.Restore off = GradMode.NoGrad();
        for (int pass = 0; pass < 3; pass++) AssertClose(recorded, layer.Call(x));
        AssertClose(recorded, layer.Call(x.T.Contiguous().T));
        AssertClose(recorded.Reshape(1, rows, 90), layer.Call(x.Reshape(1, rows, 70)));
    }

    [Fact]
    public void Activations_join_in_a_sequence()
    {
        foreach (Func<Weights, Module> activation in new Func<Weights, Module>[] { w => new ReLU(w), w => new GELU(w), w => new SiLU(w), w => new GELU(w, tanh: true), w => new Tanh(w) })
        {
            Sequential net = new(Weights.Random(1), w => new Linear(w, 30, 50), activation, w => new Dropout(w), w => new Linear(w, 50, 20), activation);
            net.Eval();
            Tensor x = Tensor.Rand([2, 10, 30], DType.Float32, new Philox(2)) - 0.5;
            Tensor recorded = net.Call(x.Detach().WithGrad()).Detach();
            using GradMode.Restore off = GradMode.NoGrad();
            for (int pass = 0; pass < 3; pass++) AssertClose(recorded, net.Call(x));
        }
    }

    [Fact]
    public void A_changed_weight_is_seen()
    {
        Linear layer = new(Weights.Random(1), 40, 40);
        Tensor x = Tensor.Rand([20, 40], DType.Float32, new Philox(2));
        Evaluate();
        using (GradMode.NoGrad()) layer.Weight.Value.CopyInPlace(layer.Weight.Value * 2);
        Evaluate();
        using (GradMode.NoGrad()) layer.Weight.Value.Narrow(0, 3, 1).FillInPlace(1);
        Evaluate();
        SGD optimizer = new(layer.Parameters(), new(LearningRate: 0.1));
        layer.Call(x).Sum().Backward();
        optimizer.Step();
        Evaluate();
        using (GradMode.NoGrad()) layer.Weight.Value = layer.Weight.Value.T;
        Evaluate();
        layer.Weight.Value = Tensor.Rand([40, 40], DType.Float32, new Philox(3));
        Evaluate();

        void Evaluate()
        {
            using GradMode.Restore off = GradMode.NoGrad();
            Tensor expected = x.MatMul(layer.Weight.Value.T) + layer.Bias!.Value;
            for (int pass = 0; pass < 3; pass++) AssertClose(expected, layer.Call(x));
        }
    }

    [Fact]
    public void Observers_see_the_layer()
    {
        Linear layer = new(Weights.Random(1), 8, 8);
        Tensor x = Tensor.Ones([5, 8]);
        using GradMode.Restore off = GradMode.NoGrad();
        using Names names = new();
        for (int pass = 0; pass < 3; pass++) layer.Call(x);
        Assert.Equal(["Linear", "Linear", "Linear"], names.Seen);
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double error = (expected.ToFloat64() - actual.ToFloat64()).Abs().Max().Item();
        Assert.True(error < (expected.DType == DType.Float64 ? 1e-13 : 1e-5), $"differs by {error}");
    }

    private sealed class Names : OpObserver
    {
        public List<string> Seen { get; } = [];

        protected override bool AllowsJoining => true;

        protected override void OnOperation(Op op, ReadOnlySpan<Tensor> inputs, Tensor output)
        {
            if (op.Name is "Linear" or "MatMul") Seen.Add(op.Name);
        }
    }
}
