using Nabla.Tests.Golden;

namespace Nabla.Tests.Optimizers;

/// <summary>Stochastic weight averaging against plain loops, and the statistics that go with it.</summary>
public sealed class AveragedModelTests
{
    [Fact]
    public void The_average_is_the_mean_of_all_moments_and_buffers_are_copied()
    {
        Sequential model = Model();
        AveragedModel average = new(model);
        double sum = 0;
        for (int n = 1; n <= 7; n++)
        {
            Fill(model, n * n);
            sum += n * n;
            average.Update();
            Assert.All(average.Averages["0.weight"].Doubles(), x => Assert.Equal(sum / n, x, 1e-4));
        }
        Assert.All(average.Averages["1.running_mean"].Doubles(), x => Assert.Equal(49, x));
        Assert.Equal("n_averaged", average.SaveState().Keys.First());
        Assert.Equal(7, average.Updates);
    }

    [Fact]
    public void With_a_decay_the_first_update_copies_and_buffers_may_be_averaged()
    {
        Sequential model = Model();
        AveragedModel average = new(model, 0.9, useBuffers: true);
        Fill(model, 2);
        average.Update();
        Fill(model, 4);
        average.Update();
        Assert.All(average.Averages["0.weight"].Doubles(), x => Assert.Equal(2.2, x, 1e-5));
        Assert.All(average.Averages["1.running_mean"].Doubles(), x => Assert.Equal(2.2, x, 1e-5));
        Assert.Equal(DType.Int64, average.Averages["1.num_batches_tracked"].DType);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AveragedModel(model, 1));
    }

    [Fact]
    public void A_saved_average_goes_on_with_the_same_bits_and_can_be_swapped_in()
    {
        Sequential model = Model();
        AveragedModel first = new(model), second = new(model);
        Fill(model, 0.3);
        first.Update();
        second.LoadState(first.SaveState().Clone());
        Fill(model, 0.7);
        first.Update();
        second.Update();
        foreach ((string key, Tensor value) in first.Averages) Assert.Equal(value.Doubles(), second.Averages[key].Doubles());
        using (first.Swap()) Assert.All(model.StateDict()["0.weight"].Doubles(), x => Assert.Equal(0.5, x, 1e-6));
        Assert.All(model.StateDict()["0.weight"].Doubles(), x => Assert.Equal(0.7, x, 1e-6));
        first.CopyTo(model);
        Assert.All(model.StateDict()["0.weight"].Doubles(), x => Assert.Equal(0.5, x, 1e-6));
    }

    [Fact]
    public void Statistics_become_the_plain_mean_over_all_batches()
    {
        Weights w = Weights.Random(1);
        BatchNorm1d model = new(w, 2);
        model.Eval();
        Tensor[] batches = [.. Enumerable.Range(0, 4).Select(i => Tensor.Randn([5, 2], generator: new Philox((ulong)i)) + i)];
        AveragedModel.UpdateBatchNorm(batches, model);
        Assert.False(model.IsTraining);
        double[] means = new double[2], variances = new double[2];
        foreach (Tensor batch in batches)
        {
            double[] x = batch.Doubles();
            for (int c = 0; c < 2; c++)
            {
                double mean = Enumerable.Range(0, 5).Average(i => x[(2 * i) + c]);
                means[c] += mean / 4;
                variances[c] += Enumerable.Range(0, 5).Sum(i => Math.Pow(x[(2 * i) + c] - mean, 2)) / 4 / 4;
            }
        }
        for (int c = 0; c < 2; c++)
        {
            Assert.Equal(means[c], model.RunningMean!.Value.Doubles()[c], 1e-5);
            Assert.Equal(variances[c], model.RunningVariance!.Value.Doubles()[c], 1e-5);
        }
        Assert.Equal(4, model.BatchesTracked!.Value.Item<long>());
    }

    private static Sequential Model()
    {
        Weights w = Weights.Random(3);
        return new(w, u => new Linear(u, 3, 2), u => new BatchNorm1d(u, 2));
    }

    private static void Fill(Module model, double value)
    {
        using GradMode.Restore mode = GradMode.NoGrad();
        foreach ((string _, Tensor tensor) in model.StateDict()) tensor.FillInPlace(value);
    }
}
