namespace Nabla.Training.TensorBoard;

/// <summary>The distribution of some values: moments, and counts in adjoining buckets.</summary>
/// <param name="Min">Smallest value.</param>
/// <param name="Max">Largest value.</param>
/// <param name="Count">Number of values.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="SumOfSquares">The sum of their squares.</param>
/// <param name="Limits">Upper end of each bucket, ascending; the first bucket begins at <paramref name="Min"/>.</param>
/// <param name="Counts">Values in each bucket.</param>
[Export("utils.tensorboard.TensorBoardHistogram")]
public sealed record TensorBoardHistogram(double Min, double Max, double Count, double Sum, double SumOfSquares, IReadOnlyList<double> Limits, IReadOnlyList<double> Counts)
{
    private const int Buckets = 64;

    /// <summary>Counts the values in 64 buckets of equal width; NaN and infinities are left out.</summary>
    /// <remarks>O(n) time, two passes.</remarks>
    [Export("utils.tensorboard.TensorBoardHistogram.of")]
    public static TensorBoardHistogram Of(ReadOnlySpan<float> values)
    {
        double min = double.PositiveInfinity, max = double.NegativeInfinity, count = 0, sum = 0, squares = 0;
        foreach (float value in values)
        {
            if (!float.IsFinite(value)) continue;
            min = Math.Min(min, value);
            max = Math.Max(max, value);
            count++;
            sum += value;
            squares += (double)value * value;
        }
        if (count == 0) return new(0, 0, 0, 0, 0, [0], [0]);
        if (min == max) return new(min, max, count, sum, squares, [max], [count]);

        double[] limits = new double[Buckets], counts = new double[Buckets];
        double width = (max - min) / Buckets;
        for (int i = 0; i < Buckets; i++) limits[i] = min + width * (i + 1);
        limits[^1] = max;
        foreach (float value in values)
        {
            if (float.IsFinite(value)) counts[Math.Min((int)((value - min) / width), Buckets - 1)]++;
        }
        return new(min, max, count, sum, squares, limits, counts);
    }
}
