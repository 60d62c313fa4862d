using System.Runtime.CompilerServices;

namespace Nabla;

/// <summary>The extent of one forward-mode differentiation: tangents set inside it follow every operation, and are gone when it is disposed.</summary>
/// <remarks>Belongs to the thread that entered it. Made by <see cref="ForwardAD.EnterDualLevel"/>.</remarks>
[Export("autograd.DualLevel")]
public sealed class DualLevel : IDisposable
{
    private readonly Action _leave;
    private ConditionalWeakTable<GraphNode, Tensor>? _tangents = [];

    internal DualLevel(Action leave) => _leave = leave;

    /// <summary>Leaves the level; all its tangents are forgotten.</summary>
    public void Dispose()
    {
        if (_tangents is null) return;
        _tangents = null;
        _leave();
    }

    /// <summary>The tangent of a value; null when it is zero.</summary>
    internal Tensor? Tangent(Tensor x) => x.State is { } state && _tangents!.TryGetValue(state, out Tensor? tangent) ? tangent : null;

    /// <summary>Gives a value a tangent, of which the level keeps a handle of its own.</summary>
    internal void Set(Tensor x, Tensor tangent) => _tangents!.AddOrUpdate(x.State ??= new LeafNode(), tangent.Alias());
}
