namespace Nabla.Vision.Reports;

/// <summary>A named value in a report, such as <c>Optimizer</c>: <c>AdamW</c>.</summary>
/// <param name="Name">Plain text.</param>
/// <param name="Value">Plain text, formatted as it shall be read.</param>
[Export("vision.reports.ReportFact")]
public sealed record ReportFact(string Name, string Value);
