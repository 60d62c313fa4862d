using System.Diagnostics;
using System.Globalization;

namespace Nabla.Cli.Benchmarks;

/// <summary>Programs that do the same work in other languages and libraries (benchmarks/peers has some).</summary>
/// <remarks>Protocol: a line "WORK N ARGUMENT" on standard input is answered by "PEER milliseconds" lines, medians, and a line "end".</remarks>
internal sealed class BenchPeers : IDisposable
{
    private readonly List<Process> _processes = [];

    /// <summary>Starts the programs.</summary>
    /// <exception cref="UsageException">One of them cannot be started.</exception>
    public BenchPeers(IEnumerable<string> programs)
    {
        foreach (string program in programs)
        {
            try
            {
                _processes.Add(Process.Start(new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true })!);
            }
            catch (System.ComponentModel.Win32Exception error)
            {
                Dispose();
                throw new UsageException($"The peer {program} cannot be started: {error.Message}.", error);
            }
        }
    }

    /// <summary>Asks every peer; those that do not know the work answer nothing.</summary>
    /// <param name="work">The name of the work.</param>
    /// <param name="n">The size of the input.</param>
    /// <param name="argument">What else the work needs, such as a file; without spaces.</param>
    /// <param name="goal">The goal for a peer's name.</param>
    public IEnumerable<BenchPeer> Measure(string work, int n, string argument, Func<string, double> goal)
    {
        List<BenchPeer> answers = [];
        foreach (Process process in _processes)
        {
            process.StandardInput.WriteLine($"{work} {n} {argument}");
            process.StandardInput.Flush();
            while (process.StandardOutput.ReadLine() is { } line && line != "end")
            {
                int space = line.LastIndexOf(' ');
                string name = line[..space];
                answers.Add(new BenchPeer(name, double.Parse(line[(space + 1)..], CultureInfo.InvariantCulture), goal(name)));
            }
        }
        return answers;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Process process in _processes)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
        _processes.Clear();
    }
}
