using System.CommandLine;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla bench</c>: measurements of the parts the library is made of.</summary>
internal static class BenchCommand
{
    public static Command Create() => new("bench", "Measures the parts the library is made of.")
    {
        BenchAlgorithmsCommand.Create(),
        BenchKernelsCommand.Create(),
        BenchAccuracyCommand.Create(),
    };
}
