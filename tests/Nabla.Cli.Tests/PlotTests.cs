using System.Text.Json;
using System.Xml.Linq;
using Nabla.Vision.Images;

namespace Nabla.Cli.Tests;

[Collection("console")]
public class PlotTests
{
    [Fact]
    public void Activations_are_drawn_as_SVG_and_PNG()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        (int code, _, string error) = NablaCommand.Run("plot", "activations", "GELU", "mish", "--output", folder["a.svg"]);
        Assert.True(code == 0, error);
        XDocument svg = XDocument.Load(folder["a.svg"]);
        string[] texts = [.. svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
        Assert.Contains("GELU", texts);
        Assert.Contains("Mish", texts);
        Assert.Equal(2, texts.Count(t => t == "f'"));
        Assert.Equal(0, NablaCommand.Run("plot", "activations", "ReLU", "--output", folder["a.png"]).Code);
        using FileStream file = File.OpenRead(folder["a.png"]);
        Image picture = Image.Decode(file);
        Assert.Equal((600, 460), (picture.Width, picture.Height));
        Assert.Contains((byte)0, picture.Data.ToArray().Select(v => (byte)(v < 80 ? 0 : 1)));
    }

    [Fact]
    public void All_activations_fit_on_one_figure()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        Assert.Equal(0, NablaCommand.Run("plot", "activations", "--output", folder["all.svg"]).Code);
        Assert.True(File.ReadAllText(folder["all.svg"]).Split("f&apos;").Length > 30);
    }

    [Fact]
    public void Unknown_activations_are_bad_usage()
    {
        (int code, _, string error) = NablaCommand.Run("plot", "activations", "Gelp");
        Assert.Equal(2, code);
        Assert.Contains("Gelp", error, StringComparison.Ordinal);
        Assert.Equal(2, NablaCommand.Run("plot", "activations", "--range", "-1").Code);
    }

    [Fact]
    public void Descents_and_widths_print_what_they_draw()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        (int code, string output, string error) = NablaCommand.Run("plot", "descents", "--output", folder["d.svg"]);
        Assert.True(code == 0, error);
        Assert.Contains("SGD (1)", output, StringComparison.Ordinal);
        (code, output, error) = NablaCommand.Run("plot", "width-transfer", "--steps", "2", "--widths", "8", "16", "--output", folder["w.svg"]);
        Assert.True(code == 0, error);
        Assert.Contains("muP", output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["w.svg"]));
    }

    [Fact]
    public void Inspect_shows_why_the_scale_of_weights_matters()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        double Last(params string[] more)
        {
            (int code, string output, string error) = NablaCommand.Run(["inspect", "init", "mlp", "--input", "16,1,28,28", "--json", "--seed", "3", .. more]);
            Assert.True(code == 0, error);
            using JsonDocument json = JsonDocument.Parse(output);
            return json.RootElement.EnumerateArray().Last().GetProperty("activation").GetDouble();
        }
        double he = Last("--init", "he"), wild = Last("--init", "normal-1", "--output", folder["init.svg"]);
        Assert.InRange(he, 0.2, 5);
        Assert.True(wild > 100 * he);
        Assert.Contains("activation", File.ReadAllText(folder["init.svg"]), StringComparison.Ordinal);
        Assert.Contains("gradient", NablaCommand.Run("inspect", "init", "lenet").Output, StringComparison.Ordinal);
        Assert.Equal(2, NablaCommand.Run("inspect", "init", "mlp", "--init", "huge").Code);
    }
}
