using System.Globalization;
using System.Text;

namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>Rates against arithmetic intensity under the two roofs of the machine, as an SVG (Williams, Waterman and Patterson, 2009).</summary>
internal static class KernelRoofline
{
    private const double Left = 62, Right = 500, Top = 34, Bottom = 330, LowestRate = 0.25, HighestRate = 1024, LowestIntensity = 1 / 16.0, HighestIntensity = 1024;
    private static readonly (string Name, string Colour, Func<string, bool> Is)[] Families =
    [
        ("matrix product", "#1f77b4", kind => kind.Contains("gemm", StringComparison.Ordinal)),
        ("convolution", "#d62728", kind => kind.StartsWith("conv", StringComparison.Ordinal)),
        ("attention", "#2ca02c", kind => kind.StartsWith("attention", StringComparison.Ordinal)),
        ("softmax, norms, losses", "#9467bd", kind => kind.Contains("norm", StringComparison.Ordinal) || kind.Contains("softmax", StringComparison.Ordinal) || kind.Contains("entropy", StringComparison.Ordinal)),
        ("elementwise and others", "#ff7f0e", _ => true),
    ];

    /// <summary>Draws the float32 kernels that compute anything.</summary>
    public static void Write(string file, MachineLimits limits, IEnumerable<KernelResult> results)
    {
        double peak = limits.SingleFlops / 1e9, band = limits.Bandwidth / 1e9, ridge = peak / band;
        StringBuilder svg = new();
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 680 376\" font-family=\"sans-serif\" font-size=\"11\">\n<title>Roofline of the kernels</title>\n<rect width=\"680\" height=\"376\" fill=\"white\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"18\" font-size=\"13\">Roofline: {peak:F0} GFLOP/s, {band:F1} GB/s</text>\n");
        for (double x = LowestIntensity; x <= HighestIntensity; x *= 4)
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{X(x):0.#} {Top}V{Bottom}\" stroke=\"#eee\"/><text x=\"{X(x):0.#}\" y=\"{Bottom + 16}\" text-anchor=\"middle\">{(x < 1 ? $"1/{1 / x:0}" : $"{x:0}")}</text>\n");
        for (double y = LowestRate; y <= HighestRate; y *= 4)
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Y(y):0.#}H{Right}\" stroke=\"#eee\"/><text x=\"{Left - 6}\" y=\"{Y(y) + 4:0.#}\" text-anchor=\"end\">{y:0.##}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Right) / 2}\" y=\"366\" text-anchor=\"middle\">operations per byte</text><text x=\"16\" y=\"{(Top + Bottom) / 2}\" transform=\"rotate(-90 16 {(Top + Bottom) / 2})\" text-anchor=\"middle\">GFLOP/s</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{X(LowestIntensity):0.#} {Y(LowestIntensity * band):0.#}L{X(ridge):0.#} {Y(peak):0.#}H{Right}\" fill=\"none\" stroke=\"black\" stroke-width=\"2\"/>\n");
        foreach (KernelResult result in results)
        {
            if (result.Case.Flops <= 0 || result.Case.IsDouble) continue;
            double intensity = Math.Clamp(result.Case.Flops / result.Case.Bytes, LowestIntensity, HighestIntensity), rate = Math.Clamp(result.Case.Flops / result.Seconds / 1e9, LowestRate, HighestRate);
            string colour = Families.First(family => family.Is(result.Case.Kind)).Colour;
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(intensity):0.#}\" cy=\"{Y(rate):0.#}\" r=\"3.5\" fill=\"{colour}\" fill-opacity=\"0.75\"><title>{result.Case.Name}: {rate:F1} GFLOP/s</title></circle>\n");
        }
        for (int i = 0; i < Families.Length; i++)
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"516\" cy=\"{Top + 16 + (20 * i)}\" r=\"4\" fill=\"{Families[i].Colour}\"/><text x=\"526\" y=\"{Top + 20 + (20 * i)}\">{Families[i].Name}</text>\n");
        File.WriteAllText(file, svg.Append("</svg>\n").ToString());
    }

    private static double X(double intensity) => Left + ((Right - Left) * Math.Log(intensity / LowestIntensity) / Math.Log(HighestIntensity / LowestIntensity));

    private static double Y(double rate) => Bottom - ((Bottom - Top) * Math.Log(rate / LowestRate) / Math.Log(HighestRate / LowestRate));
}
