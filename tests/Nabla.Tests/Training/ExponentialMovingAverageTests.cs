using Nabla.Tests.Golden;
using Nabla.Training;

namespace Nabla.Tests.Training;

/// <summary>Averages of parameters against plain loops.</summary>
public sealed class ExponentialMovingAverageTests
{
    [Theory, InlineData(false), InlineData(true)]
    public void Averages_follow_the_recurrence_and_buffers_are_copied(bool warmUp)
    {
        Sequential model = Model();
        ExponentialMovingAverage average = new(model, 0.9, warmUp);
        double expected = 1;
        for (int n = 0; n < 5; n++)
        {
            Set(model, n);
            average.Update();
            double decay = warmUp ? Math.Min(0.9, (1.0 + n) / (10 + n)) : 0.9;
            expected = (decay * expected) + ((1 - decay) * n);
        }
        Assert.Equal(5, average.Updates);
        Assert.All(average.Averages["0.weight"].Doubles(), x => Assert.Equal(expected, x, 1e-5));
        Assert.All(average.Averages["1.running_mean"].Doubles(), x => Assert.Equal(4, x));
        Assert.Equal(DType.Int64, average.Averages["1.num_batches_tracked"].DType);
    }

    [Fact]
    public void Running_statistics_are_averaged_on_demand_and_counters_copied()
    {
        Sequential model = Model();
        ExponentialMovingAverage average = new(model, 0.5, buffers: true);
        Set(model, 4);
        average.Update();
        Assert.All(average.Averages["1.running_mean"].Doubles(), x => Assert.Equal(2, x));
        Assert.Equal(model.StateDict()["1.num_batches_tracked"].Item<long>(), average.Averages["1.num_batches_tracked"].Item<long>());
    }

    [Fact]
    public void Swapping_brings_the_averages_in_and_the_same_bits_back()
    {
        Sequential model = Model();
        ExponentialMovingAverage average = new(model, 0.5);
        Set(model, 3);
        average.Update();
        using (IDisposable swap = average.Swap())
        {
            Assert.All(model.StateDict()["0.weight"].Doubles(), x => Assert.Equal(2, x));
            Assert.Throws<InvalidOperationException>(average.Update);
            Assert.Throws<InvalidOperationException>(average.Swap);
            swap.Dispose();
            Assert.All(model.StateDict()["0.weight"].Doubles(), x => Assert.Equal(3, x));
        }
        Assert.All(average.Averages["0.weight"].Doubles(), x => Assert.Equal(2, x));
        average.Update();
        Assert.True(model.Parameters().All(parameter => parameter.Trainable));
    }

    [Fact]
    public void Saved_averages_go_on_with_the_same_bits()
    {
        Sequential model = Model();
        ExponentialMovingAverage first = new(model, 0.99, warmUp: true), second = new(model, 0.99, warmUp: true);
        Set(model, 0.3);
        first.Update();
        StateDict saved = first.SaveState().Clone();
        Assert.Equal("n_averaged", saved.Keys.First());
        Assert.Contains("module.0.weight", saved.Keys);
        second.LoadState(saved);
        Set(model, 0.7);
        first.Update();
        second.Update();
        foreach ((string key, Tensor value) in first.Averages) Assert.Equal(value.Doubles(), second.Averages[key].Doubles());
        Assert.Equal(first.Updates, second.Updates);
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused()
    {
        ExponentialMovingAverage average = new(Model());
        StateDict state = new(average.SaveState().Where(pair => pair.Key != "module.0.weight")) { { "module.9.weight", Tensor.Zeros([1]) } };
        state["module.0.bias"] = Tensor.Zeros([9]);
        StateDictException error = Assert.Throws<StateDictException>(() => average.LoadState(state));
        Assert.Contains("module.0.weight", error.Message, StringComparison.Ordinal);
        Assert.Contains("module.9.weight", error.Message, StringComparison.Ordinal);
        Assert.Contains("module.0.bias", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_precision_is_averaged_in_float32()
    {
        Linear layer = new(Weights.Random(0, DType.BFloat16), 2, 2, initializer: Init.Ones);
        ExponentialMovingAverage average = new(layer, 0.999);
        using (GradMode.NoGrad()) layer.Weight.Value.FillInPlace(2);
        for (int i = 0; i < 10; i++) average.Update();
        Assert.Equal(2 - Math.Pow(0.999, 10), average.Averages["weight"].Doubles()[0], 1e-5);
    }

    [Theory, InlineData(1), InlineData(-0.1), InlineData(double.NaN)]
    public void A_decay_out_of_range_is_named(double decay) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(decay), () => new ExponentialMovingAverage(Model(), decay));

    private static Sequential Model() => new(Weights.Random(), c => new Linear(c, 2, 3, initializer: Init.Ones), c => new BatchNorm1d(c, 3));

    private static void Set(Module model, double value)
    {
        using GradMode.Restore mode = GradMode.NoGrad();
        foreach (Tensor tensor in model.StateDict().Values) tensor.FillInPlace(value);
    }
}
