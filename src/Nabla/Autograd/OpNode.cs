namespace Nabla;

/// <summary>A recorded operation with the values its backward reads.</summary>
internal sealed class OpNode : GraphNode
{
    private readonly Op _op;
    private readonly ValueKind[] _kinds;
    private readonly ValueKind _outputKind;
    private readonly SavedTensor?[] _inputs;
    private SavedTensor? _output;
    private SavedTensor[]? _extras;
    private bool _released;

    public OpNode(Op op, ReadOnlySpan<Tensor> inputs, Tensor output, List<Tensor>? extras)
        : base(TargetsOf(inputs))
    {
        _op = op;
        _inputs = new SavedTensor?[inputs.Length];
        _kinds = new ValueKind[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            _kinds[i] = new(inputs[i]);
            if (op.KeepsInput(i, Targets)) _inputs[i] = new(inputs[i]);
        }
        _outputKind = new(output);
        if (extras is not { Count: > 0 }) return;
        _extras = new SavedTensor[extras.Count];
        for (int i = 0; i < _extras.Length; i++) _extras[i] = new(extras[i]);
    }

    public override string Name => _op.Name;

    /// <summary>Called after the output has its autograd state, so that a saved output carries its history.</summary>
    public void SaveOutput(Tensor output)
    {
        if (_op.Keeps.HasFlag(Keep.Output)) _output = new(output);
    }

    public bool Needs(int input) => Targets[input] is not null;

    public override Tensor?[] Backward(Tensor grad, bool createGraph, HashSet<GraphNode>? useful)
    {
        if (_released)
            throw new InvalidOperationException($"Backward through {Name} a second time: its saved values were freed. Pass retainGraph: true to the first backward to keep them.");
        using TensorScope scope = new();
        // Tangents follow operations, not fused backward kernels.
        using GradMode.Restore mode = GradMode.Set(createGraph || ForwardAD.IsActive);
        using Autocast.Scope types = Autocast.Suspend();
        Tensor?[] inputs = new Tensor?[_inputs.Length];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = _inputs[i]?.Unpack(_op);
        Tensor[] extras = _extras is null ? [] : new Tensor[_extras.Length];
        for (int i = 0; i < extras.Length; i++) extras[i] = _extras![i].Unpack(_op);
        BackwardContext context = new(grad, inputs, _output?.Unpack(_op), extras, Wanted(useful), this);
        _op.Differentiate(context);
        Tensor?[] results = context.Results;
        for (int i = 0; i < results.Length; i++)
        {
            if (results[i] is not { } result) continue;
            ValueKind kind = _kinds[i];
            Tensor reduced = result.Shape == kind.Shape ? result : result.SumTo(kind.Shape);
            if (reduced.DType != kind.Type) reduced = reduced.To(kind.Type);
            if (!createGraph && reduced.RequiresGrad) reduced = ForwardAD.Constant(reduced);
            results[i] = context.IsBorrowed(reduced, i, scope) ? reduced.Alias() : reduced.Persist();
        }
        GC.KeepAlive(grad);
        return results;
    }

    public override void Release()
    {
        // What kept nothing can run again.
        _released = _released || _output is not null || _extras is not null || Array.Exists(_inputs, input => input is not null);
        foreach (SavedTensor? input in _inputs) input?.Release();
        Array.Clear(_inputs);
        _output?.Release();
        _output = null;
        foreach (SavedTensor extra in _extras ?? []) extra.Release();
        _extras = null;
    }

    /// <summary>A stand-in for an input that was not kept, or for the output (-1).</summary>
    public Tensor Ghost(int input) => (input < 0 ? _outputKind : _kinds[input]).Ghost();

    private GraphNode?[] Wanted(HashSet<GraphNode>? useful) =>
        useful is null ? Targets : [.. Targets.Select(target => target is not null && useful.Contains(target) ? target : null)];

    private static GraphNode?[] TargetsOf(ReadOnlySpan<Tensor> inputs)
    {
        GraphNode?[] targets = new GraphNode?[inputs.Length];
        for (int i = 0; i < targets.Length; i++)
            targets[i] = inputs[i].RequiresGrad ? inputs[i].State!.Target : null;
        return targets;
    }

    /// <summary>Enough of a value to rebuild a stand-in for it.</summary>
    private readonly struct ValueKind(Tensor value)
    {
        private readonly IBackend _backend = value.Backend;
        private readonly DType _type = value.DType;
        private readonly long[]? _strides = value.HasRowStrides ? value.StrideArray : null;

        public DType Type => _type;

        public Shape Shape { get; } = value.Shape;

        public Tensor Ghost() => Tensor.Ghost(_backend, _type, Shape, _strides);
    }
}
