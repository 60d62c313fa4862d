using System.Diagnostics;
using System.Globalization;
using Nabla.Kernels.Threading;

namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>PyTorch, timed on the same work in the same run by <c>benchmarks/peers/kernels.py</c>.</summary>
internal sealed class PyTorchPeer : IKernelPeer
{
    private const string Script = "benchmarks/peers/kernels.py";
    private readonly Process _process;

    private PyTorchPeer(Process process) => _process = process;

    /// <summary>Starts it, from the clone that the current folder lies in.</summary>
    /// <exception cref="FileNotFoundException">The script is in none of the folders above.</exception>
    /// <exception cref="InvalidOperationException">Python does not start.</exception>
    public static PyTorchPeer Start(string python)
    {
        DirectoryInfo? folder = new(Directory.GetCurrentDirectory());
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, Script))) folder = folder.Parent;
        if (folder is null) throw new FileNotFoundException($"--peers needs {Script}, which is in no folder above {Directory.GetCurrentDirectory()}; run from a clone of the repository.");
        ProcessStartInfo start = new(python) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = folder.FullName };
        start.ArgumentList.Add(Script);
        string threads = WorkPool.Threads.ToString(CultureInfo.InvariantCulture);
        start.Environment["OMP_NUM_THREADS"] = threads;
        start.Environment["OPENBLAS_NUM_THREADS"] = threads;
        try
        {
            return new(Process.Start(start) ?? throw new InvalidOperationException($"{python} does not start."));
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InvalidOperationException($"{python} does not start: {error.Message}. --python names another one; it needs PyTorch.", error);
        }
    }

    /// <inheritdoc/>
    public string Name => "PyTorch";

    /// <inheritdoc/>
    public bool Prepare(KernelCase work) => Ask($"{work.Kind} {string.Join(' ', work.Sizes)}") != "-";

    /// <inheritdoc/>
    public double Seconds() => double.Parse(Ask("time"), CultureInfo.InvariantCulture) / 1e3;

    private string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The peer script ended early; is PyTorch installed for this Python?");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(5000);
        _process.Dispose();
    }
}
