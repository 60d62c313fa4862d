namespace Nabla.Vision.Reports;

/// <summary>Precision, recall, F1 and support, class by class.</summary>
internal static class ClassTable
{
    public static void Render(HtmlText html, TrainingReport report, ClassScores scores)
    {
        html.Raw("<section><h2>Classes</h2><div class=\"card scroll\"><table class=\"classes\"><thead><tr><th scope=\"col\">Class</th>");
        foreach (string name in (string[])["Precision", "Recall", "F1", "Support"]) html.Raw($"<th scope=\"col\">{name}</th>");
        html.Raw("</tr></thead><tbody>\n");
        for (int c = 0; c < report.ClassNames.Count; c++)
        {
            html.Raw($"<tr><th scope=\"row\">{report.ClassNames[c]}</th>");
            Score(html, scores.Precision[c]);
            Score(html, scores.Recall[c]);
            Score(html, scores.F1[c]);
            html.Raw($"<td>{ReportNumbers.Count(scores.Support[c])}</td></tr>\n");
        }
        html.Raw("</tbody><tfoot><tr><th scope=\"row\">Mean of the classes</th>");
        foreach (IReadOnlyList<double> column in (IReadOnlyList<double>[])[scores.Precision, scores.Recall, scores.F1])
            html.Raw($"<td>{ReportNumbers.Percent(ClassScores.Mean(column))}</td>");
        html.Raw($"<td>{ReportNumbers.Count(scores.Total)}</td></tr>");
        html.Raw($"<tr><th scope=\"row\">Accuracy</th><td colspan=\"3\">{ReportNumbers.Percent(scores.Accuracy, 2)}</td><td>{ReportNumbers.Count(scores.Total)}</td></tr>");
        html.Raw("</tfoot></table></div></section>\n");
    }

    private static void Score(HtmlText html, double score) =>
        html.Raw($"<td><span class=\"bar\" style=\"--w:{(double.IsFinite(score) ? 100 * score : 0):0.#}%\">{ReportNumbers.Percent(score)}</span></td>");
}
