using System.Diagnostics;
using System.Globalization;
using Nabla.Kernels.Threading;

namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>A library timed on the same work in the same run by a script of <c>benchmarks/peers</c>: a line names the work, a line "time" asks for its median milliseconds.</summary>
internal sealed class ScriptPeer : IKernelPeer
{
    private const string Folder = "benchmarks/peers";
    private readonly Process _process;

    private ScriptPeer(string name, Process process) => (Name, _process) = (name, process);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Starts PyTorch, from the clone that the current folder lies in.</summary>
    /// <exception cref="FileNotFoundException">The script is in none of the folders above.</exception>
    /// <exception cref="InvalidOperationException">Python does not start.</exception>
    public static ScriptPeer PyTorch(string python) => Start("PyTorch", python, Find("kernels.py"), "--python names another one; it needs PyTorch.");

    /// <summary>Starts ONNX Runtime; null where <c>benchmarks/peers/install-onnxruntime.sh</c> has not installed it.</summary>
    /// <exception cref="InvalidOperationException">Node.js does not start.</exception>
    public static ScriptPeer? OnnxRuntime()
    {
        string script = Find("onnx_kernels.mjs");
        return Directory.Exists(Path.Combine(Path.GetDirectoryName(script)!, "node_modules", "onnxruntime-node")) ? Start("ONNX Runtime", "node", script, "ONNX Runtime is called from Node.js.") : null;
    }

    /// <inheritdoc/>
    public bool Prepare(KernelCase work) => Ask($"{work.Kind} {string.Join(' ', work.Sizes)}") != "-";

    /// <inheritdoc/>
    public double Seconds() => double.Parse(Ask("time"), CultureInfo.InvariantCulture) / 1e3;

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(5000);
        _process.Dispose();
    }

    private static string Find(string script)
    {
        DirectoryInfo? folder = new(Directory.GetCurrentDirectory());
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, Folder, script))) folder = folder.Parent;
        if (folder is null) throw new FileNotFoundException($"--peers needs {Folder}/{script}, which is in no folder above {Directory.GetCurrentDirectory()}; run from a clone of the repository.");
        return Path.Combine(folder.FullName, Folder, script);
    }

    private static ScriptPeer Start(string name, string program, string script, string help)
    {
        ProcessStartInfo start = new(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(script);
        string threads = WorkPool.Threads.ToString(CultureInfo.InvariantCulture);
        start.Environment["OMP_NUM_THREADS"] = threads;
        start.Environment["OPENBLAS_NUM_THREADS"] = threads;
        try
        {
            return new(name, Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start."));
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InvalidOperationException($"{program} does not start: {error.Message}. {help}", error);
        }
    }

    private string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The script of {Name} ended early; is {Name} installed?");
    }
}
