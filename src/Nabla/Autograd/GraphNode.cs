namespace Nabla;

/// <summary>One recorded step: an operation, or the accumulator of a leaf. Gradients flow from outputs to <see cref="Targets"/>.</summary>
internal abstract class GraphNode
{
    private static long _next;

    protected GraphNode(GraphNode?[] targets)
    {
        Targets = targets;
        Sequence = Interlocked.Increment(ref _next);
    }

    /// <summary>Name for messages.</summary>
    public abstract string Name { get; }

    /// <summary>Creation order; backward runs from the youngest to the oldest.</summary>
    public long Sequence { get; }

    /// <summary>Per input, the node its gradient goes to; null when it needs none.</summary>
    public GraphNode?[] Targets { get; protected set; }

    /// <summary>The state of the value this node made, for hooks and retained gradients; may be gone.</summary>
    public AutogradState? Output { get; set; }

    /// <summary>Gradients for <see cref="Targets"/>, or for those of them that are <paramref name="useful"/>; handles owned by the caller.</summary>
    public abstract Tensor?[] Backward(Tensor grad, bool createGraph, HashSet<GraphNode>? useful);

    /// <summary>Lets go of everything saved.</summary>
    public virtual void Release()
    {
    }
}

/// <summary>The end of the line: adds what arrives to the leaf's gradient.</summary>
internal sealed class LeafNode(AutogradState state) : GraphNode([])
{
    public override string Name => "leaf";

    public AutogradState State { get; } = state;

    public override Tensor?[] Backward(Tensor grad, bool createGraph, HashSet<GraphNode>? useful) => [];
}
