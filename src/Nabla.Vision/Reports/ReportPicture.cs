using Nabla.Vision.Images;

namespace Nabla.Vision.Reports;

/// <summary>A classified picture in a report.</summary>
/// <param name="Image">The picture as it shall be shown; embedded as PNG, so a thumbnail will do.</param>
/// <param name="Label">What it is.</param>
/// <param name="Prediction">What the model took it for.</param>
/// <param name="Probability">The model's probability of its prediction, 0 to 1.</param>
[Export("vision.reports.ReportPicture")]
public sealed record ReportPicture(Image Image, string Label, string Prediction, double Probability);
