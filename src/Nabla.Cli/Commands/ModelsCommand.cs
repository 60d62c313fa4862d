using System.CommandLine;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla models</c>: what there is, and trying it out.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new("models", "Registered models: list, summarise, run and time them.")
    {
        ModelsListCommand.Create(),
        ModelsSummaryCommand.Create(),
        ModelsKeysCommand.Create(),
        ModelsRunCommand.Create(),
        ModelsBenchCommand.Create(),
    };
}
