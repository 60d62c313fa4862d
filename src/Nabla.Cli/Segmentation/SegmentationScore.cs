namespace Nabla.Cli.Segmentation;

/// <summary>Counts of pixels by true and predicted class, and the measures of segmentation that follow from them.</summary>
internal sealed class SegmentationScore(int classes)
{
    private readonly long[,] _counts = new long[classes, classes];

    /// <summary>Share of pixels of the right class.</summary>
    public double PixelAccuracy
    {
        get
        {
            long right = 0, all = 0;
            for (int i = 0; i < classes; i++)
            {
                for (int j = 0; j < classes; j++)
                {
                    all += _counts[i, j];
                    if (i == j) right += _counts[i, j];
                }
            }
            return (double)right / all;
        }
    }

    /// <summary>Mean over the classes of intersection over union; classes that are nowhere do not count.</summary>
    public double MeanIntersectionOverUnion => Enumerable.Range(0, classes).Select(IntersectionOverUnion).Where(double.IsFinite).Average();

    /// <summary>Intersection over union of one class; NaN where it is neither seen nor predicted.</summary>
    public double IntersectionOverUnion(int kind)
    {
        long union = -_counts[kind, kind];
        for (int i = 0; i < classes; i++) union += _counts[kind, i] + _counts[i, kind];
        return union == 0 ? double.NaN : (double)_counts[kind, kind] / union;
    }

    /// <summary>Counts pixels.</summary>
    public void Add(ReadOnlySpan<long> truth, ReadOnlySpan<long> predicted)
    {
        for (int i = 0; i < truth.Length; i++) _counts[truth[i], predicted[i]]++;
    }
}
