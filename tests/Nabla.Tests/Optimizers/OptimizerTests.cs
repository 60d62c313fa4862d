using Nabla.Tests.Golden;

namespace Nabla.Tests.Optimizers;

/// <summary>What optimisers do beyond the recorded numbers.</summary>
public sealed class OptimizerTests
{
    [Fact]
    public void Published_float64_values_of_Adam_and_AdamW_hold_to_the_last_digits()
    {
        Check(p => new Adam(p, new(1e-3, WeightDecay: 1e-2)), .9990000000196079, .9987855782630862, .9984141018197858);
        Check(p => new AdamW(p, new(1e-3, WeightDecay: 1e-2)), .99899000002, .9987885120894177, .9984310965227878);

        static void Check(Func<Parameter[], Optimizer> make, params double[] expected)
        {
            Parameter parameter = Weights.Random(0, DType.Float64).Get("weight", new(1), Init.Ones);
            Optimizer optimizer = make([parameter]);
            double[] gradients = [0.5, -0.3, 0.2];
            for (int i = 0; i < 3; i++)
            {
                parameter.Grad = Tensor.Of(gradients[i]);
                if (parameter.Grad!.DType != DType.Float64) throw new InvalidOperationException("float64 expected");
                optimizer.Step();
                Assert.Equal(expected[i], parameter.Value.Item(), 1e-15);
            }
        }
    }

    [Theory]
    [InlineData(DType.Float16, 2e-2)]
    [InlineData(DType.BFloat16, 1e-1)]
    public void Half_precision_takes_the_composed_path(DType type, double tolerance)
    {
        Parameter half = Weights.Random(0, type).Get("weight", new(2, 3), Init.Ones), full = Weights.Random().Get("weight", new(2, 3), Init.Ones);
        SGD a = new([half], new(0.1, 0.9)), b = new([full], new(0.1, 0.9));
        for (int i = 0; i < 4; i++)
        {
            full.Grad = Tensor.Full([2, 3], 0.5 - (0.25 * i));
            half.Grad = full.Grad.To(type);
            a.Step();
            b.Step();
        }
        foreach ((double x, double y) in half.Value.Doubles().Zip(full.Value.Doubles())) Assert.Equal(y, x, tolerance);
    }

    [Fact]
    public void A_strided_gradient_counts_element_by_element()
    {
        Parameter parameter = Weights.Random().Get("weight", new(2, 3), Init.Zeros);
        parameter.Grad = Tensor.Of([1f, 2, 3, 4, 5, 6], [3, 2]).Transpose(0, 1);
        new SGD([parameter], new(1)).Step();
        Assert.Equal([-1, -3, -5, -2, -4, -6], parameter.Value.Doubles());
    }

    [Fact]
    public void State_outlives_the_scope_a_step_runs_in()
    {
        Parameter parameter = Weights.Random().Get("weight", new(4), Init.Ones);
        Adam optimizer = new([parameter]);
        for (int i = 0; i < 3; i++)
        {
            using TensorScope scope = new();
            parameter.Grad = Tensor.Ones([4]);
            optimizer.Step();
            optimizer.ZeroGrad();
        }
        Assert.Null(parameter.Grad);
        Assert.All(optimizer.SaveState().Tensors["state.0.exp_avg"].Doubles(), x => Assert.Equal(0.271, x, 1e-6));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_step_is_a_change_in_place_that_backward_notices(bool fused)
    {
        Parameter parameter = Weights.Random().Get("weight", new(3), Init.Ones);
        Tensor loss = (parameter.Value * parameter.Value).Sum();
        parameter.Grad = Tensor.Ones([3]);
        new SGD([parameter], new(0.1)) { Fused = fused }.Step();
        Assert.Throws<InvalidOperationException>(() => loss.Backward());
    }

    [Fact]
    public void Parameters_without_a_gradient_and_frozen_ones_stay()
    {
        Weights w = Weights.Random();
        Parameter idle = w.Get("idle", new(2), Init.Ones), frozen = w.Get("frozen", new(2), Init.Ones, trainable: false);
        AdamW optimizer = new([idle, frozen], new(0.1, WeightDecay: 0.5));
        optimizer.Step();
        Assert.Equal([1, 1], idle.Value.Doubles());
        Assert.Equal([1, 1], frozen.Value.Doubles());
        Assert.Empty(optimizer.SaveState().Tensors);
    }

    [Fact]
    public void State_follows_a_model_that_changes_its_dtype()
    {
        Linear layer = new(Weights.Random(), 2, 2);
        Adam optimizer = new(layer.Parameters());
        SetGradients(1);
        optimizer.Step();
        layer.To(DType.Float64);
        SetGradients(1);
        optimizer.Step();
        Assert.Equal(DType.Float64, optimizer.SaveState().Tensors["state.0.exp_avg"].DType);

        void SetGradients(double value)
        {
            foreach (Parameter parameter in layer.Parameters()) parameter.Grad = Tensor.Full(parameter.Shape, value, parameter.Value.DType);
        }
    }

    [Fact]
    public void Biases_and_scales_can_be_spared_the_decay()
    {
        Weights w = Weights.Random();
        Sequential model = new(w, c => new Linear(c, 3, 4), c => new BatchNorm1d(c, 4), c => new Linear(c, 4, 2));
        AdamW optimizer = new(ParameterGroups.WithoutDecay(model, 0.3), new(0.01));
        Assert.Equal([0.3, 0], optimizer.Groups.Select(group => group.WeightDecay));
        Assert.Equal(["0.weight", "2.weight"], optimizer.Groups[0].Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["0.bias", "1.weight", "1.bias", "2.bias"], optimizer.Groups[1].Parameters.Select(parameter => parameter.Name));
        Assert.All(optimizer.Groups, group => Assert.Equal(0.01, group.LearningRate));
    }

    [Fact]
    public void A_group_added_later_is_trained()
    {
        Weights w = Weights.Random();
        Parameter a = w.Get("a", new(1), Init.Zeros), b = w.Get("b", new(1), Init.Zeros);
        SGD optimizer = new([a], new(0.5));
        optimizer.AddGroup(new([b]) { LearningRate = 0.25 });
        a.Grad = b.Grad = Tensor.Ones([1]);
        optimizer.Step();
        Assert.Equal([-0.5, -0.25], [a.Value.Item(), b.Value.Item()]);
    }

    [Fact]
    public void Shape_only_models_can_be_stepped()
    {
        Parameter parameter = Weights.ShapeOnly().Get("weight", new(1000, 1000), Init.Zeros);
        AdamW optimizer = new([parameter]);
        parameter.Grad = Tensor.Empty([1000, 1000], DType.Float32, ShapeOnlyBackend.Instance);
        optimizer.Step();
        Assert.Equal([1000, 1000], optimizer.SaveState().Tensors["state.0.exp_avg"].Shape.Span.ToArray());
    }
}
