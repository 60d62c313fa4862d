using Nabla.Algorithms.Stochastic;

namespace Nabla.Algorithms.Tests.Stochastic;

/// <summary>Step rules, and iterations that find roots and minima through noise.</summary>
public sealed class StochasticApproximationTests
{
    [Theory]
    [InlineData(1.0, true, true)]
    [InlineData(0.75, true, true)]
    [InlineData(0.51, true, true)]
    [InlineData(0.5, true, false)]
    [InlineData(0.0, true, false)]
    [InlineData(1.01, false, true)]
    [InlineData(2.0, false, true)]
    public void A_power_of_k_converges_for_exponents_above_a_half_up_to_one(double exponent, bool sum, bool squares)
    {
        StepRule rule = StepRule.Power(exponent, 3, 10);
        Assert.Equal((sum, squares, sum && squares), (rule.SumDiverges, rule.SquaresConverge, rule.Converges));
    }

    [Fact]
    public void Logarithms_decide_at_the_border()
    {
        Assert.True(StepRule.Of("1/(k log k)", k => 1 / (k * Math.Log(k + 1))).Converges);
        Assert.False(StepRule.Of("1/(k log² k)", k => 1 / (k * Math.Pow(Math.Log(k + 1), 2))).SumDiverges);
        Assert.False(StepRule.Of("1/√k", k => 1 / Math.Sqrt(k)).SquaresConverge);
        Assert.True(StepRule.Of("1/(√k log k)", k => 1 / (Math.Sqrt(k) * Math.Log(k + 1))).SquaresConverge);
        Assert.Contains("finite sum", Assert.Throws<ArgumentException>(() => StepRule.Power(2).Checked()).Message, StringComparison.Ordinal);
        Assert.Contains("noise", Assert.Throws<ArgumentException>(() => StepRule.Constant(0.1).Checked()).Message, StringComparison.Ordinal);
    }

    // Zhao, Mathematical Foundations of Reinforcement Learning, section 6.2: g(w) = tanh(w - 1), w₁ = 3, a = 1/k.
    [Fact]
    public void Robbins_and_Monro_follow_the_textbook()
    {
        double[] path = new double[10];
        RobbinsMonro.Solve(w => Math.Tanh(w - 1), 3, StepRule.Harmonic(), path);
        double[] expected = [2.035972, 1.647826, 1.457758, 1.350694, 1.283296];
        for (int i = 0; i < 5; i++) Assert.Equal(expected[i], path[i], 5e-7);
        Assert.Equal(1.143418, path[9], 5e-7);
        double[] longer = new double[20000];
        Assert.Equal(1, RobbinsMonro.Solve(w => Math.Tanh(w - 1), 3, StepRule.Harmonic(), longer).Last, 1e-4);
    }

    [Fact]
    public void The_error_falls_like_the_root_of_the_number_of_steps()
    {
        double Error(int steps)
        {
            double squares = 0;
            for (int run = 0; run < 200; run++)
            {
                Random random = new(run);
                double[] path = new double[steps];
                double last = RobbinsMonro.Solve(w => w - 2 + (2 * random.NextDouble()) - 1, 0, StepRule.Harmonic(), path).Last;
                squares += (last - 2) * (last - 2);
            }
            return Math.Sqrt(squares / 200);
        }
        double rate = Math.Log(Error(100) / Error(6400)) / Math.Log(64);
        Assert.Equal(0.5, rate, 0.06);
    }

    [Fact]
    public void Averaging_the_iterates_beats_the_last_one_when_the_slope_is_not_known()
    {
        double last = 0, average = 0;
        for (int run = 0; run < 60; run++)
        {
            Random random = new(run);
            double[] path = new double[4000];
            (double l, double a) = RobbinsMonro.Solve(w => (5 * (w - 2)) + (4 * (random.NextDouble() - 0.5)), 0, StepRule.Power(0.6, 0.5), path);
            last += (l - 2) * (l - 2);
            average += (a - 2) * (a - 2);
        }
        Assert.True(average < last / 4, $"squared error {average} of the mean, {last} of the last iterate");
    }

    [Fact]
    public void Projection_and_vectors()
    {
        double[] path = new double[50];
        RobbinsMonro.Solve(w => w - 9, 0, StepRule.Harmonic(3), path, -1, 4);
        Assert.All(path, w => Assert.InRange(w, -1, 4));
        Random random = new(2);
        double[] w = [5, -5], mean = new double[2];
        RobbinsMonro.Solve(
            (at, value) =>
            {
                value[0] = (2 * (at[0] - 1)) + at[1] + random.NextDouble() - 0.5;
                value[1] = at[0] + (3 * (at[1] + 1)) + random.NextDouble() - 0.5;
            }, w, StepRule.Power(0.7, 0.5), 20000, mean);
        // 2(x - 1) + y = 0 and x + 3(y + 1) = 0.
        Assert.Equal(9 / 5.0, mean[0], 0.02);
        Assert.Equal(-8 / 5.0, mean[1], 0.02);
        Assert.Throws<ArithmeticException>(() => RobbinsMonro.Solve(v => v * v * v, 10, StepRule.Harmonic(5), new double[20]));
        Assert.Throws<ArgumentException>(() => RobbinsMonro.Solve(v => v, 1, StepRule.Harmonic(), new double[2], 3, 1));
    }

    [Fact]
    public void Minima_of_noisy_functions()
    {
        Random random = new(6);
        double Noisy(ReadOnlySpan<double> at) => ((at[0] - 1) * (at[0] - 1)) + (2 * (at[1] + 0.5) * (at[1] + 0.5)) + (0.1 * (random.NextDouble() - 0.5));
        double[] w = [0, 0];
        NoisyMinimum.KieferWolfowitz(Noisy, w, StepRule.Harmonic(0.5), StepRule.Power(1 / 3.0, 0.5), 3000);
        Assert.Equal(1, w[0], 0.05);
        Assert.Equal(-0.5, w[1], 0.05);
        double[] v = [0, 0];
        NoisyMinimum.Spsa(Noisy, v, StepRule.Power(0.602, 0.2, 50), StepRule.Power(0.101, 0.3), 4000, random);
        Assert.Equal(1, v[0], 0.05);
        Assert.Equal(-0.5, v[1], 0.05);
        Assert.Equal("widths", Assert.Throws<ArgumentException>(() => NoisyMinimum.KieferWolfowitz(Noisy, w, StepRule.Harmonic(), StepRule.Power(0.6), 3)).ParamName);
        Assert.Equal("steps", Assert.Throws<ArgumentException>(() => NoisyMinimum.KieferWolfowitz(Noisy, w, StepRule.Power(1.2), StepRule.Power(0.3), 3)).ParamName);
    }

    [Fact]
    public void Dvoretzky_process_dies_out()
    {
        Random random = new(8);
        double[] path = new double[20000];
        Dvoretzky.Iterate(10, StepRule.Harmonic(1, 1), StepRule.Harmonic(1, 1), (_, _) => (2 * random.NextDouble()) - 1, path);
        Assert.Equal(0, path[^1], 0.02);
        Assert.False(Dvoretzky.Converges(StepRule.Power(1.5), StepRule.Harmonic(), out string? reason));
        Assert.Contains("Σ α is finite", reason, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Dvoretzky.Iterate(1, StepRule.Harmonic(), StepRule.Power(0.5), (_, _) => 0, path));
    }

    [Fact]
    public void Batches_wander_less_near_the_minimum()
    {
        // Zhao's example: the mean of 100 points of a square, by full, mini-batch and stochastic descent.
        Random points = new(1);
        double[] x = [.. Enumerable.Range(0, 200).Select(_ => (points.NextDouble() * 20) - 10)];
        double meanX = x.Where((_, i) => i % 2 == 0).Average(), meanY = x.Where((_, i) => i % 2 == 1).Average();
        void Gradient(int n, ReadOnlySpan<double> w, Span<double> g)
        {
            g[0] += w[0] - x[2 * n];
            g[1] += w[1] - x[(2 * n) + 1];
        }
        double Wander(int batch)
        {
            double sum = 0;
            for (int run = 0; run < 40; run++)
            {
                double[] w = [50, 50], path = new double[60];
                GradientDescents.Descend(Gradient, 100, batch, w, StepRule.Harmonic(), new Random(run), path);
                sum += Math.Sqrt(Math.Pow(w[0] - meanX, 2) + Math.Pow(w[1] - meanY, 2));
            }
            return sum / 40;
        }
        double full = Wander(100), mini = Wander(50), few = Wander(5), one = Wander(1);
        Assert.Equal(0, full, 1e-12);
        Assert.True(mini < few && few < one, $"{mini}, {few}, {one}");
        Assert.Equal(Math.Sqrt(5), one / few, 0.6);
        Assert.Equal("batch", Assert.Throws<ArgumentOutOfRangeException>(() => GradientDescents.Descend(Gradient, 10, 11, new double[2], StepRule.Harmonic(), points, new double[4])).ParamName);
    }
}
