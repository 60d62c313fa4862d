using Nabla.Algorithms.Stochastic;

namespace Nabla.Algorithms.Tests.Stochastic;

/// <summary>Means and variances of streams against the two-pass formulas.</summary>
public sealed class IncrementalTests
{
    [Fact]
    public void Mean_of_the_first_k_values_is_exact_at_every_k()
    {
        IncrementalMean mean = default;
        double sum = 0;
        // Integers whose means have few bits: nothing rounds, so the two must be equal to the last digit.
        double[] values = [4, 8, 3, 1, 24, 8, 8, 8];
        for (int k = 1; k <= values.Length; k++)
        {
            sum += values[k - 1];
            Assert.Equal(sum / k, mean.Add(values[k - 1]), 1e-14 * sum);
        }
        Assert.Equal(8, mean.Value);
        Assert.Equal(8, mean.Count);
    }

    [Fact]
    public void Variance_of_a_far_away_source_keeps_its_digits()
    {
        Random random = new(3);
        double[] values = [.. Enumerable.Range(0, 1000).Select(_ => 1e9 + random.NextDouble())];
        double mean = values.Average(v => v - 1e9), variance = values.Sum(v => (v - 1e9 - mean) * (v - 1e9 - mean)) / 999;
        IncrementalVariance welford = default;
        welford.Add(values);
        Assert.Equal(variance, welford.Sample, 1e-7);
        Assert.Equal(variance * 999 / 1000, welford.Population, 1e-7);
        double naive = (values.Sum(v => v * v) - (values.Sum() * values.Sum() / 1000)) / 999;
        Assert.True(Math.Abs(naive - variance) > 1, "the textbook formula should have failed here");
    }

    [Fact]
    public void Parts_merge_to_the_whole()
    {
        Random random = new(4);
        double[] values = [.. Enumerable.Range(0, 257).Select(_ => random.NextDouble() * 10)];
        IncrementalVariance whole = default, left = default, right = default, empty = default;
        IncrementalMean mean = default, half = default;
        whole.Add(values);
        left.Add(values.AsSpan(0, 100));
        right.Add(values.AsSpan(100));
        left.Merge(empty);
        left.Merge(right);
        Assert.Equal(whole.Mean, left.Mean, 1e-13);
        Assert.Equal(whole.Sample, left.Sample, 1e-12);
        Assert.Equal(257, left.Count);
        mean.Add(values.AsSpan(0, 31));
        half.Add(values.AsSpan(31));
        mean.Merge(half);
        Assert.Equal(whole.Mean, mean.Value, 1e-13);
    }

    [Fact]
    public void Weights_count_a_value_several_times()
    {
        IncrementalVariance weighted = default, repeated = default;
        IncrementalMean mean = default;
        foreach ((double value, int times) in ((double, int)[])[(1, 3), (4, 1), (-2, 2), (7, 0)])
        {
            weighted.Add(value, times);
            mean.Add(value, times);
            for (int i = 0; i < times; i++) repeated.Add(value);
        }
        Assert.Equal(repeated.Mean, weighted.Mean, 1e-15);
        Assert.Equal(repeated.Mean, mean.Value, 1e-15);
        Assert.Equal(repeated.Sample, weighted.Sample, 1e-14);
        Assert.Throws<ArgumentOutOfRangeException>(() => mean.Add(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => weighted.Add(1, double.NaN));
    }

    [Fact]
    public void Exponential_mean_is_the_weighted_mean_of_the_past()
    {
        double[] values = [2, -1, 5, 3];
        ExponentialMoments moments = new(0.3);
        foreach (double value in values) moments.Add(value);
        double weights = 0, sum = 0;
        for (int i = 0; i < 4; i++)
        {
            double weight = 0.3 * Math.Pow(0.7, 3 - i);
            weights += weight;
            sum += weight * values[i];
        }
        Assert.Equal(sum / weights, moments.Mean, 1e-14);
        Assert.True(moments.Variance > 0);
        Assert.Equal("step", Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialMoments(0)).ParamName);
    }

    [Fact]
    public void Exponential_variance_finds_that_of_a_steady_source()
    {
        Random random = new(9);
        ExponentialMoments moments = new(0.001);
        for (int i = 0; i < 40000; i++) moments.Add(random.NextDouble());
        Assert.Equal(0.5, moments.Mean, 0.03);
        Assert.Equal(1 / 12.0, moments.Variance, 0.01);
    }
}
