namespace Nabla;

public sealed partial class Tensor
{
    private GraphNode? _state;
    // Of a whole tensor: how often its history was rewritten. Of a view: how many of those it has followed.
    private int _changes;

    /// <summary>Are operations on this tensor recorded, so that a gradient can flow back to it? Settable on leaves.</summary>
    /// <exception cref="InvalidOperationException">Set on a non-leaf, or on a tensor that is not floating point.</exception>
    [Export("Tensor.requires_grad")]
    public bool RequiresGrad
    {
        get => State?.RequiresGrad == true;
        set
        {
            if (value == RequiresGrad) return;
            if (!IsLeaf) throw new InvalidOperationException("RequiresGrad can only be changed on a leaf; use Detach() to cut the history.");
            if (value && !DType.IsFloating()) throw new InvalidOperationException($"Only floating-point tensors can require a gradient; this one is {DType.Name()}.");
            if (IsGhost) throw new InvalidOperationException($"This value of shape {Shape} was not kept for backward and cannot require a gradient.");
            State = ((LeafNode?)State ?? new()).Requiring(value);
        }
    }

    /// <summary>True when no recorded operation made this tensor.</summary>
    [Export("Tensor.is_leaf")]
    public bool IsLeaf => State is not OpNode;

    /// <summary>Name of the operation that made this tensor; null for a leaf.</summary>
    [Export("Tensor.grad_fn")]
    public string? GradFn => (State as OpNode)?.Name;

    /// <summary>The gradient accumulated by <see cref="Backward"/>; null before the first one. Set to null to start over.</summary>
    /// <exception cref="ShapeMismatchException">The gradient's shape differs from this tensor's.</exception>
    [Export("Tensor.grad")]
    public Tensor? Grad
    {
        get => State?.Grad;
        set
        {
            if (value is not null && value.Shape != Shape)
                throw new ShapeMismatchException($"A gradient of shape {value.Shape} cannot be given to a tensor of shape {Shape}.", nameof(value));
            if (State is null && value is null) return;
            if (IsGhost) throw new InvalidOperationException($"This value of shape {Shape} was not kept for backward and takes no gradient.");
            (State ??= new LeafNode()).Grad = value?.Persist();
        }
    }

    /// <summary>Does a derivative flow through this tensor, in either mode? A shortcut that treats it as a constant must ask.</summary>
    internal bool IsDifferentiated => RequiresGrad || ForwardAD.Carries(this);

    /// <summary>What autograd knows of the value. That of a view follows the tensor it looks at: a recorded change in place there gives it a new history.</summary>
    internal GraphNode? State
    {
        get
        {
            if (Base is { } whole && whole._changes != _changes) Follow(whole);
            return _state;
        }
        set => _state = value;
    }

    /// <summary>For a view, the tensor that is not one and whose memory it looks at; null where that is not known.</summary>
    internal Tensor? Base => _place?.Base;

    /// <summary>Marks this leaf as wanting a gradient.</summary>
    /// <returns>The tensor itself.</returns>
    [Export("Tensor.with_grad")]
    public Tensor WithGrad(bool requiresGrad = true)
    {
        RequiresGrad = requiresGrad;
        return this;
    }

    /// <summary>Keeps the gradient of a non-leaf in <see cref="Grad"/>.</summary>
    /// <exception cref="InvalidOperationException">The tensor does not require a gradient.</exception>
    [Export("Tensor.retain_grad")]
    public void RetainGrad()
    {
        if (!RequiresGrad) throw new InvalidOperationException("RetainGrad needs a tensor that requires a gradient.");
        if (!IsLeaf) State!.RetainsGrad = true;
    }

    /// <summary>The same data without history; shares memory.</summary>
    [Export("Tensor.detach")]
    public Tensor Detach() => View(Shape, StrideArray, Offset);

    /// <summary>Calls <paramref name="hook"/> with the gradient of this tensor whenever it is computed; a non-null result replaces it.</summary>
    /// <returns>Dispose to remove the hook.</returns>
    /// <exception cref="InvalidOperationException">The tensor does not require a gradient.</exception>
    [Export("Tensor.register_hook")]
    public IDisposable RegisterHook(Func<Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        if (!RequiresGrad) throw new InvalidOperationException("A hook needs a tensor that requires a gradient.");
        return Hook.Add(State!.Hooks ??= [], hook);
    }

    /// <summary>Computes the gradients of this tensor with respect to every leaf it depends on and adds them to their <see cref="Grad"/>.</summary>
    /// <param name="gradient">Gradient of the final quantity with respect to this tensor; 1 for a scalar when omitted.</param>
    /// <param name="retainGraph">Keep what is saved, so that backward can run again; on by default when <paramref name="createGraph"/> is.</param>
    /// <param name="createGraph">Record the backward pass, for gradients of gradients.</param>
    /// <exception cref="InvalidOperationException">Nothing was recorded, or the tensor is not a scalar and no gradient was given.</exception>
    [Export("Tensor.backward")]
    public void Backward(Tensor? gradient = null, bool? retainGraph = null, bool createGraph = false)
    {
        (GraphNode, Tensor) root = Autograd.Root(this, gradient);
        Engine.Run([root], null, retainGraph ?? createGraph, createGraph);
    }

    /// <summary>Notes that this is a view of <paramref name="source"/>.</summary>
    internal void LooksAt(Tensor source)
    {
        Tensor whole = source.Base ?? source;
        (_place ??= new(StrideArray, 0)).Base = whole;
        _changes = whole._changes;
    }

    /// <summary>Gives the value the history of what has just been written over it.</summary>
    internal void Rewrite(Tensor result)
    {
        if (Base is not { } whole)
        {
            _state = result.State;
            _changes++;
            return;
        }
        // The whole goes on without the part; the part is the result. The data are already there: only the graph grows.
        WritePartOp op = new(AsStridedOp.Locating(this, whole));
        if (ForwardAD.IsActive)
        {
            using Tensor written = op.Apply(whole, result);
            whole._state = written.State;
        }
        else
        {
            OpNode node = new(op, [whole, result], ForwardContext.Unrecorded);
            whole._state = node;
        }
        whole._changes++;
    }

    private void Follow(Tensor whole)
    {
        _changes = whole._changes;
        if (!whole.IsDifferentiated) return;
        using GradMode.Restore mode = GradMode.Enable();
        using Tensor view = AsStridedOp.Locating(this, whole).Apply(whole);
        _state = view.State;
    }
}
