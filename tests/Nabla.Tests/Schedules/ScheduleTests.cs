namespace Nabla.Tests.Schedules;

/// <summary>What schedules do beyond the recorded numbers.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void Each_group_follows_from_its_own_initial_rate()
    {
        Optimizer optimizer = TwoGroups();
        CosineAnnealingLR schedule = new(optimizer, 10);
        for (int i = 0; i < 5; i++) schedule.Step();
        Assert.Equal(0.05, schedule.LearningRates[0], 1e-15);
        Assert.Equal(0.005, schedule.LearningRates[1], 1e-15);
    }

    [Fact]
    public void Lambdas_may_differ_between_groups()
    {
        LambdaLR schedule = new(TwoGroups(), [k => k, k => 1.0 / (k + 1)]);
        schedule.Step();
        schedule.Step();
        Assert.Equal(0.2, schedule.LearningRates[0], 1e-15);
        Assert.Equal(0.01 / 3, schedule.LearningRates[1], 1e-15);
    }

    [Fact]
    public void One_cycle_takes_a_peak_for_each_group_and_stays_at_the_end()
    {
        OneCycleLR schedule = new(TwoGroups(), [1.0, 0.5], 10, pctStart: 0.4, divFactor: 10, finalDivFactor: 100);
        Assert.Equal(0.1, schedule.LearningRates[0], 1e-15);
        Assert.Equal(0.05, schedule.LearningRates[1], 1e-15);
        for (int i = 0; i < 3; i++) schedule.Step();
        Assert.Equal([1.0, 0.5], schedule.LearningRates);
        for (int i = 3; i < 9; i++) schedule.Step();
        IReadOnlyList<double> last = schedule.LearningRates;
        Assert.Equal(0.001, last[0], 1e-15);
        schedule.Step();
        Assert.Equal(last, schedule.LearningRates);
    }

    [Fact]
    public void One_cycle_of_a_single_step_has_no_division_by_zero()
    {
        OneCycleLR schedule = new(ScheduleTable.Optimizer("SGD", 0.1), 1, 1);
        Assert.True(double.IsFinite(schedule.LearningRates[0]));
        schedule.Step();
        Assert.True(double.IsFinite(schedule.LearningRates[0]));
    }

    [Fact]
    public void Warm_up_alone_rises_to_the_full_rate_and_stays()
    {
        WarmUp schedule = new(ScheduleTable.Optimizer("SGD", 1), 4);
        List<double> rates = [];
        for (int i = 0; i < 6; i++)
        {
            rates.Add(schedule.LearningRates[0]);
            schedule.Step();
        }
        Assert.Equal([0.25, 0.5, 0.75, 1, 1, 1], rates);
    }

    [Fact]
    public void Cyclic_momentum_goes_against_the_rate()
    {
        Optimizer optimizer = ScheduleTable.Optimizer("SGD", 0.1);
        CyclicLR schedule = new(optimizer, 0, 1, stepsUp: 2);
        Assert.Equal(0.9, optimizer.Groups[0].Momentum!.Value, 1e-15);
        schedule.Step();
        schedule.Step();
        Assert.Equal(1, schedule.LearningRates[0]);
        Assert.Equal(0.8, optimizer.Groups[0].Momentum!.Value, 1e-15);
    }

    [Fact]
    public void A_rate_can_be_asked_for_any_step_without_going_there()
    {
        StepLR schedule = new(ScheduleTable.Optimizer("SGD", 1), 10, 0.5);
        Assert.Equal(0.125, schedule.Rate(30, 1));
        Assert.Equal(0, schedule.Steps);
        Assert.Equal(1, schedule.LearningRates[0]);
    }

    [Fact]
    public void Plateau_wants_its_metric_and_counts_NaN_as_bad()
    {
        ReduceLROnPlateau schedule = new(ScheduleTable.Optimizer("SGD", 1), patience: 1, factor: 0.5);
        Assert.Throws<ArgumentNullException>("metric", () => schedule.Step());
        schedule.Step(1);
        schedule.Step(double.NaN);
        schedule.Step(double.NaN);
        Assert.Equal(0.5, schedule.LearningRates[0]);
        Assert.Equal(1, schedule.Best);
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Optimizer o = ScheduleTable.Optimizer("SGD", 0.1), other = ScheduleTable.Optimizer("SGD", 0.1);
        Assert.Throws<ArgumentNullException>("optimizer", () => new StepLR(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("stepSize", () => new StepLR(o, 0));
        Assert.Throws<ArgumentOutOfRangeException>("gamma", () => new ExponentialLR(o, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("milestones", () => new MultiStepLR(o, [-1]));
        Assert.Throws<ArgumentOutOfRangeException>("factor", () => new ConstantLR(o, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>("startFactor", () => new LinearLR(o, 0));
        Assert.Throws<ArgumentOutOfRangeException>("totalSteps", () => new CosineAnnealingLR(o, 0));
        Assert.Throws<ArgumentOutOfRangeException>("growth", () => new CosineAnnealingWarmRestarts(o, 5, 0));
        Assert.Throws<ArgumentOutOfRangeException>("maxLearningRate", () => new OneCycleLR(o, -1, 10));
        Assert.Throws<ArgumentOutOfRangeException>("pctStart", () => new OneCycleLR(o, 1, 10, 0.6, threePhase: true));
        Assert.Throws<ArgumentException>("maxLearningRate", () => new OneCycleLR(o, [1, 2], 10));
        Assert.Throws<ArgumentException>("factors", () => new LambdaLR(o, [_ => 1, _ => 1]));
        Assert.Throws<ArgumentException>("milestones", () => new SequentialLR(o, [new ExponentialLR(o, 0.9), new ExponentialLR(o, 0.9)], []));
        Assert.Throws<ArgumentException>("schedules", () => new ChainedScheduler(o, [new ExponentialLR(other, 0.9)]));
        Assert.Throws<ArgumentException>("schedules", () => new ChainedScheduler(o, []));
        Assert.Throws<ArgumentException>("after", () => new WarmUp(o, 5, new ExponentialLR(other, 0.9)));
        Assert.Throws<ArgumentOutOfRangeException>("factor", () => new ReduceLROnPlateau(o, factor: 1));
        Parameter[] parameters = [Weights.Random().Get("weight", new(1), Init.Zeros)];
        Assert.Throws<ArgumentException>("cycleMomentum", () => new OneCycleLR(new Adadelta(parameters), 1, 10));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"schedule\":\"ExponentialLR\",\"steps\":3,\"initial\":[1]}")]
    [InlineData("{\"schedule\":\"StepLR\",\"steps\":-3,\"initial\":[1]}")]
    [InlineData("{\"schedule\":\"StepLR\",\"steps\":3,\"initial\":[1,2]}")]
    [InlineData("{\"schedule\":\"StepLR\",\"steps\":3,\"initial\":[\"x\"]}")]
    [InlineData("{\"schedule\":\"StepLR\",\"steps\":3}")]
    public void A_wrong_saved_state_is_refused_and_changes_nothing(string state)
    {
        StepLR schedule = new(ScheduleTable.Optimizer("SGD", 0.1), 5);
        Assert.Throws<ArgumentException>(nameof(state), () => schedule.LoadState(state));
        Assert.Equal(0, schedule.Steps);
        Assert.Equal([0.1], schedule.LearningRates);
    }

    private static SGD TwoGroups()
    {
        Weights w = Weights.Random();
        return new([new ParameterGroup([w.Get("a", new(1), Init.Zeros)]), new ParameterGroup([w.Get("b", new(1), Init.Zeros)]) { LearningRate = 0.01 }], new(0.1, 0.9));
    }
}
