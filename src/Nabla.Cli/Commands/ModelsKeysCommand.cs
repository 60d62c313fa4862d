using System.CommandLine;
using Nabla.Vision;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla models keys</c>: the state dict's keys with shapes and dtypes.</summary>
internal static class ModelsKeysCommand
{
    public static Command Create()
    {
        Argument<string> name = ModelArguments.Name();
        Option<string[]> set = ModelArguments.Set();
        Option<bool> json = GlobalOptions.Json();
        Command command = new("keys", "State-dict keys with shapes and dtypes, in order.") { name, set, json };
        command.SetAction(parsed =>
        {
            Module model = ModelRegistry.Create(parsed.GetRequiredValue(name), Weights.ShapeOnly(), ModelArguments.Settings(parsed.GetValue(set)));
            StateDict state = model.StateDict();
            if (!parsed.GetValue(json))
            {
                foreach ((string key, Tensor value) in state) Console.WriteLine($"{key} {value.Shape} {value.DType.Name()}");
                return;
            }
            JsonOutput.Write(writer =>
            {
                writer.WriteStartArray();
                foreach ((string key, Tensor value) in state)
                {
                    writer.WriteStartObject();
                    writer.WriteString("key", key);
                    writer.WritePropertyName("shape");
                    writer.WriteShape(value.Shape);
                    writer.WriteString("dtype", value.DType.Name());
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            });
        });
        return command;
    }
}
