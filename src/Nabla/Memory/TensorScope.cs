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

    // Scopes that the library opened for itself, and closed.
    [ThreadStatic]
    private static Stack<TensorScope>? _idle;

    private const int MostSpare = 8, LongestSpare = 1 << 14;
    private readonly bool _own;
    private TensorScope? _parent;
    private List<Tensor>? _tensors;
    private bool _disposed;

    /// <summary>Opens a scope on this thread.</summary>
    public TensorScope()
    {
        _parent = _current;
        _current = this;
    }

    private TensorScope(bool own) => _own = own;

    /// <summary>Opens a scope that nobody outside the library sees, so that the object can serve again: no tensor refers to a closed scope.</summary>
    internal static TensorScope Open()
    {
        TensorScope scope = _idle is { Count: > 0 } idle ? idle.Pop() : new(own: true);
        scope._parent = _current;
        scope._disposed = false;
        _current = scope;
        return scope;
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
        bool innermost = _current == this;
        _current = _parent;
        if (_tensors is not null)
        {
            foreach (Tensor tensor in _tensors)
            {
                if (tensor.Scope != this) continue;
                if (_own) tensor.Leave();
                else tensor.Dispose();
            }
            _tensors.Clear();
            if (_tensors.Capacity <= LongestSpare && (_spare ??= new()).Count < MostSpare) _spare.Push(_tensors);
            _tensors = null;
        }
        // A scope inside that was never closed may still point here.
        if (_own && innermost && (_idle ??= new()).Count < MostSpare) _idle.Push(this);
    }

    internal static void Register(Tensor tensor)
    {
        if (_current is not { } scope) return;
        tensor.Scope = scope;
        scope.Add(tensor);
    }

    private void Add(Tensor tensor) => (_tensors ??= _spare is { Count: > 0 } ? _spare.Pop() : []).Add(tensor);
}
