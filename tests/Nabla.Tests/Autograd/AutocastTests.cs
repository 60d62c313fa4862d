using System.Text.Json;
using Nabla.Tests.Golden;

namespace Nabla.Tests;

/// <summary>Types and values under autocast, against PyTorch's on the CPU.</summary>
public sealed class AutocastTests
{
    [Fact]
    public void Types_values_and_gradients_match_PyTorch()
    {
        GoldenFile file = GoldenFile.Open("autograd/autocast.safetensors");
        JsonElement golden = file.Cases[0];
        Tensor Get(string name) => file.Tensor(golden.GetProperty(name).GetString()!);
        Tensor x = Get("x"), w1 = Get("w1").WithGrad(), w2 = Get("w2").WithGrad(), target = Get("target");
        Dictionary<string, Tensor> values = [];
        using (Autocast.Enter())
        {
            values["first"] = Functional.Linear(x, w1);
            values["hidden"] = values["first"].Tanh();
            values["product"] = values["hidden"].MatMul(w2.T);
            values["mixed"] = values["product"] + x.Narrow(1, 0, 3);
            using (Autocast.Enter(enabled: false)) values["outside"] = x.MatMul(w1.T);
            Assert.True(Autocast.IsEnabled);
            values["loss"] = Functional.MSELoss(values["mixed"], target);
        }
        Assert.False(Autocast.IsEnabled);
        values["loss"].Backward();
        foreach (JsonProperty expected in golden.GetProperty("values").EnumerateObject()) Check(expected.Name, file.Tensor(expected.Value.GetString()!), values[expected.Name], 2e-2);
        Check("gradient 1", Get("g1"), w1.Grad!, 3e-2);
        Check("gradient 2", Get("g2"), w2.Grad!, 3e-2);

        static void Check(string name, Tensor expected, Tensor actual, double tolerance)
        {
            Assert.True(expected.DType == actual.DType, $"{name} is {actual.DType.Name()}, expected {expected.DType.Name()}");
            double scale = expected.Doubles().Max(Math.Abs);
            foreach ((double e, double a) in expected.Doubles().Zip(actual.Doubles())) Assert.True(Math.Abs(e - a) <= tolerance * Math.Max(1, scale), $"{name}: {a}, expected {e}");
        }
    }

    [Fact]
    public void Gradients_add_up_over_several_backward_passes_inside_one_region()
    {
        Tensor x = Tensor.Ones([2, 3]), w = Tensor.Ones([4, 3]).WithGrad();
        using Autocast.Scope region = Autocast.Enter();
        for (int i = 0; i < 2; i++) Functional.Linear(x, w).Sum().Backward();
        Assert.All(w.Grad!.ToArray<float>(), g => Assert.Equal(4, g));
    }

    [Fact]
    public void Norms_and_losses_run_in_float32_and_doubles_stay()
    {
        using Autocast.Scope region = Autocast.Enter(DType.Float16);
        Assert.Equal(DType.Float16, Autocast.LowerType);
        Tensor x = Tensor.Randn([4, 6], generator: new Philox(1)), half = x.To(DType.Float16);
        Assert.Equal(DType.Float32, Functional.LayerNorm(half, [6], Tensor.Ones([6]), Tensor.Zeros([6])).DType);
        Assert.Equal(DType.Float32, Functional.CrossEntropy(half, Tensor.Of(1L, 2, 0, 5)).DType);
        Assert.Equal(DType.Float32, half.Exp().DType);
        Assert.Equal(DType.Float16, half.Tanh().DType);
        Assert.Equal(DType.Float64, x.To(DType.Float64).MatMul(x.To(DType.Float64).T).DType);
        Assert.Throws<ArgumentException>(() => { using Autocast.Scope bad = Autocast.Enter(DType.Float32); });
    }

    [Theory, InlineData(DType.BFloat16), InlineData(DType.Float16)]
    public void A_network_trains_in_half_precision_with_a_scaler(DType type)
    {
        Sequential model = FunctionalCallTests.Net(2);
        Adam optimizer = new(model.Parameters(), new(0.05));
        GradScaler scaler = new(1 << 24, growthInterval: 20, enabled: type == DType.Float16);
        Tensor x = Tensor.Randn([32, 3], generator: new Philox(4));
        Tensor labels = (x.Select(1, 0) + x.Select(1, 1)).Greater(0).To(DType.Int64);
        int skipped = 0;
        double last = 0;
        for (int i = 0; i < 150; i++)
        {
            Tensor loss;
            using (Autocast.Enter(type)) loss = Functional.CrossEntropy(model.Call(x), labels);
            scaler.Scale(loss).Backward();
            skipped += scaler.Step(optimizer) ? 0 : 1;
            scaler.Update();
            optimizer.ZeroGrad();
            last = loss.Item();
        }
        Assert.True(last < 0.3, $"loss {last}");
        Assert.All(model.Parameters(), parameter => Assert.Equal(DType.Float32, parameter.Value.DType));
        Assert.Equal(type == DType.Float16, skipped > 0);
    }

    [Fact]
    public void A_checkpoint_runs_again_in_the_same_types()
    {
        Tensor x = Tensor.Randn([4, 3], generator: new Philox(4));
        float[][] Gradients(bool checkpoint)
        {
            Sequential model = FunctionalCallTests.Net(2);
            Tensor y;
            using (Autocast.Enter()) y = checkpoint ? Autograd.Checkpoint(model.Call, x) : model.Call(x);
            y.To(DType.Float32).Square().Sum().Backward();
            return [.. model.Parameters().Select(parameter => parameter.Grad!.ToArray<float>())];
        }
        Assert.Equal(Gradients(false), Gradients(true));
    }
}
