using Nabla.Algorithms.Stochastic;

namespace Nabla.Cli.Plots;

/// <summary>Full, mini-batch and stochastic descent to the mean of 100 points of a square, after Zhao's textbook.</summary>
internal static class DescentPaths
{
    public const int Samples = 100, Steps = 40;

    /// <summary>Distance from the mean after every step, and the path itself.</summary>
    public static (double[] Distances, double[] X, double[] Y) Run(int batch, int seed)
    {
        Random random = new(seed);
        double[] points = new double[2 * Samples], w = [40, 40], path = new double[2 * Steps];
        for (int i = 0; i < points.Length; i++) points[i] = (random.NextDouble() * 20) - 10;
        double meanX = 0, meanY = 0;
        for (int i = 0; i < Samples; i++)
        {
            meanX += points[2 * i] / Samples;
            meanY += points[(2 * i) + 1] / Samples;
        }
        GradientDescents.Descend(
            (n, at, gradient) =>
            {
                gradient[0] += at[0] - points[2 * n];
                gradient[1] += at[1] - points[(2 * n) + 1];
            }, Samples, batch, w, StepRule.Constant(0.15), new Random(seed + batch), path);
        double[] distances = new double[Steps], x = new double[Steps], y = new double[Steps];
        for (int k = 0; k < Steps; k++)
        {
            (x[k], y[k]) = (path[2 * k], path[(2 * k) + 1]);
            distances[k] = Math.Sqrt(Math.Pow(x[k] - meanX, 2) + Math.Pow(y[k] - meanY, 2));
        }
        return (distances, x, y);
    }
}
