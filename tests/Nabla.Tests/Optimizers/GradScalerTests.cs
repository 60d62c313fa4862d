using Nabla.Formats.PyTorch.Pickle;

namespace Nabla.Tests.Optimizers;

/// <summary>The scale goes up and down, bad steps are skipped, and calls in the wrong order are refused.</summary>
public sealed class GradScalerTests
{
    private readonly Parameter _parameter = Weights.Random().Get("w", new(2), Init.Ones);

    [Fact]
    public void Steps_are_those_of_the_unscaled_loss()
    {
        SGD optimizer = new([_parameter], new(0.1));
        GradScaler scaler = new(1024);
        scaler.Scale((_parameter.Value * Tensor.Of(1f, 2)).Sum()).Backward();
        Assert.Equal([1024, 2048], _parameter.Grad!.ToArray<float>());
        scaler.Unscale(optimizer);
        Assert.Equal([1, 2], _parameter.Grad!.ToArray<float>());
        Assert.True(scaler.Step(optimizer));
        Assert.Equal([0.9f, 0.8f], _parameter.Value.ToArray<float>());
    }

    [Theory, InlineData(float.PositiveInfinity), InlineData(float.NaN), InlineData(float.NegativeInfinity)]
    public void A_bad_gradient_skips_the_step_and_halves_the_scale(float bad)
    {
        SGD optimizer = new([_parameter], new(0.1));
        GradScaler scaler = new(1024, growthInterval: 3);
        for (int i = 0; i < 2; i++) Good();
        Assert.Equal(2, scaler.GoodSteps);
        _parameter.Grad = Tensor.Of(1f, bad);
        float[] before = _parameter.Value.ToArray<float>();
        Assert.False(scaler.Step(optimizer));
        scaler.Update();
        Assert.Equal(before, _parameter.Value.ToArray<float>());
        Assert.Equal(512, scaler.CurrentScale);
        Assert.Equal(0, scaler.GoodSteps);
        for (int i = 0; i < 3; i++) Good();
        Assert.Equal(1024, scaler.CurrentScale);

        void Good()
        {
            _parameter.Grad = Tensor.Of(1f, 1);
            Assert.True(scaler.Step(optimizer));
            scaler.Update();
        }
    }

    [Fact]
    public void Calls_in_the_wrong_order_are_refused()
    {
        SGD optimizer = new([_parameter], new(0.1));
        GradScaler scaler = new();
        Assert.Throws<InvalidOperationException>(() => scaler.Update());
        Assert.Throws<InvalidOperationException>(() => scaler.Step(optimizer));
        scaler = new();
        _parameter.Grad = Tensor.Of(1f, 1);
        scaler.Unscale(optimizer);
        Assert.Throws<InvalidOperationException>(() => scaler.Unscale(optimizer));
        scaler.Step(optimizer);
        Assert.Throws<InvalidOperationException>(() => scaler.Step(optimizer));
        Assert.Throws<InvalidOperationException>(() => scaler.Unscale(optimizer));
        scaler.Update(8);
        Assert.Equal(8, scaler.CurrentScale);
        Assert.Throws<ArgumentOutOfRangeException>("newScale", () => scaler.Update(0));
        Assert.Throws<ArgumentOutOfRangeException>("initialScale", () => new GradScaler(0));
        Assert.Throws<ArgumentOutOfRangeException>("growthFactor", () => new GradScaler(growthFactor: 1));
        Assert.Throws<ArgumentOutOfRangeException>("backoffFactor", () => new GradScaler(backoffFactor: 1));
        Assert.Throws<ArgumentOutOfRangeException>("growthInterval", () => new GradScaler(growthInterval: 0));
    }

    [Fact]
    public void A_disabled_scaler_does_nothing_and_states_round_trip()
    {
        GradScaler off = new(enabled: false);
        Tensor loss = Tensor.Of(2f);
        Assert.Same(loss, off.Scale(loss));
        Assert.Equal(1, off.CurrentScale);
        Assert.Empty(off.ToPyTorch());
        off.Update();
        GradScaler a = new(512, 4, 0.25, 7), b = new();
        b.LoadPyTorch(a.ToPyTorch());
        Assert.Equal((512.0, 4.0, 0.25, 7), (b.CurrentScale, b.GrowthFactor, b.BackoffFactor, b.GrowthInterval));
        Assert.Equal(["scale", "growth_factor", "backoff_factor", "growth_interval", "_growth_tracker"], a.ToPyTorch().Keys.Cast<string>());
        Assert.Throws<ArgumentException>(() => b.LoadPyTorch(new PickleDict { { "scale", 2.0 } }));
    }
}
