using System.Text.Json;
using Nabla.Formats.PyTorch;
using Nabla.Formats.PyTorch.Pickle;
using Nabla.Formats.Raw;
using Nabla.Tests.Golden;
using Nabla.Tests.Schedules;
using Nabla.Tests.Support;

namespace Nabla.Tests.Optimizers;

/// <summary>States in PyTorch's own files, both ways.</summary>
public sealed class PyTorchStateTests
{
    private static readonly GoldenFile States = GoldenFile.Open("states/states.safetensors");
    private static readonly GoldenFile Schedules = GoldenFile.Open("states/schedules.safetensors");
    private static readonly double[] Metrics = [1.0, 0.9, 0.95, 0.93, 0.92, 0.91, 0.97, 0.5, 0.6, 0.6, 0.6, 0.6];

    public static TheoryData<string> Optimizers => [.. States.Cases.Select(c => c.GetProperty("name").GetString()!)];

    public static TheoryData<string> Schedulers => [.. Schedules.Cases.Select(c => c.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Optimizers))]
    public void A_state_of_PyTorch_is_gone_on_from(string name)
    {
        (Optimizer optimizer, Parameter[] parameters, JsonElement golden) = Make(name);
        optimizer.LoadPyTorch(Path.Combine(GoldenFile.Root, "states", name + ".pt"));
        Continue(optimizer, parameters, golden);
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void A_state_that_went_through_our_own_file_is_the_same(string name)
    {
        using TemporaryFolder folder = new();
        string file = Kept(name) ?? folder["state.pt"];
        (Optimizer first, _, _) = Make(name);
        first.LoadPyTorch(Path.Combine(GoldenFile.Root, "states", name + ".pt"));
        first.SavePyTorch(file);
        (Optimizer second, Parameter[] parameters, JsonElement golden) = Make(name);
        second.LoadPyTorch(file);
        Continue(second, parameters, golden);
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void A_state_goes_from_optimiser_to_optimiser_without_a_file(string name)
    {
        (Optimizer first, Parameter[] before, JsonElement golden) = Make(name);
        first.LoadPyTorch(Path.Combine(GoldenFile.Root, "states", name + ".pt"));
        PickleDict state = first.ToPyTorch();
        (Optimizer second, Parameter[] parameters, _) = Make(name);
        second.LoadPyTorch(state);
        // What was handed over is a copy: the first optimiser's steps do not move the second's.
        Continue(first, before, golden);
        Continue(second, parameters, golden);
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void What_is_written_has_the_entries_of_PyTorch(string name)
    {
        (Optimizer optimizer, _, _) = Make(name);
        PickleDict theirs = (PickleDict)PyTorchFile.Open(Path.Combine(GoldenFile.Root, "states", name + ".pt")).Root!;
        optimizer.LoadPyTorch(theirs);
        PickleDict ours = optimizer.ToPyTorch();
        PickleDict groups = (PickleDict)((List<object?>)theirs["param_groups"]!)[0]!, written = (PickleDict)((List<object?>)ours["param_groups"]!)[0]!;
        foreach ((object? key, object? value) in groups)
        {
            if (key is "foreach" or "fused") continue;
            Assert.True(written.TryGetValue(key, out object? actual), $"param_groups lacks {key}");
            Assert.Equal(Numbers(value), Numbers(actual));
        }
        foreach ((object? index, object? state) in (PickleDict)theirs["state"]!)
        {
            PickleDict entry = (PickleDict)((PickleDict)ours["state"]!)[index]!;
            foreach ((object? key, object? value) in (PickleDict)state!)
            {
                if (key is "al") continue;
                Assert.True(entry.TryGetValue(key, out object? actual), $"state lacks {key}");
                if (value is TensorData) Assert.True(actual is Tensor, $"{key} is not a tensor");
                double[] expected = Numbers(value), given = Numbers(actual);
                Assert.Equal(expected.Length, given.Length);
                for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], given[i], 1e-6 * Math.Max(1, Math.Abs(expected[i])));
            }
        }
    }

    [Theory, MemberData(nameof(Schedulers))]
    public void A_schedule_of_PyTorch_is_gone_on_from_and_comes_back_the_same(string name)
    {
        PickleDict root = (PickleDict)PyTorchFile.Open(Path.Combine(GoldenFile.Root, "states", name + ".pt")).Root!;
        PickleDict theirs = (PickleDict)root["scheduler"]!;
        Optimizer optimizer = ScheduleTable.Optimizer("SGD", 0.1, name == "OneCycleLR" ? 0.9 : 0);
        Schedule schedule = MakeSchedule(name, optimizer);
        optimizer.LoadPyTorch((PickleDict)root["optimizer"]!);
        schedule.LoadPyTorch(theirs);
        SameSettings((PickleDict)root["optimizer"]!, optimizer.ToPyTorch());
        PickleDict ours = schedule.ToPyTorch();
        foreach (string key in new[] { "last_epoch", "base_lrs", "_last_lr", "T_cur", "T_i", "best", "num_bad_epochs", "cooldown_counter", "_milestones" })
        {
            if (theirs.TryGetValue(key, out object? value)) Assert.All(Numbers(value).Zip(Numbers(ours[key])), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
        // Functions are not saved, but PyTorch counts their places.
        if (theirs.TryGetValue("lr_lambdas", out object? lambdas)) Assert.Equal(((List<object?>)lambdas!).Count, ((List<object?>)ours["lr_lambdas"]!).Count);
        if (theirs.TryGetValue("_schedulers", out object? parts))
        {
            foreach ((object? a, object? b) in ((List<object?>)parts!).Zip((List<object?>)ours["_schedulers"]!))
                Assert.Equal(((PickleDict)a!)["last_epoch"], ((PickleDict)b!)["last_epoch"]);
        }
        double[] rates = Schedules.Tensor(Schedules.Cases.Single(c => c.GetProperty("name").GetString() == name).GetProperty("rates").GetString()!).ToArray<double>();
        for (int i = 0; i < rates.Length; i++)
        {
            schedule.Step(name == "ReduceLROnPlateau" ? Metrics[7 + i] : null);
            Assert.Equal(rates[i], optimizer.LearningRate, 1e-12);
        }
    }

    [Theory, MemberData(nameof(Schedulers))]
    public void A_schedule_goes_through_our_own_file_and_from_hand_to_hand(string name)
    {
        using TemporaryFolder folder = new();
        PickleDict root = (PickleDict)PyTorchFile.Open(Path.Combine(GoldenFile.Root, "states", name + ".pt")).Root!;
        (Optimizer firstOptimizer, Schedule first) = Pair();
        firstOptimizer.LoadPyTorch((PickleDict)root["optimizer"]!);
        first.LoadPyTorch((PickleDict)root["scheduler"]!);
        string file = Kept(name) ?? folder["state.pt"];
        PickleDict ours = new() { { "optimizer", firstOptimizer.ToPyTorch() }, { "scheduler", first.ToPyTorch() } };
        PyTorchFile.Save(file, ours);
        double[] rates = Schedules.Tensor(Schedules.Cases.Single(c => c.GetProperty("name").GetString() == name).GetProperty("rates").GetString()!).ToArray<double>();
        foreach (PickleDict state in new[] { ours, (PickleDict)PyTorchFile.Open(file).Root! })
        {
            (Optimizer optimizer, Schedule schedule) = Pair();
            optimizer.LoadPyTorch((PickleDict)state["optimizer"]!);
            schedule.LoadPyTorch((PickleDict)state["scheduler"]!);
            for (int i = 0; i < rates.Length; i++)
            {
                schedule.Step(name == "ReduceLROnPlateau" ? Metrics[7 + i] : null);
                Assert.Equal(rates[i], optimizer.LearningRate, 1e-12);
            }
        }

        (Optimizer, Schedule) Pair()
        {
            Optimizer optimizer = ScheduleTable.Optimizer("SGD", 0.1, name == "OneCycleLR" ? 0.9 : 0);
            return (optimizer, MakeSchedule(name, optimizer));
        }
    }

    [Fact]
    public void Files_that_do_not_fit_are_refused()
    {
        (Optimizer adam, _, _) = Make("Adam");
        string sgd = Path.Combine(GoldenFile.Root, "states", "SGD.pt"), nested = Path.Combine(GoldenFile.Root, "states", "StepLR.pt");
        Assert.Throws<ArgumentException>(() => adam.LoadPyTorch(nested));
        Assert.Throws<ArgumentException>("key", () => adam.LoadPyTorch(sgd, "optimizer"));
        Assert.Throws<ArgumentException>(() => adam.LoadPyTorch(nested, "optimizer"));
        Assert.Throws<ArgumentException>(() => adam.LoadPyTorch(new PickleDict()));
        Assert.Throws<ArgumentException>(() => MakeSchedule("StepLR", adam).LoadPyTorch(new PickleDict()));
    }

    [Theory, InlineData("OneCycleLR"), InlineData("SWALR")]
    public void A_schedule_leaves_in_the_groups_what_PyTorch_looks_for_there(string name)
    {
        PickleDict root = (PickleDict)PyTorchFile.Open(Path.Combine(GoldenFile.Root, "states", name + ".pt")).Root!;
        Optimizer optimizer = ScheduleTable.Optimizer("SGD", 0.1, name == "OneCycleLR" ? 0.9 : 0);
        Schedule schedule = MakeSchedule(name, optimizer);
        for (int i = 0; i < 7; i++) schedule.Step();
        SameSettings((PickleDict)root["optimizer"]!, optimizer.ToPyTorch());
    }

    /// <summary>Every number among PyTorch's settings of a group is among ours.</summary>
    private static void SameSettings(PickleDict theirs, PickleDict ours)
    {
        foreach ((object? group, object? given) in ((List<object?>)theirs["param_groups"]!).Zip((List<object?>)ours["param_groups"]!))
        {
            foreach ((object? key, object? value) in (PickleDict)group!)
            {
                if (value is not (long or double)) continue;
                Assert.True(((PickleDict)given!).TryGetValue(key, out object? actual), $"the group lacks {key}");
                Assert.Equal(Numbers(value).Single(), Numbers(actual).Single(), 1e-12);
            }
        }
    }

    /// <summary>Where to leave a file for check_states.py, which runs PyTorch from it; null when nobody asks.</summary>
    private static string? Kept(string name) =>
        Environment.GetEnvironmentVariable("NABLA_KEEP_STATES") is { Length: > 0 } folder ? Path.Combine(Directory.CreateDirectory(folder).FullName, name + ".pt") : null;

    private static (Optimizer Optimizer, Parameter[] Parameters, JsonElement Case) Make(string name)
    {
        JsonElement golden = States.Cases.Single(c => c.GetProperty("name").GetString() == name);
        Parameter[] parameters = [.. golden.GetProperty("start").EnumerateArray().Select((key, i) =>
        {
            Tensor start = States.Tensor(key.GetString()!);
            return Weights.Random()[$"p{i}"].Get("weight", start.Shape, (target, _) => target.CopyInPlace(start));
        })];
        // The settings come with the state; a line search is the one that is chosen here.
        Optimizer optimizer = name == "LBFGS" ? new LBFGS(parameters) : OptimizerTable.Lines[name]([new ParameterGroup(parameters)], new GoldenArgs(JsonDocument.Parse("""{"lr": 1}""").RootElement));
        return (optimizer, parameters, golden);
    }

    private static void Continue(Optimizer optimizer, Parameter[] parameters, JsonElement golden)
    {
        Tensor[] gradients = Tensors("grads"), after = Tensors("after");
        for (int step = 0; step < 2; step++)
        {
            if (optimizer is LBFGS)
            {
                optimizer.Step(() =>
                {
                    optimizer.ZeroGrad();
                    Tensor loss = (parameters[0].Value - 0.3).Square().Sum() + (parameters[1].Value - 0.3).Square().Sum() + (parameters[0].Value.Sum() * parameters[1].Value.Sum() * 0.1);
                    loss.Backward();
                    return loss;
                });
                continue;
            }
            for (int i = 0; i < 2; i++) parameters[i].Grad = GoldenRun.Row(gradients[i], step);
            optimizer.Step();
        }
        for (int i = 0; i < 2; i++)
        {
            foreach ((double e, double a) in after[i].Doubles().Zip(parameters[i].Value.Doubles())) Assert.Equal(e, a, 1e-5);
        }

        Tensor[] Tensors(string name) => [.. golden.GetProperty(name).EnumerateArray().Select(key => States.Tensor(key.GetString()!))];
    }

    private static Schedule MakeSchedule(string name, Optimizer o) => name switch
    {
        "StepLR" => new StepLR(o, 4, 0.5),
        "MultiStepLR" => new MultiStepLR(o, [3, 9], 0.3),
        "ConstantLR" => new ConstantLR(o, 0.25, 8),
        "LinearLR" => new LinearLR(o, 0.1, 1, 10),
        "ExponentialLR" => new ExponentialLR(o, 0.9),
        "PolynomialLR" => new PolynomialLR(o, 20, 2),
        "CosineAnnealingLR" => new CosineAnnealingLR(o, 15),
        "LambdaLR" => new LambdaLR(o, k => 1.0 / (1 + k)),
        "CosineAnnealingWarmRestarts" => new CosineAnnealingWarmRestarts(o, 4, 2),
        "MultiplicativeLR" => new MultiplicativeLR(o, _ => 0.9),
        "SequentialLR" => new SequentialLR(o, [new LinearLR(o, 0.1, 1, 5), new ExponentialLR(o, 0.9)], [5]),
        "ChainedScheduler" => new ChainedScheduler(o, [new LinearLR(o, 0.1, 1, 5), new ExponentialLR(o, 0.9)]),
        "OneCycleLR" => new OneCycleLR(o, 0.5, 20),
        "SWALR" => new SWALR(o, 0.02, 10),
        _ => new ReduceLROnPlateau(o, patience: 1),
    };

    private static double[] Numbers(object? value) => value switch
    {
        null => [],
        bool flag => [flag ? 1 : 0],
        long number => [number],
        double number => [number],
        TensorData data => data.ToTensor().Doubles(),
        Tensor tensor => tensor.Doubles(),
        IEnumerable<object?> list => [.. list.SelectMany(Numbers)],
        _ => [],
    };
}
