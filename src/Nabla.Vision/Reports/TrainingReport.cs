using Nabla.Formats;

namespace Nabla.Vision.Reports;

/// <summary>All that a training run has to tell, to be written as one self-contained HTML page.</summary>
/// <remarks>
/// The page asks for nothing from outside (pictures, style and script lie within it, and its content policy forbids the
/// rest), follows the reader's light or dark theme, fits a phone and prints. All texts are escaped. What is empty is
/// left out.
/// </remarks>
[Export("vision.reports.TrainingReport")]
public sealed record TrainingReport
{
    /// <summary>Heading of the page.</summary>
    public required string Title { get; init; }

    /// <summary>A sentence below it.</summary>
    public string? Summary { get; init; }

    /// <summary>The few figures that matter most, shown large.</summary>
    public IReadOnlyList<ReportFact> Headlines { get; init; } = [];

    /// <summary>Facts of the run: model, data, optimiser, machine.</summary>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    /// <summary>Loss, accuracy, learning rate and so on.</summary>
    public IReadOnlyList<ReportChart> Charts { get; init; } = [];

    /// <summary>Names of the classes, by index.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>classes x classes counts: [true class][predicted class]; empty for none.</summary>
    public IReadOnlyList<IReadOnlyList<long>> Confusion { get; init; } = [];

    /// <summary>Pictures the model got wrong.</summary>
    public IReadOnlyList<ReportPicture> Wrong { get; init; } = [];

    /// <summary>Pictures the model got right.</summary>
    public IReadOnlyList<ReportPicture> Right { get; init; } = [];

    /// <summary>The page.</summary>
    /// <exception cref="ArgumentException">The confusion matrix is not square, does not fit <see cref="ClassNames"/> or has
    /// negative counts, or a curve has not as many positions as values.</exception>
    public string ToHtml()
    {
        Validate();
        return new ReportPage(this).Render();
    }

    /// <summary>Writes the page; an old file stays until the new one is whole.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <inheritdoc cref="ToHtml" path="/exception"/>
    public void Save(string path) => AtomicFile.Write(path, ToHtml());

    private void Validate()
    {
        int classes = ClassNames.Count;
        if (Confusion.Count > 0 && (Confusion.Count != classes || Confusion.Any(row => row.Count != classes || row.Any(count => count < 0))))
            throw new ArgumentException($"The confusion matrix has {Confusion.Count} rows of {string.Join(", ", Confusion.Select(r => r.Count).Distinct())} counts; expected {classes} x {classes}, none negative.");
        foreach (ReportSeries series in Charts.SelectMany(chart => chart.Series))
        {
            if (series.X.Count != series.Y.Count)
                throw new ArgumentException($"The curve \"{series.Name}\" has {series.X.Count} positions and {series.Y.Count} values; expected as many.");
        }
    }
}
