using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Nabla.Cli.Plots;
using Nabla.Vision;
using Nabla.Vision.Plots;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla inspect</c>: looks into models.</summary>
internal static class InspectCommand
{
    public static Command Create() => new("inspect", "Looks into models.") { InitCommand() };

    private static Command InitCommand()
    {
        Argument<string> name = ModelArguments.Name();
        Option<string[]> set = ModelArguments.Set();
        Option<string?> input = new("--input") { Description = "Input shape with the batch, such as 8,3,64,64; eight pictures of the usual size when omitted." };
        Option<string?> law = new("--init") { Description = $"Redraw weights: {string.Join(", ", InitInspector.Laws.Keys)}." };
        Option<string?> output = new("--output") { Description = "Also draw the scales to this file, .svg or .png." };
        Option<bool> json = GlobalOptions.Json();
        Command command = new("init", "Scale of activations and gradients of every layer before training.") { name, set, input, law, output, json };
        command.SetAction(parsed =>
        {
            string model = parsed.GetRequiredValue(name);
            string? chosen = parsed.GetValue(law);
            Initializer? redraw = chosen is null ? null : InitInspector.Laws.TryGetValue(chosen, out Initializer? found) ? found : throw new UsageException($"--init must be one of {string.Join(", ", InitInspector.Laws.Keys)}; got '{chosen}'.");
            ulong seed = parsed.GetValue(GlobalOptions.Seed);
            Shape shape = parsed.GetValue(input) is { } text ? ModelArguments.ParseShape(text) : new([8, .. ModelRegistry.Find(model).InputShape.Span]);
            Module built = ModelRegistry.Create(model, Weights.Random(seed), ModelArguments.Settings(parsed.GetValue(set)));
            IReadOnlyList<LayerScale> layers = InitInspector.Measure(built, shape, redraw, seed + 1);
            if (parsed.GetValue(output) is { } path) Draw(model, layers).Save(path);
            if (parsed.GetValue(json)) WriteJson(layers);
            else WriteTable(layers);
        });
        return command;
    }

    private static void WriteTable(IReadOnlyList<LayerScale> layers)
    {
        int wide = Math.Max(5, layers.Max(layer => layer.Name.Length));
        Console.WriteLine($"{"layer".PadRight(wide)} {"type",-18} {"weight std",11} {"activation",11} {"gradient",11}");
        foreach (LayerScale layer in layers)
            Console.WriteLine($"{layer.Name.PadRight(wide)} {layer.Type,-18} {Number(layer.Weight),11} {Number(layer.Activation),11} {Number(layer.Gradient),11}");
    }

    private static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString("0.000e+00", CultureInfo.InvariantCulture);

    private static Plot Draw(string model, IReadOnlyList<LayerScale> layers)
    {
        double[] place = [.. Enumerable.Range(1, layers.Count).Select(i => (double)i)];
        Plot plot = new(1, 720, 320);
        PlotPanel panel = plot.Add($"{model} at initialisation", "layer, from input to output", "root mean square");
        panel.LogY = true;
        panel.Line("activation", place, [.. layers.Select(layer => layer.Activation)], dots: true);
        panel.Line("gradient", place, [.. layers.Select(layer => layer.Gradient)], dots: true);
        return plot;
    }

    private static void WriteJson(IReadOnlyList<LayerScale> layers) => JsonOutput.Write(writer =>
    {
        writer.WriteStartArray();
        foreach (LayerScale layer in layers)
        {
            writer.WriteStartObject();
            writer.WriteString("name", layer.Name);
            writer.WriteString("type", layer.Type);
            Field(writer, "weight", layer.Weight);
            Field(writer, "activation", layer.Activation);
            Field(writer, "gradient", layer.Gradient);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    });

    private static void Field(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value)) writer.WriteNumber(name, value);
        else writer.WriteNull(name);
    }
}
