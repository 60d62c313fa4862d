namespace Nabla.Tests;

/// <summary>Modules called with given parameters, and gradients sample by sample.</summary>
public sealed class FunctionalCallTests
{
    [Fact]
    public void Gradients_flow_to_the_given_parameters_and_the_own_ones_stay()
    {
        Linear model = new(Weights.Random(1), 3, 2);
        Tensor weight = Tensor.Of([1f, 2, 3, 4, 5, 6], [2, 3]).WithGrad(), x = Tensor.Of([1f, 1, 1], [1, 3]);
        float[] own = model.StateDict()["weight"].ToArray<float>();
        Tensor y = model.FunctionalCall(new Dictionary<string, Tensor> { ["weight"] = weight, ["bias"] = Tensor.Zeros([2]) }, x);
        Assert.Equal([6, 15], y.ToArray<float>());
        y.Sum().Backward();
        Assert.Equal([1, 1, 1, 1, 1, 1], weight.Grad!.ToArray<float>());
        Assert.All(model.Parameters(), parameter => Assert.Null(parameter.Grad));
        Assert.Equal(own, model.StateDict()["weight"].ToArray<float>());
    }

    [Fact]
    public void Buffers_can_be_given_and_wrong_names_and_shapes_are_refused()
    {
        BatchNorm2d model = new(Weights.Random(1), 2);
        model.Eval();
        Tensor x = Tensor.Ones([1, 2, 1, 1]);
        Tensor y = model.FunctionalCall(new Dictionary<string, Tensor> { ["running_mean"] = Tensor.Of(1f, 3) }, x);
        Assert.Equal(0, y.ToArray<float>()[0], 1e-6f);
        Assert.Equal(-2, y.ToArray<float>()[1], 1e-4f);
        Assert.Contains("nothing", Assert.Throws<ArgumentException>(() => model.FunctionalCall(new Dictionary<string, Tensor> { ["nothing"] = x }, x)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(() => model.FunctionalCall(new Dictionary<string, Tensor> { ["weight"] = x }, x));
        Assert.Equal([0, 0], model.StateDict()["running_mean"].ToArray<float>());
    }

    [Fact]
    public void A_step_of_gradient_descent_can_be_differentiated()
    {
        // The meta-gradient of the loss after one step, against finite differences of the learning rate.
        Linear model = new(Weights.Random(3, DType.Float64), 2, 1);
        Tensor x = Tensor.Of([0.5, -1, 2, 0.3], [2, 2]), target = Tensor.Of([1.0, -1], [2, 1]);
        Tensor After(Tensor rate)
        {
            StateDict state = model.StateDict();
            Tensor[] values = [.. state.Values.Select(value => value.Detach().WithGrad())];
            Dictionary<string, Tensor> Named(Tensor[] v) => state.Keys.Zip(v).ToDictionary(pair => pair.First, pair => pair.Second);
            Tensor Loss(Tensor[] v) => (model.FunctionalCall(Named(v), x) - target).Square().Mean();
            Tensor?[] gradients = Autograd.Grad(Loss(values), values, createGraph: true);
            return Loss([.. values.Select((value, i) => value - (gradients[i]! * rate))]);
        }
        GradCheck.Verify(r => After(r[0]), [Tensor.Of(0.1, DType.Float64).WithGrad()]);
    }

    [Fact]
    public void Gradients_by_sample_average_to_the_gradient_of_the_mean()
    {
        Sequential model = Net();
        Tensor x = Tensor.Randn([4, 3], generator: new Philox(1)), target = Tensor.Of([0L, 1, 1, 0], [4]);
        StateDict each = Autograd.PerSampleGradients(model, (y, t) => Functional.CrossEntropy(y, t), x, target);
        Functional.CrossEntropy(model.Call(x), target).Backward();
        foreach (Parameter parameter in model.Parameters())
        {
            Tensor samples = each[parameter.Name];
            Assert.Equal([4, .. parameter.Shape.Span], samples.Shape.Span.ToArray());
            foreach ((float e, float a) in parameter.Grad!.ToArray<float>().Zip(samples.Mean(0).ToArray<float>())) Assert.Equal(e, a, 1e-6f);
        }
        Assert.Throws<ShapeMismatchException>(() => Autograd.PerSampleGradients(model, (y, t) => y.Sum(), x, Tensor.Of(1L)));
        Assert.Throws<InvalidOperationException>(() => Autograd.PerSampleGradients(model, (y, t) => y, x, target));
    }

    internal static Sequential Net(ulong seed = 5)
    {
        Weights w = Weights.Random(seed);
        return new(w, u => new Linear(u, 3, 4), u => new Tanh(u), u => new Linear(u, 4, 2));
    }
}
