namespace Nabla.Vision.Reports;

/// <summary>Precision, recall and F1 of each class, from a confusion matrix.</summary>
internal sealed class ClassScores
{
    /// <param name="confusion">[true class][predicted class] counts, square.</param>
    public ClassScores(IReadOnlyList<IReadOnlyList<long>> confusion)
    {
        int classes = confusion.Count;
        Support = [.. confusion.Select(row => row.Sum())];
        Predicted = [.. Enumerable.Range(0, classes).Select(c => confusion.Sum(row => row[c]))];
        Total = Support.Sum();
        Accuracy = Share(Enumerable.Range(0, classes).Sum(c => confusion[c][c]), Total);
        Precision = [.. Enumerable.Range(0, classes).Select(c => Share(confusion[c][c], Predicted[c]))];
        Recall = [.. Enumerable.Range(0, classes).Select(c => Share(confusion[c][c], Support[c]))];
        F1 = [.. Enumerable.Range(0, classes).Select(c => Share(2 * confusion[c][c], Predicted[c] + Support[c]))];
    }

    /// <summary>Items of each class.</summary>
    public IReadOnlyList<long> Support { get; }

    /// <summary>Items taken for each class.</summary>
    public IReadOnlyList<long> Predicted { get; }

    public long Total { get; }

    public double Accuracy { get; }

    /// <summary>Of the items taken for the class, the share that is; NaN if there are none.</summary>
    public IReadOnlyList<double> Precision { get; }

    /// <summary>Of the items of the class, the share that was found; NaN if there are none.</summary>
    public IReadOnlyList<double> Recall { get; }

    /// <summary>Harmonic mean of the two; NaN if the class neither occurs nor is predicted.</summary>
    public IReadOnlyList<double> F1 { get; }

    /// <summary>Mean over the classes that have a score.</summary>
    public static double Mean(IReadOnlyList<double> scores) => scores.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The most frequent mistakes, most frequent first.</summary>
    public static IEnumerable<(int True, int Predicted, long Count)> Mistakes(IReadOnlyList<IReadOnlyList<long>> confusion, int limit) =>
        Enumerable.Range(0, confusion.Count)
            .SelectMany(t => Enumerable.Range(0, confusion.Count).Select(p => (True: t, Predicted: p, Count: confusion[t][p])))
            .Where(m => m.True != m.Predicted && m.Count > 0)
            .OrderByDescending(m => m.Count).ThenBy(m => m.True).ThenBy(m => m.Predicted)
            .Take(limit);

    private static double Share(long part, long whole) => whole > 0 ? (double)part / whole : double.NaN;
}
