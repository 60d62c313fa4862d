using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Nabla.Cli.Commands;
using Nabla.Kernels.Threading;

namespace Nabla.Cli;

/// <summary>Puts the commands together, and turns every failure into one line and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Exit code of a failure.</summary>
    public const int Failure = 1;

    /// <summary>Exit code of bad usage.</summary>
    public const int BadUsage = 2;

    /// <summary>Runs a command line.</summary>
    public static int Run(string[] arguments)
    {
        ParseResult parsed = Build().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine($"nabla: {Line(string.Join(" ", parsed.Errors.Select(error => error.Message)))} See --help.");
            return BadUsage;
        }
        try
        {
            if (parsed.GetValue(GlobalOptions.Threads) is { } threads) WorkPool.Threads = threads;
            return parsed.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                // Commands that must finish something first handle the signals themselves and take the time they need.
                ProcessTerminationTimeout = null,
            });
        }
        catch (OperationCanceledException error)
        {
            Console.Error.WriteLine($"nabla: {Line(error.Message)}");
            return Failure;
        }
#pragma warning disable CA1031 // the outermost frame: whatever went wrong becomes one clear line
        catch (Exception error)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine($"nabla: {Line(Message(error))}");
            if (parsed.GetValue(GlobalOptions.Verbose)) Console.Error.WriteLine(error);
            return error is UsageException ? BadUsage : Failure;
        }
    }

    /// <summary>The whole tree of commands.</summary>
    public static Command Build()
    {
        // Not a RootCommand: that one takes its name from the file that was started, which may be dotnet or Nabla.Cli.
        Command root = new("nabla", "Nabla: deep learning for .NET.")
        {
            TrainCommand.Create(),
            EvalCommand.Create(),
            PredictCommand.Create(),
            SampleCommand.Create(),
            ExplainCommand.Create(),
            ModelsCommand.Create(),
            ConvertCommand.Create(),
            ApiCommand.Create(),
            PlotCommand.Create(),
            InspectCommand.Create(),
            SegmentCommand.Create(),
            BenchCommand.Create(),
            NotesCommand.Create(),
        };
        root.Options.Add(new HelpOption { Recursive = true });
        root.Options.Add(new VersionOption());
        root.Options.Add(GlobalOptions.Threads);
        root.Options.Add(GlobalOptions.Seed);
        root.Options.Add(GlobalOptions.Verbose);
        return root;
    }

    /// <summary>What a person should read of an exception.</summary>
    private static string Message(Exception error) => error switch
    {
        TypeInitializationException { InnerException: { } inner } => Message(inner),
        AggregateException { InnerException: { } inner } => Message(inner),
        // .NET appends "(Parameter 'x')" to what we already said.
        ArgumentException argument when argument.ParamName is { } name => argument.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal),
        _ => error.Message,
    };

    private static string Line(string text) => string.Join(" ", text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
