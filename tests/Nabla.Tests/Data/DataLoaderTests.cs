namespace Nabla.Tests.Data;

public class DataLoaderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Every_sample_comes_once_and_orders_depend_on_the_epoch_alone(int prefetch)
    {
        DataLoader<int, int[]> loader = Loader(new RandomSampler(23, 5), prefetch);
        int[] first = [.. loader.Epoch(0).SelectMany(batch => batch)];
        Assert.Equal(Enumerable.Range(0, 23), first.Order());
        Assert.Equal(first, loader.Epoch(0).SelectMany(batch => batch));
        Assert.NotEqual(first, loader.Epoch(1).SelectMany(batch => batch));
        Assert.Equal(first[8..], loader.Epoch(0, first: 2).SelectMany(batch => batch));
    }

    [Fact]
    public void A_last_batch_that_is_not_full_can_be_dropped()
    {
        DataLoader<int, int[]> loader = new(new ListDataset<int>([.. Enumerable.Range(0, 10)]), 4, (samples, _) => [.. samples], dropLast: true);
        Assert.Equal(2, loader.Count);
        Assert.Equal([4, 4], loader.Epoch().Select(batch => batch.Length));
    }

    [Fact]
    public void A_failure_in_the_background_reaches_the_reader()
    {
        DataLoader<int, int> loader = new(new ListDataset<int>([1, 2, 3]), 1, (samples, _) => samples[0] == 2 ? throw new InvalidDataException("bad sample") : samples[0]);
        List<int> seen = [];
        InvalidDataException error = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (int batch in loader.Epoch()) seen.Add(batch);
        });
        Assert.Equal("bad sample", error.Message);
        Assert.Equal([1], seen);
    }

    [Fact]
    public void Leaving_early_and_cancelling_end_the_background_work()
    {
        DataLoader<int, int[]> loader = Loader(null, 2);
        Assert.Single(loader.Epoch().Take(1));
        using CancellationTokenSource cancel = new();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => loader.Epoch(cancellation: cancel.Token).Count());
    }

    [Fact]
    public void Weighted_draws_follow_the_weights()
    {
        WeightedRandomSampler sampler = new([0, 1, 3, 0], draws: 8000, seed: 2);
        IReadOnlyList<int> order = sampler.Order(0);
        Assert.DoesNotContain(0, order);
        Assert.DoesNotContain(3, order);
        Assert.InRange(order.Count(index => index == 2) / 8000.0, 0.73, 0.77);
        Assert.Throws<ArgumentException>(() => new WeightedRandomSampler([0, 0]));
        Assert.Throws<ArgumentException>(() => new WeightedRandomSampler([1, -1]));
    }

    [Fact]
    public void Tensors_are_stacked_into_batches()
    {
        Tensor inputs = Tensor.Of([.. Enumerable.Range(0, 12).Select(i => (float)i)], [6, 2]), targets = Tensor.Of(0L, 1, 2, 3, 4, 5);
        DataLoader<(Tensor Input, Tensor Target), Batch> loader = new(new TensorDataset(inputs, targets), 4, Collation.Stack);
        Batch[] batches = [.. loader.Epoch()];
        Assert.Equal(new Shape(4, 2), batches[0].Inputs.Shape);
        Assert.Equal([8f, 9, 10, 11], batches[1].Inputs.ToArray<float>());
        Assert.Equal([4L, 5], batches[1].Targets.ToArray<long>());
        Assert.Throws<ShapeMismatchException>(() => new TensorDataset(inputs, Tensor.Of(1L)));
    }

    private static DataLoader<int, int[]> Loader(Sampler? sampler, int prefetch) =>
        new(new ListDataset<int>([.. Enumerable.Range(0, 23)]), 4, (samples, _) => [.. samples], sampler, prefetch: prefetch);
}
