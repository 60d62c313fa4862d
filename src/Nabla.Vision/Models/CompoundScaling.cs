namespace Nabla.Vision;

/// <summary>EfficientNet's rule for making a network larger: depth αᵠ, width βᵠ, resolution γᵠ with α·β²·γ² ≈ 2. Tan and Le (2019).</summary>
/// <param name="Depth">α: factor of the number of layers for each step.</param>
/// <param name="Width">β: factor of the channels.</param>
/// <param name="Resolution">γ: factor of the pictures' sides.</param>
[Export("vision.models.CompoundScaling")]
public sealed record CompoundScaling(double Depth, double Width, double Resolution)
{
    /// <summary>What the paper's search over EfficientNet-B0 found: 1.2, 1.1, 1.15.</summary>
    [Export("vision.models.CompoundScaling.efficientnet")]
    public static CompoundScaling EfficientNet { get; } = new(1.2, 1.1, 1.15);

    /// <summary>Factor of the multiply-accumulates for each step: α·β²·γ².</summary>
    public double CostFactor => Depth * Width * Width * Resolution * Resolution;

    /// <summary>The factors of depth, width and resolution after <paramref name="phi"/> steps.</summary>
    public (double Depth, double Width, double Resolution) At(double phi) => (Math.Pow(Depth, phi), Math.Pow(Width, phi), Math.Pow(Resolution, phi));

    /// <summary>All factors on a grid whose cost is near the wanted one.</summary>
    /// <param name="cost">Wanted α·β²·γ².</param>
    /// <param name="step">Distance of the grid's points, from 1 upwards.</param>
    /// <param name="tolerance">How far the cost may be off, as a share of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cost is below 1, or step or tolerance are not positive.</exception>
    [Export("vision.models.CompoundScaling.grid")]
    public static IEnumerable<CompoundScaling> Grid(double cost = 2, double step = 0.05, double tolerance = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cost, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tolerance);
        return Points();

        IEnumerable<CompoundScaling> Points()
        {
            int most = (int)Math.Ceiling(((cost * (1 + tolerance)) - 1) / step);
            for (int i = 0; i <= most; i++)
            {
                for (int j = 0; j <= most; j++)
                {
                    for (int k = 0; k <= most; k++)
                    {
                        CompoundScaling point = new(Point(i), Point(j), Point(k));
                        if (Math.Abs(point.CostFactor - cost) <= tolerance * cost) yield return point;
                    }
                }
            }
        }

        double Point(int index) => Math.Round(1 + (index * step), 10);
    }

    /// <summary>The paper's first step: the point of the grid for which a small scaled network does best.</summary>
    /// <param name="quality">Trains and judges the network of φ = 1 for a candidate; higher is better.</param>
    /// <param name="cost">Wanted α·β²·γ².</param>
    /// <param name="step">Distance of the grid's points.</param>
    /// <param name="tolerance">How far the cost may be off, as a share of it.</param>
    /// <param name="cancellation">Stops between two candidates.</param>
    /// <returns>The best candidate and its quality; the earlier one of equals.</returns>
    /// <exception cref="InvalidOperationException">The grid has no point of that cost.</exception>
    [Export("vision.models.CompoundScaling.search")]
    public static (CompoundScaling Best, double Quality) Search(
        Func<CompoundScaling, double> quality, double cost = 2, double step = 0.05, double tolerance = 0.05, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(quality);
        (CompoundScaling? Best, double Quality) found = (null, double.NegativeInfinity);
        foreach (CompoundScaling candidate in Grid(cost, step, tolerance))
        {
            cancellation.ThrowIfCancellationRequested();
            double value = quality(candidate);
            if (found.Best is null || value > found.Quality) found = (candidate, value);
        }
        return found.Best is { } best ? (best, found.Quality) : throw new InvalidOperationException($"No point of a grid of {step} costs {cost} within {tolerance:P0}.");
    }
}
