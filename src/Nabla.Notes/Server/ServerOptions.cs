using Nabla.Notes.Playground;
using Nabla.Notes.Site;

namespace Nabla.Notes.Server;

/// <summary>What is served, and where.</summary>
[Export("notes.ServerOptions")]
public sealed record ServerOptions
{
    /// <summary>The notebook.</summary>
    public SiteOptions Site { get; init; } = new();

    /// <summary>The port on this machine; 0 takes any free one.</summary>
    public int Port { get; init; } = 5080;

    /// <summary>Pictures that readers of the playground can start from.</summary>
    public IReadOnlyList<DrawingSample> Samples { get; init; } = [];
}
