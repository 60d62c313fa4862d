namespace Nabla;

/// <summary>What an op's backward sees: the gradient of its output, the values it kept, and which inputs want a gradient.</summary>
[Export("autograd.BackwardContext")]
public sealed class BackwardContext
{
    private readonly Tensor?[] _inputs;
    private readonly Tensor[] _extras;
    private readonly OpNode? _node;
    private Tensor? _output;
    private readonly GraphNode?[] _targets;

    internal BackwardContext(Tensor grad, Tensor?[] inputs, Tensor? output, Tensor[] extras, GraphNode?[] targets, OpNode? node = null)
    {
        Grad = grad;
        _inputs = inputs;
        _output = output;
        _extras = extras;
        _node = node;
        _targets = targets;
        Results = new Tensor?[inputs.Length];
    }

    /// <summary>Gradient of the loss with respect to the output; the output's shape.</summary>
    public Tensor Grad { get; }

    /// <summary>The output; readable only when the op keeps it.</summary>
    public Tensor Output => _output ??= _node!.Ghost(-1);

    /// <summary>Number of inputs.</summary>
    public int Count => _inputs.Length;

    internal Tensor?[] Results { get; }

    /// <summary>An input; readable only when the op keeps it, its shape and dtype always.</summary>
    public Tensor Input(int index) => _inputs[index] ??= _node!.Ghost(index);

    /// <summary>A value the forward pass handed to <see cref="ForwardContext.Save"/>, in that order.</summary>
    public Tensor Saved(int index) => _extras[index];

    /// <summary>Does this input want a gradient?</summary>
    public bool Needs(int index) => _targets[index] is not null;

    /// <summary>Sets the gradient of an input. It may have any shape that sums down to the input's.</summary>
    public void Set(int index, Tensor? gradient) => Results[index] = gradient;

    /// <summary>Is this tensor somebody else's handle, so that the engine must take its own?</summary>
    internal bool IsBorrowed(Tensor result, int index, TensorScope scope)
    {
        if (ReferenceEquals(result, Grad) || ReferenceEquals(result, _output)) return true;
        foreach (Tensor? input in _inputs)
        {
            if (ReferenceEquals(result, input)) return true;
        }
        foreach (Tensor extra in _extras)
        {
            if (ReferenceEquals(result, extra)) return true;
        }
        for (int i = 0; i < index; i++)
        {
            if (ReferenceEquals(result, Results[i])) return true;
        }
        return result.Scope != scope;
    }
}
