using Nabla.Algorithms.Stochastic;

namespace Nabla.Algorithms.Tests.Stochastic;

/// <summary>Temporal differences, Q-learning and the perceptron on problems with known answers.</summary>
public sealed class LearningTests
{
    // Sutton and Barto, example 6.2: states A..E in a row, a coin decides the direction, reward 1 at the right end; values 1/6..5/6.
    [Fact]
    public void Temporal_differences_value_the_random_walk()
    {
        Random random = new(1);
        TemporalDifference td = new(5, 1, StepRule.Power(0.7, 0.5), 0.5);
        for (int episode = 0; episode < 20000; episode++)
        {
            int s = 2;
            while (true)
            {
                int next = s + (random.Next(2) == 0 ? -1 : 1);
                bool over = next is < 0 or > 4;
                td.Learn(s, next > 4 ? 1 : 0, over ? null : next);
                if (over) break;
                s = next;
            }
        }
        for (int s = 0; s < 5; s++) Assert.Equal((s + 1) / 6.0, td.Values[s], 0.03);
    }

    // A corridor of 4 cells: left or right, -1 a step, the goal beyond the right end; γ = 0.9.
    [Fact]
    public void Q_learning_finds_the_values_of_the_best_policy()
    {
        Random random = new(2);
        QLearning q = new(4, 2, 0.9, StepRule.Power(0.6));
        for (int episode = 0; episode < 3000; episode++)
        {
            int s = random.Next(4);
            for (int t = 0; t < 40; t++)
            {
                int action = q.Choose(s, 0.5, random), next = Math.Max(0, s + (action == 0 ? -1 : 1));
                q.Learn(s, action, -1, next == 4 ? null : next);
                if (next == 4) break;
                s = next;
            }
        }
        for (int s = 0; s < 4; s++)
        {
            Assert.Equal(1, q.Best(s));
            double exact = -(1 - Math.Pow(0.9, 4 - s)) / 0.1;
            Assert.Equal(exact, q[s][1], 0.02);
            double left = -1 - (0.9 * (1 - Math.Pow(0.9, 4 - Math.Max(0, s - 1))) / 0.1);
            Assert.Equal(left, q[s][0], 0.1);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => q.Choose(0, 1.5, random));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QLearning(3, 0, 0.9, StepRule.Harmonic()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TemporalDifference(3, 1.1, StepRule.Harmonic()));
    }

    [Fact]
    public void The_perceptron_makes_no_more_mistakes_than_its_bound()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            double[] truth = [random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() - 0.5, 0.1];
            List<double> samples = [];
            List<int> labels = [];
            while (labels.Count < 60)
            {
                double[] x = [random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() - 0.5];
                double score = (truth[0] * x[0]) + (truth[1] * x[1]) + (truth[2] * x[2]) + truth[3];
                if (Math.Abs(score) < 0.05) continue;
                samples.AddRange(x);
                labels.Add(Math.Sign(score));
            }
            double[] w = new double[4];
            PerceptronResult result = Perceptron.Train([.. samples], [.. labels], w);
            double bound = Perceptron.MistakeBound([.. samples], [.. labels], truth);
            Assert.True(result.Separated);
            Assert.True(result.Mistakes <= bound, $"{result.Mistakes} mistakes, bound {bound}");
            Assert.True(result.Mistakes <= Perceptron.MistakeBound([.. samples], [.. labels], w));
            for (int n = 0; n < 60; n++) Assert.Equal(labels[n], Perceptron.Classify(w, samples.GetRange(3 * n, 3).ToArray()));
        }
    }

    [Fact]
    public void The_perceptron_gives_up_on_exclusive_or()
    {
        double[] w = new double[3];
        PerceptronResult result = Perceptron.Train([0, 0, 0, 1, 1, 0, 1, 1], [-1, 1, 1, -1], w, 50);
        Assert.False(result.Separated);
        Assert.Equal(50, result.Epochs);
        Assert.Equal("separator", Assert.Throws<ArgumentException>(() => Perceptron.MistakeBound([0, 0, 0, 1, 1, 0, 1, 1], [-1, 1, 1, -1], [1, 1, 0.5])).ParamName);
        Assert.Equal("labels", Assert.Throws<ArgumentException>(() => Perceptron.Train([0, 0], [0], w)).ParamName);
        Assert.Equal("samples", Assert.Throws<ArgumentException>(() => Perceptron.Train([0, 0, 1], [1], w)).ParamName);
    }
}
