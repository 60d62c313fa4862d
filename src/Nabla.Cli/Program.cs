using System.CommandLine;

namespace Nabla.Cli;

/// <summary>The <c>nabla</c> command.</summary>
internal static class Program
{
    private static int Main(string[] arguments) => CommandLine.Run(arguments);
}
