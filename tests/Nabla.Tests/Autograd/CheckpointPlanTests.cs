namespace Nabla.Tests;

public sealed class CheckpointPlanTests
{
    [Fact]
    public void The_cheapest_set_that_fits_is_recomputed()
    {
        // Keeping 30 + 20 bytes leaves out the cost 1 of the first; any other set within 50 costs more.
        CheckpointPlan plan = CheckpointPlan.Choose([40, 30, 20], [6, 5, 4], 50);
        Assert.Equal([true, false, false], plan.Recomputed);
        Assert.Equal((50, 6), (plan.KeptBytes, plan.Cost));
    }

    [Theory, InlineData(0), InlineData(1_000), InlineData(123_456_789), InlineData(long.MaxValue)]
    public void What_is_kept_never_exceeds_the_budget_and_nearly_fills_it_as_brute_force_does(long budget)
    {
        Random random = new(5);
        for (int round = 0; round < 20; round++)
        {
            long[] bytes = [.. Enumerable.Range(0, 10).Select(_ => random.NextInt64(0, 60_000_000))], costs = [.. bytes.Select(_ => random.NextInt64(0, 1000))];
            CheckpointPlan plan = CheckpointPlan.Choose(bytes, costs, budget);
            Assert.True(plan.KeptBytes <= budget);
            Assert.Equal(plan.Recomputed.Zip(costs).Where(pair => pair.First).Sum(pair => pair.Second), plan.Cost);
            // No set that fits even when each size is a 4096th of the budget larger may be cheaper.
            long slack = (budget / 4096) + 1, best = long.MaxValue;
            for (int set = 0; set < 1 << 10; set++)
            {
                UInt128 size = 0;
                long cost = 0;
                for (int i = 0; i < 10; i++)
                {
                    if ((set >> i & 1) != 0) size += (UInt128)(bytes[i] + slack);
                    else cost += costs[i];
                }
                if (size <= (UInt128)Math.Max(0, budget - slack)) best = Math.Min(best, cost);
            }
            Assert.True(plan.Cost <= best, $"budget {budget}: cost {plan.Cost}, brute force {best}");
        }
    }

    [Fact]
    public void A_measured_plan_keeps_within_the_budget_and_changes_no_bit()
    {
        (float[] plain, long all) = Gradient(long.MaxValue);
        (float[] planned, long some) = Gradient(all / 2);
        Assert.Equal(plain, planned);
        Assert.InRange(some, 1, all / 2);

        static (float[] Gradient, long Kept) Gradient(long budget)
        {
            Weights w = Weights.Random(3);
            Module[] layers = [new Linear(w[0], 8, 64), new BatchNorm1d(w[1], 64), new Tanh(w[2]), new Dropout(w[3], 0.5), new Linear(w[4], 64, 64), new Sigmoid(w[5]), new Linear(w[6], 64, 3)];
            Tensor x = Tensor.Linspace(-1, 1, 80).Reshape([10, 8]).WithGrad();
            CheckpointPlan plan = CheckpointPlan.Measure(layers, x, budget);
            plan.Run(layers, x).Square().Sum().Backward();
            return (x.Grad!.ToArray<float>(), plan.KeptBytes);
        }
    }

    [Fact]
    public void Measuring_leaves_buffers_and_random_numbers_alone()
    {
        Weights w = Weights.Random(4);
        BatchNorm1d norm = new(w[0], 4);
        Module[] layers = [norm, new Dropout(w[1], 0.5)];
        Tensor x = Tensor.Linspace(0, 5, 12).Reshape([3, 4]);
        byte[] before = layers[1].RandomSource.SaveState();
        CheckpointPlan.Measure(layers, x, 0);
        Assert.Equal(0, norm.RunningMean!.Value.ToArray<float>().Sum());
        Assert.Equal(before, layers[1].RandomSource.SaveState());
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Module[] layers = [new Tanh(Weights.Random(1))];
        Assert.Equal("costs", Assert.Throws<ArgumentException>(() => CheckpointPlan.Choose([1], [1, 2], 5)).ParamName);
        Assert.Equal("budget", Assert.Throws<ArgumentOutOfRangeException>(() => CheckpointPlan.Choose([1], [1], -5)).ParamName);
        Assert.Equal("bytes", Assert.Throws<ArgumentOutOfRangeException>(() => CheckpointPlan.Choose([-1], [1], 5)).ParamName);
        Assert.Equal("modules", Assert.Throws<ArgumentException>(() => CheckpointPlan.Measure([], Tensor.Ones([1]), 5)).ParamName);
        CheckpointPlan two = CheckpointPlan.Choose([1, 1], [1, 1], 5);
        Assert.Equal("modules", Assert.Throws<ArgumentException>(() => two.Run(layers, Tensor.Ones([1]))).ParamName);
    }
}
