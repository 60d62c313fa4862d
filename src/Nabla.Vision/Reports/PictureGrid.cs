namespace Nabla.Vision.Reports;

/// <summary>Pictures with label, prediction and probability, embedded as PNG.</summary>
internal static class PictureGrid
{
    private const int Small = 96; // enlarged without smoothing up to this width

    public static void Render(HtmlText html, string title, string note, IReadOnlyList<ReportPicture> pictures, bool right)
    {
        html.Raw($"<section><h2>{title}</h2><p class=\"note\">{note}</p><div class=\"pictures {(right ? "right" : "wrong")}\">\n");
        foreach (ReportPicture picture in pictures)
        {
            byte[] png = picture.Image.To8Bit().Encode("png");
            string shape = picture.Image.Width <= Small ? " class=\"pixels\"" : "";
            html.Raw("<figure class=\"card\"><img").Raw(shape);
            html.Raw($" width=\"{picture.Image.Width}\" height=\"{picture.Image.Height}\" alt=\"{picture.Label}\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">");
            html.Raw($"<figcaption><b>{picture.Prediction}</b>");
            if (!right) html.Raw($"<span>is {picture.Label}</span>");
            double share = double.IsFinite(picture.Probability) ? Math.Clamp(picture.Probability, 0, 1) : 0;
            html.Raw($"<span class=\"bar\" style=\"--w:{100 * share:0.#}%\">{ReportNumbers.Percent(picture.Probability)}</span></figcaption></figure>\n");
        }
        html.Raw("</div></section>\n");
    }
}
