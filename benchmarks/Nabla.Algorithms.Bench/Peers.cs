using System.Diagnostics;
using System.Globalization;

namespace Nabla.Algorithms.Bench;

/// <summary>C++ peers: each source of benchmarks/peers is compiled once with g++ and answers one measurement a line of input.</summary>
/// <remarks>Protocol: a line "WORK N SEED" gives "PEER milliseconds" lines and then a line "end"; milliseconds are medians.</remarks>
internal sealed class Peers : IDisposable
{
    private readonly Process _process;

    private Peers(Process process) => _process = process;

    /// <summary>Compiles and starts a peer; null when there is no compiler or library, with the reason on standard error.</summary>
    public static Peers? Start(string source, params string[] libraries)
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Nabla.slnx")))
        {
            root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("Nabla.slnx was not found above the program.");
        }
        string file = Path.Combine(root, "benchmarks", "peers", source);
        string program = Path.Combine(Path.GetTempPath(), $"nabla-peer-{Path.GetFileNameWithoutExtension(source)}-{Environment.ProcessId}");
        try
        {
            using var compiler = Process.Start(new ProcessStartInfo("g++", ["-O3", "-march=native", "-std=c++17", file, "-o", program, .. libraries]) { RedirectStandardError = true })!;
            string errors = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            if (compiler.ExitCode != 0)
            {
                Console.Error.WriteLine($"{source} does not compile here (Debian: apt install g++ libhwy-dev libboost-dev):\n{errors}");
                return null;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.Error.WriteLine("There is no g++; C++ peers are left out.");
            return null;
        }
        var process = Process.Start(new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        return new Peers(process);
    }

    public (string Peer, double Milliseconds)[] Measure(string work, int n, int seed = 0)
    {
        _process.StandardInput.WriteLine($"{work} {n} {seed}");
        _process.StandardInput.Flush();
        var answers = new List<(string, double)>();
        while (_process.StandardOutput.ReadLine() is { } line && line != "end")
        {
            string[] parts = line.Split(' ');
            answers.Add((parts[0], double.Parse(parts[1], CultureInfo.InvariantCulture)));
        }
        return [.. answers];
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
