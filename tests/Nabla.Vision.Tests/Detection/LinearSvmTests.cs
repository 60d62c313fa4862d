using Nabla.Vision.Detection;

namespace Nabla.Vision.Tests.Detection;

/// <summary>Support vector machines against what is known of their minimum.</summary>
public sealed class LinearSvmTests
{
    [Fact]
    public void Two_points_are_told_apart_in_their_middle()
    {
        LinearSvm machine = LinearSvm.Fit(Tensor.Of([0f, 1f, 2f, 1f], [2, 2]), [false, true], new(Cost: 100, PositiveWeight: 1, BiasScale: 10, Tolerance: 1e-12, Epochs: 100_000));
        // Both margins are kept exactly, and the shared feature and the bias split -1 as 1 : 10².
        Assert.Equal(1, machine.Weights[0], 1e-6);
        Assert.Equal(-1.0 / 101, machine.Weights[1], 1e-6);
        Assert.Equal(-100.0 / 101, machine.Bias, 1e-6);
        Assert.Equal([-1f, 1f], machine.Scores(Tensor.Of([0f, 1f, 2f, 1f], [2, 2])).Select(score => MathF.Round(score, 2)));
    }

    [Fact]
    public void No_step_from_the_solution_makes_the_objective_smaller()
    {
        const int Count = 60, Size = 5;
        Random random = new(4);
        float[] x = [.. Enumerable.Range(0, Count * Size).Select(_ => (float)((random.NextDouble() * 2) - 1))];
        bool[] positive = [.. Enumerable.Range(0, Count).Select(i => x[i * Size] + (0.5 * x[(i * Size) + 1]) + (random.NextDouble() - 0.5) > 0.1)];
        LinearSvmOptions options = new(Cost: 0.7, PositiveWeight: 1.5, BiasScale: 2, Tolerance: 1e-10, Epochs: 100_000);
        LinearSvm machine = LinearSvm.Fit(Tensor.Of(x, [Count, Size]), positive, options);
        double[] best = [.. machine.Weights, machine.Bias];
        double least = Objective(best);
        for (int trial = 0; trial < 2000; trial++)
        {
            double length = Math.Pow(10, -1 - (trial % 5));
            double[] moved = [.. best.Select(value => value + (length * ((random.NextDouble() * 2) - 1)))];
            Assert.True(Objective(moved) >= least - 1e-8, $"{Objective(moved)} < {least}");
        }

        double Objective(double[] at)
        {
            double sum = 0.5 * (at[..Size].Sum(w => w * w) + Math.Pow(at[Size] / options.BiasScale, 2));
            for (int i = 0; i < Count; i++)
            {
                double score = at[Size];
                for (int j = 0; j < Size; j++) score += at[j] * x[(i * Size) + j];
                sum += options.Cost * (positive[i] ? options.PositiveWeight : 1) * Math.Max(0, 1 - ((positive[i] ? 1 : -1) * score));
            }
            return sum;
        }
    }

    [Fact]
    public void Bad_examples_are_refused()
    {
        Assert.Throws<ArgumentException>(() => LinearSvm.Fit(Tensor.Zeros([2, 3]), [true, true]));
        Assert.Throws<ArgumentException>(() => LinearSvm.Fit(Tensor.Zeros([3, 3]), [true, false]));
        Assert.Throws<ArgumentException>(() => LinearSvm.Fit(Tensor.Of([1f, float.NaN], [2, 1]), [true, false]));
        foreach (LinearSvmOptions options in (LinearSvmOptions[])[new(Cost: 0), new(PositiveWeight: double.NaN), new(BiasScale: 0), new(Tolerance: -1), new(Epochs: 0)])
            Assert.Throws<ArgumentOutOfRangeException>(() => LinearSvm.Fit(Tensor.Of([1f, 2f], [2, 1]), [true, false], options));
        LinearSvm machine = LinearSvm.Fit(Tensor.Of([1f, 2f], [2, 1]), [true, false]);
        Assert.Throws<ArgumentException>(() => machine.Scores(Tensor.Zeros([2, 2])));
    }
}
