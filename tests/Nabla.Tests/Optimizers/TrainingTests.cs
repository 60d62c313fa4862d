using Nabla.Tests.Golden;

namespace Nabla.Tests.Optimizers;

/// <summary>Every optimiser trains a small real problem, in pieces as well as in one go.</summary>
public sealed class TrainingTests
{
    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, Optimizer>> Makers = new()
    {
        ["SGD"] = p => new SGD(p, new(0.5, 0.9)),
        ["Adam"] = p => new Adam(p, new(0.05)),
        ["AdamW"] = p => new AdamW(p, new(0.05)),
        ["RMSprop"] = p => new RMSprop(p, new(0.02)),
        ["RMSpropTF"] = p => new RMSpropTF(p, new(0.02, Momentum: 0.5)),
        ["Adagrad"] = p => new Adagrad(p, new(0.2)),
        ["Adadelta"] = p => new Adadelta(p, new(20)),
        ["Adamax"] = p => new Adamax(p, new(0.05)),
        ["NAdam"] = p => new NAdam(p, new(0.05)),
        ["RAdam"] = p => new RAdam(p, new(0.05)),
        ["Rprop"] = p => new Rprop(p, new(0.01)),
        ["ASGD"] = p => new ASGD(p, new(1, Decay: 1e-3, AverageFrom: 100)),
        ["SparseAdam"] = p => new SparseAdam(p, new(0.05)),
        ["Lion"] = p => new Lion(p, new(0.01)),
        ["Muon"] = p => new Muon(p, new(0.02)),
        ["LAMB"] = p => new LAMB(p, new(0.02)),
        ["LARS"] = p => new LARS(p, new(1, Trust: 0.05)),
        ["Adafactor"] = p => new Adafactor(p, new(0.05, RelativeStep: false, ScaleParameter: false)),
        ["AdamW8bit"] = p => new AdamW8bit(p, new(0.05, BlockSize: 16, MinimumSize: 0)),
        ["LBFGS"] = p => new LBFGS(p, new(LineSearch: LineSearch.StrongWolfe, MaxIterations: 4)),
    };

    public static TheoryData<string> Names => [.. Makers.Keys];

    [Fact]
    public void Every_optimizer_is_trained() => Assert.Equal(
        typeof(Optimizer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Optimizer)) && !type.IsAbstract).Select(type => type.Name).Order(StringComparer.Ordinal),
        Makers.Keys.Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Names))]
    public void Two_spirals_are_told_apart(string name)
    {
        Sequential model = Net();
        double loss = Train(model, Makers[name](model.Parameters()), name switch { "LBFGS" => 60, "LAMB" => 600, _ => 250 });
        Assert.True(loss < 0.35, $"{name} reached a loss of {loss:g3}; it starts at 0.69");
    }

    [Theory, MemberData(nameof(Names))]
    public void A_round_trip_of_the_state_in_mid_run_changes_no_bit(string name)
    {
        Sequential straight = Net(), broken = Net();
        Optimizer whole = Makers[name](straight.Parameters()), first = Makers[name](broken.Parameters());
        Train(straight, whole, 12);
        Train(broken, first, 6);
        Optimizer second = Makers[name](broken.Parameters());
        OptimizerState state = first.SaveState();
        second.LoadState(new(state.Tensors.ToDictionary(entry => entry.Key, entry => entry.Value.Clone()), state.Json));
        Train(broken, second, 6);
        foreach ((string key, Tensor value) in straight.StateDict()) Assert.Equal(value.ToArray<float>(), broken.StateDict()[key].ToArray<float>());
    }

    // L-BFGS compares losses, where rounding decides another branch.
    public static TheoryData<string> NamesInHalf => [.. Makers.Keys.Where(name => name != "LBFGS")];

    [Theory, MemberData(nameof(NamesInHalf))]
    public void Half_precision_parameters_move_as_float32_ones_do(string name)
    {
        (Parameter half, Parameter full) = (Weights.Random(0, DType.BFloat16).Get("w", new(2, 3), Init.Ones), Weights.Random().Get("w", new(2, 3), Init.Ones));
        Optimizer a = Makers[name]([half]), b = Makers[name]([full]);
        for (int i = 0; i < 3; i++)
        {
            Step(a, half);
            Step(b, full);
        }
        Assert.Equal(DType.BFloat16, half.Value.DType);
        double[] x = half.Value.Doubles(), y = full.Value.Doubles();
        for (int i = 0; i < x.Length; i++) Assert.Equal(y[i], x[i], 0.05 + (0.1 * Math.Abs(y[i] - 1)));

        static void Step(Optimizer optimizer, Parameter parameter) => optimizer.Step(() =>
        {
            optimizer.ZeroGrad();
            Tensor loss = (parameter.Value.To(DType.Float32) * Tensor.Of([0.1f, -0.2f, 0.3f, 0.4f, -0.5f, 0.6f], [2, 3])).Sum().Square();
            loss.Backward();
            return loss;
        });
    }

    private static Sequential Net()
    {
        Weights w = Weights.Random(11);
        return new(w, u => new Linear(u, 2, 24), u => new Tanh(u), u => new Linear(u, 24, 24), u => new Tanh(u), u => new Linear(u, 24, 2));
    }

    private static double Train(Module model, Optimizer optimizer, int steps)
    {
        (Tensor x, Tensor labels) = Spirals();
        double last = 0;
        for (int i = 0; i < steps; i++)
        {
            last = optimizer.Step(() =>
            {
                optimizer.ZeroGrad();
                Tensor loss = Functional.CrossEntropy(model.Call(x), labels);
                loss.Backward();
                return loss;
            }).Item();
        }
        return last;
    }

    private static (Tensor X, Tensor Labels) Spirals()
    {
        float[] points = new float[120 * 2];
        long[] labels = new long[120];
        for (int i = 0; i < 120; i++)
        {
            double turn = (i / 2 / 60.0 * 3.5) + 0.5, phase = i % 2 * Math.PI;
            points[2 * i] = (float)(turn * Math.Cos(turn + phase) / 2);
            points[(2 * i) + 1] = (float)(turn * Math.Sin(turn + phase) / 2);
            labels[i] = i % 2;
        }
        return (Tensor.Of(points, [120, 2]), Tensor.Of(labels, [120]));
    }
}
