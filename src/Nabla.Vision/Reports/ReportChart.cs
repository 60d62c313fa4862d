namespace Nabla.Vision.Reports;

/// <summary>How a chart writes its values.</summary>
[Export("vision.reports.ReportUnit")]
public enum ReportUnit
{
    /// <summary>As they are.</summary>
    Number,

    /// <summary>As per cent: 0.25 is 25 %.</summary>
    Percent,
}

/// <summary>Curves over one horizontal axis.</summary>
/// <param name="Title">Names the vertical axis: <c>Loss</c>.</param>
/// <param name="XName">Names the horizontal axis: <c>epoch</c>.</param>
/// <param name="Series">The curves; up to four are told apart by colour.</param>
[Export("vision.reports.ReportChart")]
public sealed record ReportChart(string Title, string XName, IReadOnlyList<ReportSeries> Series)
{
    /// <summary>How values are written.</summary>
    public ReportUnit Unit { get; init; }

    /// <summary>A logarithmic vertical axis; values that are not positive leave gaps.</summary>
    public bool Logarithmic { get; init; }
}

/// <summary>One curve. NaN and infinities leave gaps.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="X">Horizontal positions, ascending.</param>
/// <param name="Y">As many values.</param>
[Export("vision.reports.ReportSeries")]
public sealed record ReportSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>A curve over 1, 2, 3, ...</summary>
    public ReportSeries(string name, IReadOnlyList<double> y)
        : this(name, [.. Enumerable.Range(1, y.Count).Select(i => (double)i)], y)
    {
    }
}
