namespace Nabla;

/// <summary>What autograd knows about one value; shared by all handles of the value.</summary>
internal sealed class AutogradState
{
    private LeafNode? _leaf;

    /// <summary>Should operations on the value be recorded?</summary>
    public bool RequiresGrad { get; set; }

    /// <summary>The operation that made the value; null for a leaf.</summary>
    public GraphNode? Creator { get; set; }

    /// <summary>Accumulated gradient of a leaf (or of a value that retains it).</summary>
    public Tensor? Grad { get; set; }

    /// <summary>Keep the gradient of a non-leaf?</summary>
    public bool RetainsGrad { get; set; }

    /// <summary>Called with the gradient; may replace it.</summary>
    public List<Func<Tensor, Tensor?>>? Hooks { get; set; }

    /// <summary>Where gradients of this value flow to: its creator, or an accumulator for a leaf.</summary>
    public GraphNode Target => Creator ?? (_leaf ??= new LeafNode(this));
}
