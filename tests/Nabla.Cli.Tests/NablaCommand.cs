using System.Globalization;

namespace Nabla.Cli.Tests;

/// <summary>Runs command lines in this process and collects what they print. One at a time: the console is shared.</summary>
internal static class NablaCommand
{
    private static readonly Lock Gate = new();

    public static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        lock (Gate)
        {
            TextWriter output = Console.Out, error = Console.Error;
            using StringWriter said = new(CultureInfo.InvariantCulture), complained = new(CultureInfo.InvariantCulture);
            Console.SetOut(said);
            Console.SetError(complained);
            try
            {
                int code = CommandLine.Run(arguments);
                return (code, said.ToString(), complained.ToString());
            }
            finally
            {
                Console.SetOut(output);
                Console.SetError(error);
            }
        }
    }

    /// <summary>A folder that is removed afterwards.</summary>
    public static Folder NewFolder() => new();

    internal sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("nabla-cli-").FullName;

        public string this[string name] => System.IO.Path.Combine(Path, name);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
