namespace Architecture.Tests;

/// <summary>Who may refer to whom in <c>src/</c>. A new project gets its line here.</summary>
internal static class Arrows
{
    /// <summary>Direct references of each project.</summary>
    public static IReadOnlyDictionary<string, string[]> Projects { get; } = new Dictionary<string, string[]>
    {
        ["Nabla.Algorithms"] = [],
        ["Nabla.Kernels"] = [],
        ["Nabla.Generators"] = [],
        ["Nabla"] = ["Nabla.Kernels", "Nabla.Algorithms"],
        ["Nabla.Onnx"] = ["Nabla"],
        ["Nabla.Vision"] = ["Nabla"],
        ["Nabla.Sequences"] = ["Nabla"],
        ["Nabla.Text"] = ["Nabla", "Nabla.Algorithms"],
        ["Nabla.Diffusion"] = ["Nabla", "Nabla.Sequences", "Nabla.Text"],
        ["Nabla.Distributed"] = ["Nabla"],
        ["Nabla.Notes"] = ["Nabla", "Nabla.Vision", "Nabla.Algorithms"],
        ["Nabla.Cli"] =
        [
            "Nabla", "Nabla.Algorithms", "Nabla.Kernels", "Nabla.Onnx", "Nabla.Vision", "Nabla.Sequences", "Nabla.Text",
            "Nabla.Diffusion", "Nabla.Distributed", "Nabla.Notes",
        ],
    };

    /// <summary>Packages that may be referred to; all of them are managed code.</summary>
    public static IReadOnlyDictionary<string, string[]> Packages { get; } = new Dictionary<string, string[]>
    {
        ["Nabla.Generators"] = ["Microsoft.CodeAnalysis.CSharp"],
        ["Nabla.Kernels"] = ["MathNet.Numerics", "System.Numerics.Tensors"],
        ["Nabla"] = ["System.Numerics.Tensors"],
        ["Nabla.Onnx"] = ["Google.Protobuf"],
        ["Nabla.Notes"] = ["Markdig", "YamlDotNet"],
        ["Nabla.Cli"] = ["Spectre.Console", "System.CommandLine"],
    };

    /// <summary>Everything that can be reached from a project, itself excluded.</summary>
    public static IReadOnlySet<string> Reachable(string project)
    {
        HashSet<string> reached = [];
        Queue<string> open = new(Projects[project]);
        while (open.TryDequeue(out string? next))
        {
            if (reached.Add(next)) Array.ForEach(Projects[next], open.Enqueue);
        }
        return reached;
    }
}
