using System.CommandLine;
using System.Globalization;
using Nabla.Vision;
using Spectre.Console;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla models summary</c>: layers, shapes, parameters and costs, without allocating weights.</summary>
internal static class ModelsSummaryCommand
{
    public static Command Create()
    {
        Argument<string> name = ModelArguments.Name();
        Option<string?> input = new("--input") { Description = "Input shape, such as 1,3,224,224; the model's usual one when omitted." };
        Option<string[]> set = ModelArguments.Set();
        Option<bool> json = GlobalOptions.Json();
        Command command = new("summary", "Layer table with shapes, parameters and multiply-accumulates.") { name, input, set, json };
        command.SetAction(parsed =>
        {
            string model = parsed.GetRequiredValue(name);
            Shape shape = ModelArguments.InputShape(model, parsed.GetValue(input));
            ModelSummary summary = ModelSummary.Of(ModelRegistry.Create(model, Weights.ShapeOnly(), ModelArguments.Settings(parsed.GetValue(set))), shape);
            if (parsed.GetValue(json)) WriteJson(model, shape, summary);
            else WriteTable(model, shape, summary);
        });
        return command;
    }

    private static void WriteJson(string name, Shape input, ModelSummary summary) => JsonOutput.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteNumber("parameters", summary.Parameters);
        writer.WriteNumber("trainable_parameters", summary.TrainableParameters);
        writer.WriteNumber("macs", summary.MultiplyAccumulates);
        writer.WriteNumber("activation_bytes", summary.ActivationBytes);
        writer.WriteNumber("traffic_bytes", summary.TrafficBytes);
        writer.WritePropertyName("input");
        writer.WriteShape(input);
        writer.WriteStartArray("outputs");
        foreach (Shape output in summary.Outputs) writer.WriteShape(output);
        writer.WriteEndArray();
        writer.WriteStartArray("layers");
        foreach (LayerSummary layer in summary.Layers)
        {
            writer.WriteStartObject();
            writer.WriteString("name", layer.Name);
            writer.WriteString("type", layer.Type);
            writer.WritePropertyName("output");
            writer.WriteShape(layer.Output);
            writer.WriteNumber("parameters", layer.Parameters);
            writer.WriteNumber("macs", layer.MultiplyAccumulates);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteTable(string name, Shape input, ModelSummary summary)
    {
        Table table = new() { Border = TableBorder.Rounded, Title = new($"{name}  {Markup.Escape(input.ToString())}") };
        table.AddColumn("layer").AddColumn("type").AddColumn("output");
        table.AddColumn(new TableColumn("parameters").RightAligned()).AddColumn(new TableColumn("MACs").RightAligned());
        foreach (LayerSummary layer in summary.Layers)
        {
            string indent = new(' ', layer.Name.Count(c => c == '.') * 2);
            table.AddRow(
                indent + Markup.Escape(layer.Name.Length == 0 ? "(model)" : layer.Name), layer.Type, Markup.Escape(layer.Output.ToString()),
                Count(layer.Parameters), Count(layer.MultiplyAccumulates));
        }
        AnsiConsole.Write(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"parameters {summary.Parameters:N0} ({summary.TrainableParameters:N0} trainable), MACs {summary.MultiplyAccumulates:N0}, activations {summary.ActivationBytes / 1e6:N1} MB, traffic {summary.TrafficBytes / 1e6:N1} MB"));
    }

    private static string Count(long value) => value == 0 ? string.Empty : value.ToString("N0", CultureInfo.InvariantCulture);
}
