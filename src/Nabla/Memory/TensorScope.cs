namespace Nabla;

/// <summary>Returns the buffers of everything created inside it at once, except what is kept.</summary>
/// <remarks>
/// Optional: forgotten tensors are reclaimed anyway. A scope only makes it prompt, which keeps the peak low. Values that the
/// autograd graph still needs stay alive (the graph holds handles of its own), and so do parameters and gradients. A scope
/// belongs to the thread that opened it; scopes nest. The result of the work is passed out with <see cref="Keep"/>.
/// <code>
/// using var scope = new TensorScope();
/// Tensor y = (x * 2).Exp();
/// return scope.Keep(y);
/// </code>
/// </remarks>
[Export("memory.TensorScope")]
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? _current;

    // Lists that closed scopes left, for the next ones of this thread.
    [ThreadStatic]
    private static Stack<List<Tensor>>? _spare;

    private const int MostSpare = 8, LongestSpare = 1 << 14;
    private readonly TensorScope? _parent;
    private List<Tensor>? _tensors;
    private bool _disposed;

    /// <summary>Opens a scope on this thread.</summary>
    public TensorScope()
    {
        _parent = _current;
        _current = this;
    }

    /// <summary>Lets a tensor outlive this scope; an enclosing scope then looks after it.</summary>
    /// <returns>The tensor itself.</returns>
    public Tensor Keep(Tensor tensor)
    {
        if (tensor.Scope == this)
        {
            tensor.Scope = _parent;
            _parent?.Add(tensor);
        }
        return tensor;
    }

    /// <summary>Disposes the handles of all tensors created inside and not kept.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _current = _parent;
        if (_tensors is null) return;
        foreach (Tensor tensor in _tensors)
        {
            if (tensor.Scope == this) tensor.Dispose();
        }
        _tensors.Clear();
        if (_tensors.Capacity <= LongestSpare && (_spare ??= new()).Count < MostSpare) _spare.Push(_tensors);
        _tensors = null;
    }

    internal static void Register(Tensor tensor)
    {
        if (_current is not { } scope) return;
        tensor.Scope = scope;
        scope.Add(tensor);
    }

    private void Add(Tensor tensor) => (_tensors ??= _spare is { Count: > 0 } ? _spare.Pop() : []).Add(tensor);
}
