namespace Nabla.Vision.Reports;

/// <summary>The confusion matrix as a heat map, and the most frequent mistakes in words.</summary>
internal static class ConfusionSection
{
    private const int MaxMatrix = 40;
    private const int Mistakes = 8;
    private const int MistakesWithoutMatrix = 25;

    public static void Render(HtmlText html, TrainingReport report, ClassScores scores)
    {
        bool matrix = report.Confusion.Count <= MaxMatrix;
        html.Raw("<section><h2>Confusion matrix</h2><div class=\"confusion\">");
        if (matrix) Matrix(html, report, scores);
        MostConfused(html, report, scores, matrix ? Mistakes : MistakesWithoutMatrix);
        html.Raw("</div></section>\n");
    }

    private static void Matrix(HtmlText html, TrainingReport report, ClassScores scores)
    {
        html.Raw($"<div class=\"card scroll\"><table class=\"heat\" style=\"--n:{report.Confusion.Count}\"><thead><tr><th class=\"corner\"><span>true</span><span>predicted</span></th>");
        foreach (string name in report.ClassNames) html.Raw($"<th scope=\"col\"><span>{name}</span></th>");
        html.Raw("</tr></thead><tbody>\n");
        for (int t = 0; t < report.Confusion.Count; t++)
        {
            html.Raw($"<tr><th scope=\"row\">{report.ClassNames[t]}</th>");
            for (int p = 0; p < report.Confusion.Count; p++)
            {
                long count = report.Confusion[t][p];
                if (count == 0)
                {
                    html.Raw("<td class=\"none\">·</td>");
                    continue;
                }
                double share = (double)count / scores.Support[t];
                // Mistakes are rare: the root makes the small ones visible.
                double strength = t == p ? 0.12 + 0.8 * share : 0.06 + 0.94 * Math.Sqrt(share);
                string kind = (t == p ? "good" : "bad") + (strength > 0.62 ? " strong" : "");
                html.Raw($"<td class=\"{kind}\" style=\"--a:{Math.Min(strength, 1):0.##}\" title=\"{report.ClassNames[t]} taken for {report.ClassNames[p]}: {ReportNumbers.Count(count)} of {ReportNumbers.Count(scores.Support[t])}, {ReportNumbers.Percent(share)}\">{count}</td>");
            }
            html.Raw("</tr>\n");
        }
        html.Raw("</tbody></table></div>");
    }

    private static void MostConfused(HtmlText html, TrainingReport report, ClassScores scores, int limit)
    {
        html.Raw("<div class=\"card mistakes\"><h3>Most frequent mistakes</h3><ol>");
        int shown = 0;
        foreach ((int t, int p, long count) in ClassScores.Mistakes(report.Confusion, limit))
        {
            html.Raw($"<li><span>{report.ClassNames[t]} <em>taken for</em> {report.ClassNames[p]}</span><b>{ReportNumbers.Count(count)}</b><small>{ReportNumbers.Percent((double)count / scores.Support[t])}</small></li>");
            shown++;
        }
        html.Raw("</ol>");
        if (shown == 0) html.Raw("<p>None at all.</p>");
        html.Raw("</div>");
    }
}
