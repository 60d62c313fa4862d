namespace Nabla;

/// <summary>What an op's backward sees: the gradient of its output, the values it kept, and which inputs want a gradient.</summary>
[Export("autograd.BackwardContext")]
public sealed class BackwardContext
{
    private const int MostSpare = 4;

    // Contexts of this thread that only the library's own ops saw, for the next nodes.
    [ThreadStatic]
    private static Stack<BackwardContext>? _spare;

    // The inputs, then the gradients found for them, then what the forward pass handed over.
    private Tensor?[] _values;
    private int _extras;
    private OpNode? _node;
    private HashSet<GraphNode>? _useful;
    private readonly Tensor?[]? _tangents;
    private Tensor? _output;

    /// <summary>A context without a recorded node; the inputs that have a tangent want a gradient.</summary>
    internal BackwardContext(Tensor grad, Tensor[] inputs, Tensor output, Tensor[] extras, Tensor?[] tangents)
    {
        Grad = grad;
        Count = inputs.Length;
        _values = [.. inputs, .. new Tensor?[inputs.Length], .. extras];
        _extras = extras.Length;
        _output = output;
        _tangents = tangents;
    }

    private BackwardContext()
    {
        Grad = null!;
        _values = [];
    }

    /// <summary>Gradient of the loss with respect to the output; the output's shape.</summary>
    public Tensor Grad { get; private set; }

    /// <summary>The output; readable only when the op keeps it.</summary>
    public Tensor Output => _output ??= Tensor.Ghost(Grad.Backend, Grad.DType, Grad.Shape);

    /// <summary>Number of inputs.</summary>
    public int Count { get; private set; }

    internal Span<Tensor?> Results => _values.AsSpan(Count, Count);

    private ReadOnlySpan<Tensor?> Extras => _values.AsSpan(2 * Count, _extras);

    /// <summary>An input; readable only when the op keeps it, its shape and dtype always.</summary>
    public Tensor Input(int index) => _values.AsSpan(0, Count)[index] ??= Ghost(_node!.Edges[index]);

    /// <summary>A value the forward pass handed to <see cref="ForwardContext.Save"/>, in that order.</summary>
    public Tensor Saved(int index) => Extras[index]!;

    /// <summary>Does this input want a gradient?</summary>
    public bool Needs(int index) => _node is null ? _tangents![index] is not null : _node.Edges[index].Target is { } target && (_useful is null || _useful.Contains(target));

    /// <summary>Sets the gradient of an input. It may have any shape that sums down to the input's.</summary>
    public void Set(int index, Tensor? gradient) => Results[index] = gradient;

    /// <summary>A context for the backward pass of a node.</summary>
    internal static BackwardContext Of(OpNode node, Tensor grad, HashSet<GraphNode>? useful)
    {
        BackwardContext context = !node.LendsContext && _spare is { Count: > 0 } spare ? spare.Pop() : new();
        context.Grad = grad;
        context.Count = node.Edges.Length;
        context._extras = node.Extras;
        int length = (2 * context.Count) + context._extras;
        if (context._values.Length < length) context._values = new Tensor?[length];
        (context._node, context._useful) = (node, useful);
        return context;
    }

    /// <summary>Takes the context back, unless code outside the library may still hold it.</summary>
    internal void Return()
    {
        if (_node is null or { LendsContext: true } || (_spare ??= new()).Count >= MostSpare) return;
        Array.Clear(_values);
        (Grad, _node, _useful, _output) = (null!, null, null, null);
        _spare.Push(this);
    }

    private Tensor Ghost(in Edge input) => Tensor.Ghost(Grad.Backend, input.Saved.Type, input.Shape);

    internal void Give(int input, Tensor? value) => _values[input] = value;

    internal void GiveExtra(int index, Tensor value) => _values[(2 * Count) + index] = value;

    internal void GiveOutput(Tensor? value) => _output = value;

    /// <summary>Is this tensor somebody else's handle, so that the engine must take its own?</summary>
    internal bool IsBorrowed(Tensor result, int index, TensorScope scope)
    {
        if (ReferenceEquals(result, Grad) || ReferenceEquals(result, _output)) return true;
        foreach (Tensor? input in _values.AsSpan(0, Count))
        {
            if (ReferenceEquals(result, input)) return true;
        }
        foreach (Tensor? extra in Extras)
        {
            if (ReferenceEquals(result, extra)) return true;
        }
        foreach (Tensor? earlier in Results[..index])
        {
            if (ReferenceEquals(result, earlier)) return true;
        }
        return result.Scope != scope;
    }
}
