namespace Nabla.Tests.Optimizers;

/// <summary>Bad arguments and bad saved states.</summary>
public sealed class OptimizerArgumentTests
{
    private readonly Parameter _a = Weights.Random().Get("a", new(2), Init.Zeros);

    [Fact]
    public void Settings_out_of_range_are_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => new SGD([_a], new(-1)));
        Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => new Adam([_a], new(double.NaN)));
        Assert.Throws<ArgumentOutOfRangeException>("WeightDecay", () => new AdamW([_a], new(WeightDecay: -0.1)));
        Assert.Throws<ArgumentOutOfRangeException>("Momentum", () => new SGD([_a], new(1, -0.5)));
        Assert.Throws<ArgumentOutOfRangeException>("Nesterov", () => new SGD([_a], new(1, Nesterov: true)));
        Assert.Throws<ArgumentOutOfRangeException>("Nesterov", () => new SGD([_a], new(1, 0.9, 0.1, Nesterov: true)));
        Assert.Throws<ArgumentOutOfRangeException>("Beta1", () => new Adam([_a], new(Beta1: 1)));
        Assert.Throws<ArgumentOutOfRangeException>("Beta2", () => new AdamW([_a], new(Beta2: -0.1)));
        Assert.Throws<ArgumentOutOfRangeException>("Epsilon", () => new Adam([_a], new(Epsilon: -1)));
        Assert.Throws<ArgumentOutOfRangeException>("Alpha", () => new RMSprop([_a], new(Alpha: 1.5)));
        Assert.Throws<ArgumentOutOfRangeException>("InitialAccumulator", () => new Adagrad([_a], new(InitialAccumulator: -1)));
        Assert.Throws<ArgumentOutOfRangeException>("Rho", () => new Adadelta([_a], new(Rho: 1)));
        Assert.Throws<ArgumentOutOfRangeException>("MomentumDecay", () => new NAdam([_a], new(MomentumDecay: -1)));
        Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => new SGD([_a], new(1)).LearningRate = -1);
        Assert.Throws<ArgumentOutOfRangeException>("WeightDecay", () => new ParameterGroup([_a]) { WeightDecay = -1 });
    }

    [Fact]
    public void Settings_of_the_later_optimisers_are_named_too()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Shrink", () => new Rprop([_a], new(Shrink: 1)));
        Assert.Throws<ArgumentOutOfRangeException>("Grow", () => new Rprop([_a], new(Grow: 1)));
        Assert.Throws<ArgumentOutOfRangeException>("LargestStep", () => new Rprop([_a], new(SmallestStep: 2, LargestStep: 1)));
        Assert.Throws<ArgumentOutOfRangeException>("WeightDecay", () => new Rprop([_a], new() { WeightDecay = 0.1 }));
        Assert.Throws<ArgumentOutOfRangeException>("Decay", () => new ASGD([_a], new(Decay: -1)));
        Assert.Throws<ArgumentOutOfRangeException>("AverageFrom", () => new ASGD([_a], new(AverageFrom: double.NaN)));
        Assert.Throws<ArgumentOutOfRangeException>("Beta1", () => new SparseAdam([_a], new(Beta1: 1)));
        Assert.Throws<ArgumentOutOfRangeException>("WeightDecay", () => new SparseAdam([_a], new() { WeightDecay = 0.1 }));
        Assert.Throws<ArgumentOutOfRangeException>("LearningRate", () => new Lion([_a], new(-1)));
        Assert.Throws<ArgumentOutOfRangeException>("Beta2", () => new Lion([_a], new(Beta2: 1)));
        Assert.Throws<ArgumentOutOfRangeException>("Alpha", () => new RMSpropTF([_a], new(Alpha: 1)));
        Assert.Throws<ArgumentOutOfRangeException>("Momentum", () => new RMSpropTF([_a], new(Momentum: -1)));
        Assert.Throws<ArgumentOutOfRangeException>("MaxTrust", () => new LAMB([_a], new(MaxTrust: 0)));
        Assert.Throws<ArgumentOutOfRangeException>("Trust", () => new LARS([_a], new(Trust: 0)));
        Assert.Throws<ArgumentOutOfRangeException>("Nesterov", () => new LARS([_a], new(Nesterov: true, Dampening: 0.1)));
        Assert.Throws<ArgumentOutOfRangeException>("ClipThreshold", () => new Adafactor([_a], new(ClipThreshold: 0)));
        Assert.Throws<ArgumentOutOfRangeException>("DecayRate", () => new Adafactor([_a], new(DecayRate: 0.8)));
        Assert.Throws<ArgumentOutOfRangeException>("WarmUpInit", () => new Adafactor([_a], new(RelativeStep: false, WarmUpInit: true)));
        Assert.Throws<ArgumentOutOfRangeException>("BlockSize", () => new AdamW8bit([_a], new(BlockSize: 8)));
        Assert.Throws<ArgumentOutOfRangeException>("MinimumSize", () => new AdamW8bit([_a], new(MinimumSize: -1)));
        Assert.Throws<ArgumentOutOfRangeException>("Momentum", () => new Muon([_a], new(Momentum: 1)));
        Assert.Throws<ArgumentOutOfRangeException>("Steps", () => new Muon([_a], new(Steps: 0)));
        Assert.Throws<ArgumentOutOfRangeException>("Scale", () => new Muon([_a], new(Scale: (MuonScale)2)));
        Assert.Throws<ArgumentOutOfRangeException>("Epsilon", () => new Muon([_a], new(Epsilon: double.NaN)));
    }

    [Fact]
    public void Parameters_must_be_there_once_and_be_leaves()
    {
        Assert.Throws<ArgumentNullException>("parameters", () => new SGD((IEnumerable<Parameter>)null!, new(1)));
        Assert.Throws<ArgumentException>("parameters", () => new SGD(Array.Empty<Parameter>(), new(1)));
        Assert.Throws<ArgumentException>("groups", () => new SGD(Array.Empty<ParameterGroup>(), new(1)));
        ArgumentException twice = Assert.Throws<ArgumentException>("parameters", () => new Adam([_a, _a]));
        Assert.Contains("Parameter a appears twice", twice.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("group", () => new Adam([new ParameterGroup([_a]), new ParameterGroup([_a])]));
        Parameter derived = Weights.Random().Get("derived", new(2), Init.Ones);
        derived.Value = derived.Value * 2;
        ArgumentException branch = Assert.Throws<ArgumentException>("parameters", () => new Adam([derived]));
        Assert.Contains("derived", branch.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_take_the_settings_of_their_own_optimiser()
    {
        Assert.Throws<ArgumentException>("group", () => new Adam([new ParameterGroup([_a], new SgdOptions(1))]));
        Assert.Throws<InvalidOperationException>(() => new ParameterGroup([_a]).Options);
        SGD optimizer = new([_a], new(1));
        Assert.Throws<ArgumentException>("value", () => optimizer.Groups[0].Options = new AdamOptions());
    }

    [Fact]
    public void Saved_states_that_do_not_fit_are_refused_and_change_nothing()
    {
        Adam optimizer = Trained(_a);
        OptimizerState good = optimizer.SaveState();
        Parameter other = Weights.Random().Get("b", new(3), Init.Zeros);
        Refused(new SGD([_a], new(1)), good, "Adam");
        Refused(Trained(other), good, "shape");
        Refused(new Adam([new ParameterGroup([_a]), new ParameterGroup([other])]), good, "groups");
        Refused(new Adam([_a, other]), good, "parameters");
        Refused(optimizer, good with { Json = "{" }, "JSON");
        Refused(optimizer, good with { Json = good.Json.Replace("\"eps\"", "\"epsilon\"", StringComparison.Ordinal) }, "eps");
        Refused(optimizer, good with { Json = good.Json.Replace("0.999", "1.5", StringComparison.Ordinal) }, "Beta2");
        Refused(optimizer, good with { Tensors = Without("state.0.exp_avg_sq") }, "lacks the tensor 'state.0.exp_avg_sq'");
        Refused(optimizer, good with { Tensors = new StateDict(good.Tensors) { { "state.7.exp_avg", Tensor.Zeros([2]) } } }, "state.7.exp_avg");
        Assert.Equal(good.Json, optimizer.SaveState().Json);

        StateDict Without(string key) => new(good.Tensors.Where(pair => pair.Key != key));

        static void Refused(Optimizer optimizer, OptimizerState state, string reason)
        {
            string before = optimizer.SaveState().Json;
            ArgumentException error = Assert.Throws<ArgumentException>(nameof(state), () => optimizer.LoadState(state));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Equal(before, optimizer.SaveState().Json);
        }
    }

    private static Adam Trained(Parameter parameter)
    {
        Adam optimizer = new([parameter]);
        parameter.Grad = Tensor.Ones(parameter.Shape);
        optimizer.Step();
        return optimizer;
    }
}
