using System.CommandLine;
using System.IO.Enumeration;
using Nabla.Cli.Benchmarks.Kernels;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla bench kernels</c>: the rate of every kernel, its share of what this machine can do, and the peers' times beside it.</summary>
internal static class BenchKernelsCommand
{
    public static Command Create()
    {
        Option<string> filter = new("--filter") { Description = "Only cases whose name matches, such as gemm-* or conv-1x64*; several patterns with commas between them.", DefaultValueFactory = _ => "*" };
        Option<bool> peers = new("--peers") { Description = "Time PyTorch, ONNX Runtime and OpenBLAS on the same work in the same run, from a clone of the repository. PyTorch needs a Python; ONNX Runtime (benchmarks/peers/install-onnxruntime.sh) and OpenBLAS are left out where they are missing." };
        Option<string> python = new("--python") { Description = "The Python of --peers.", DefaultValueFactory = _ => "/usr/bin/python3" };
        Option<string?> markdown = new("--markdown") { Description = "A file whose kernel table is written, such as docs/benchmarks.md; rows that were not measured and the other sections stay." };
        Option<string?> roofline = new("--roofline") { Description = "A file that receives the roofline as SVG." };
        Option<bool> json = GlobalOptions.Json();
        Command command = new("kernels", "Rates of the kernels and their share of the machine's limits.") { filter, peers, python, markdown, roofline, json };
        command.SetAction(parsed =>
        {
            string pattern = parsed.GetValue(filter)!;
            KernelCase[] cases = [.. KernelSuite.Cases.Where(one => pattern.Split(',').Any(part => FileSystemName.MatchesSimpleExpression(part, one.Name)))];
            if (cases.Length == 0) throw new UsageException($"No kernel matches {pattern}; the kinds are {string.Join(", ", KernelSuite.Cases.Select(one => one.Kind).Distinct())}.");
            using ScriptPeer? torch = parsed.GetValue(peers) ? ScriptPeer.PyTorch(parsed.GetValue(python)!) : null;
            using ScriptPeer? onnx = parsed.GetValue(peers) ? ScriptPeer.OnnxRuntime() : null;
            using OpenBlasPeer? blas = parsed.GetValue(peers) ? OpenBlasPeer.Find() : null;
            IKernelPeer[] others = [.. new IKernelPeer?[] { torch, onnx, blas }.OfType<IKernelPeer>()];
            bool quiet = parsed.GetValue(json);
            MachineLimits limits = MachineLimits.Measure();
            if (!quiet) Console.WriteLine(KernelTable.Head(limits));
            List<KernelResult> results = [];
            foreach (KernelCase one in cases)
            {
                KernelResult result = KernelClock.Measure(one, limits, others);
                results.Add(result);
                if (!quiet) Console.WriteLine(KernelTable.Line(result));
            }
            if (quiet) JsonOutput.Write(writer => KernelTable.Write(writer, limits, results));
            if (parsed.GetValue(markdown) is { } file) KernelSection.Write(file, limits, results);
            if (parsed.GetValue(roofline) is { } svg) KernelRoofline.Write(svg, limits, results);
        });
        return command;
    }
}
