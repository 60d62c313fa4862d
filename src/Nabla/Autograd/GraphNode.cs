namespace Nabla;

/// <summary>What a tensor knows of its history: the operation that made it, or, for a leaf, the place where gradients arrive.</summary>
/// <remarks>One object is the state of a value and its node in the graph. Gradients flow from it along <see cref="Edges"/>.</remarks>
internal abstract class GraphNode
{
    private static long _next;
    private Watch? _watch;

    private protected GraphNode(Edge[] edges, Watch? watch = null)
    {
        Edges = edges;
        _watch = watch;
        Sequence = Interlocked.Increment(ref _next);
    }

    /// <summary>Name for messages.</summary>
    public abstract string Name { get; }

    /// <summary>Does the value take part in differentiation?</summary>
    public abstract bool RequiresGrad { get; }

    /// <summary>Creation order; backward runs from the youngest to the oldest.</summary>
    public long Sequence { get; }

    /// <summary>One for each input of the operation; none for a leaf.</summary>
    public Edge[] Edges { get; }

    /// <summary>The accumulated gradient of a leaf, or of a value that retains it.</summary>
    public Tensor? Grad
    {
        get => _watch?.Grad;
        set
        {
            if (value is not null || _watch is not null) (_watch ??= new()).Grad = value;
        }
    }

    /// <summary>Should a value that is not a leaf keep its gradient?</summary>
    public bool RetainsGrad
    {
        get => _watch is { RetainsGrad: true };
        set => (_watch ??= new()).RetainsGrad = value;
    }

    /// <summary>Functions that see, and may replace, the value's gradient.</summary>
    public List<Func<Tensor, Tensor?>>? Hooks
    {
        get => _watch?.Hooks;
        set => (_watch ??= new()).Hooks = value;
    }

    /// <summary>Lets go of everything saved.</summary>
    public virtual void Release()
    {
    }

    /// <summary>What few values have besides leaves.</summary>
    private protected sealed class Watch
    {
        public Tensor? Grad { get; set; }

        public bool RetainsGrad { get; set; }

        public List<Func<Tensor, Tensor?>>? Hooks { get; set; }
    }
}

/// <summary>An input of a recorded operation: where its gradient goes, what it was, and its value where backward reads it.</summary>
internal struct Edge
{
    /// <summary>The node its gradient goes to; null when it needs none.</summary>
    public GraphNode? Target;

    /// <summary>Its shape.</summary>
    public Shape Shape;

    /// <summary>Its element type, and its value, when kept.</summary>
    public SavedTensor Saved;
}

/// <summary>The end of the line: what arrives is added to the leaf's gradient.</summary>
internal sealed class LeafNode() : GraphNode([], new())
{
    private bool _requiresGrad;

    public override string Name => "leaf";

    public override bool RequiresGrad => _requiresGrad;

    public LeafNode Requiring(bool gradient)
    {
        _requiresGrad = gradient;
        return this;
    }
}
