using System.CommandLine;
using Nabla.Kernels.Threading;

namespace Nabla.Cli;

/// <summary>Options every command knows.</summary>
internal static class GlobalOptions
{
    public static Option<int?> Threads { get; } = Number<int?>("--threads", "Threads to compute with; all cores when omitted (also NABLA_NUM_THREADS).", value => value is null or >= 1 and <= WorkPool.MaxThreads, $"1..{WorkPool.MaxThreads}");

    public static Option<ulong> Seed { get; } = new("--seed") { Description = "Seed of every random number.", Recursive = true };

    public static Option<bool> Verbose { get; } = new("--verbose") { Description = "Add the stack trace to errors.", Recursive = true };

    /// <summary>A fresh <c>--json</c> option.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document and nothing else." };

    /// <summary>A number with a range, checked while parsing.</summary>
    public static Option<T> Number<T>(string name, string description, Func<T?, bool> accept, string expected)
    {
        Option<T> option = new(name) { Description = description, Recursive = name == "--threads" };
        option.Validators.Add(result =>
        {
            if (!accept(result.GetValueOrDefault<T>())) result.AddError($"{name} must be {expected}; got {string.Join(" ", result.Tokens.Select(token => token.Value))}.");
        });
        return option;
    }
}
