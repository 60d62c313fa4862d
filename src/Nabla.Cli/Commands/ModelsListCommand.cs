using System.CommandLine;
using System.Text.Json;
using Nabla.Vision;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla models list</c>.</summary>
internal static class ModelsListCommand
{
    public static Command Create()
    {
        Option<bool> json = GlobalOptions.Json();
        Command command = new("list", "Names of all models.") { json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(writer =>
                {
                    writer.WriteStartArray();
                    foreach (string name in ModelRegistry.Names) writer.WriteStringValue(name);
                    writer.WriteEndArray();
                });
                return;
            }
            int width = ModelRegistry.Names.Max(name => name.Length);
            foreach (string name in ModelRegistry.Names) Console.WriteLine($"{name.PadRight(width)}  {ModelRegistry.Find(name).Summary}");
            Console.WriteLine();
            Console.WriteLine($"timm's names of some of them: {string.Join(", ", ModelRegistry.Aliases)}.");
        });
        return command;
    }
}
