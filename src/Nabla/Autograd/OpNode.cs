namespace Nabla;

/// <summary>A recorded operation with the values its backward reads.</summary>
internal sealed class OpNode : GraphNode
{
    private readonly Op _op;
    private readonly bool _keepsOutput;

    // What the forward pass handed over, and last the output where it is kept.
    private readonly SavedValue[] _values;
    private bool _released;

    public OpNode(Op op, ReadOnlySpan<Tensor> inputs, ForwardContext context)
        : base(new Edge[inputs.Length])
    {
        _op = op;
        _keepsOutput = (op.Keeps & Keep.Output) != 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            Tensor input = inputs[i];
            GraphNode? state = input.State;
            Edges[i] = new() { Target = state is { RequiresGrad: true } ? state : null, Shape = input.Shape, Saved = new(input.DType) };
        }
        for (int i = 0; i < inputs.Length; i++)
        {
            if (op.KeepsInput(i, Edges)) Edges[i].Saved = new(inputs[i]);
        }
        _values = context.TakeSaved(_keepsOutput ? 1 : 0);
    }

    public override string Name => _op.Name;

    public override bool RequiresGrad => true;

    /// <summary>Number of values the forward pass handed over.</summary>
    public int Extras => _values.Length - (_keepsOutput ? 1 : 0);

    /// <summary>Called after the output has its state, so that a saved output carries its history.</summary>
    public void SaveOutput(Tensor output)
    {
        if (_keepsOutput) _values[^1] = new(output);
    }

    /// <summary>The gradients of the inputs that lead to a wanted one; handles owned by the caller, who gives the context back.</summary>
    public BackwardContext Backward(Tensor grad, bool createGraph, HashSet<GraphNode>? useful)
    {
        if (_released)
            throw new InvalidOperationException($"Backward through {Name} a second time: its saved values were freed. Pass retainGraph: true to the first backward to keep them.");
        using TensorScope scope = TensorScope.Open();
        // Tangents follow operations, not fused backward kernels.
        using GradMode.Restore mode = GradMode.Set(createGraph || ForwardAD.IsActive);
        using Autocast.Scope types = Autocast.Suspend();
        BackwardContext context = BackwardContext.Of(this, grad, useful);
        for (int i = 0; i < Edges.Length; i++) context.Give(i, Edges[i].Saved.Unpack(_op, Edges[i].Target));
        for (int i = 0; i < Extras; i++) context.GiveExtra(i, _values[i].Unpack(_op));
        if (_keepsOutput) context.GiveOutput(_values[^1].Unpack(_op));
        _op.Differentiate(context);
        Span<Tensor?> results = context.Results;
        for (int i = 0; i < results.Length; i++)
        {
            if (results[i] is not { } result) continue;
            ref readonly Edge edge = ref Edges[i];
            Tensor reduced = result.Shape == edge.Shape ? result : result.SumTo(edge.Shape);
            if (reduced.DType != edge.Saved.Type) reduced = reduced.To(edge.Saved.Type);
            if (!createGraph && reduced.RequiresGrad) reduced = ForwardAD.Constant(reduced);
            results[i] = context.IsBorrowed(reduced, i, scope) ? reduced.Alias() : reduced.Persist();
        }
        GC.KeepAlive(grad);
        return context;
    }

    /// <summary>May code outside the library hold on to the context of a backward pass after it?</summary>
    public bool LendsContext => _op is NaryOp { IsForeign: true };

    public override void Release()
    {
        // What kept nothing can run again.
        _released |= _values.Length > 0;
        foreach (ref Edge edge in Edges.AsSpan())
        {
            _released |= edge.Saved.IsKept;
            edge.Saved.Release();
        }
        foreach (ref SavedValue value in _values.AsSpan()) value.Release();
    }
}
