namespace Nabla.Tests.Ops;

/// <summary>Random tensors: reproducible, in range, with the right frequencies.</summary>
public sealed class RandomTensorTests
{
    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        Tensor a = Tensor.Randn([100], generator: new Philox(5)), b = Tensor.Randn([100], generator: new Philox(5)), c = Tensor.Randn([100], generator: new Philox(6));
        Assert.True(a.SameAs(b));
        Assert.False(a.SameAs(c));
    }

    [Fact]
    public void Integers_fill_their_range_and_a_permutation_names_each_number_once()
    {
        long[] drawn = Tensor.RandInt(-2, 3, [500], generator: new Philox(1)).ToArray<long>();
        Assert.Equal([-2, -1, 0, 1, 2], drawn.Distinct().Order());
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), Tensor.RandPerm(50, new Philox(2)).ToArray<long>().Order());
    }

    [Fact]
    public void Bernoulli_follows_its_probabilities()
    {
        Assert.InRange(Tensor.Bernoulli(0.3, [20000], generator: new Philox(3)).Mean().Item(), 0.28, 0.32);
        Assert.Equal([0f, 1f], Tensor.Bernoulli(Tensor.Of(0f, 1f), new Philox(3)).ToArray<float>());
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Bernoulli(1.5, [2]));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Multinomial_draws_in_proportion_to_the_weights(bool replacement)
    {
        Tensor rows = Tensor.Of(1.0, 0.0, 3.0).Expand(20000, 3);
        Tensor first = Tensor.Multinomial(rows, 2, replacement, new Philox(4)).Select(1, 0);
        long[] counts = first.BinCount(minimumLength: 3).ToArray<long>();
        Assert.Equal(0, counts[1]);
        Assert.InRange(counts[2] / 20000.0, 0.73, 0.77);
    }

    [Fact]
    public void Drawing_more_than_there_is_without_replacement_is_refused() =>
        Assert.Contains("2", Assert.Throws<ArgumentException>(() => Tensor.Multinomial(Tensor.Of(1.0, 0.0), 2)).Message, StringComparison.Ordinal);
}
