namespace Nabla;

/// <summary>Watches the operations that run on this thread: for cost tables, tracing and profiling.</summary>
[Export("ops.OpObserver")]
public abstract class OpObserver : IDisposable
{
    [ThreadStatic]
    private static OpObserver? _current;

    private readonly OpObserver? _outer;

    /// <summary>Starts watching this thread; an observer that was active is called as well.</summary>
    protected OpObserver()
    {
        _outer = _current;
        _current = this;
    }

    /// <summary>Stops watching.</summary>
    public void Dispose()
    {
        _current = _outer;
        GC.SuppressFinalize(this);
    }

    /// <summary>Does anybody watch this thread?</summary>
    internal static bool IsWatching => _current is not null;

    /// <summary>Does anybody want every operation by itself, so that none may be joined?</summary>
    internal static bool IsActive
    {
        get
        {
            for (OpObserver? observer = _current; observer is not null; observer = observer._outer)
            {
                if (!observer.AllowsJoining) return true;
            }
            return false;
        }
    }

    /// <summary>May operations be joined while this observer watches, as they are when nobody does? Then it sees a convolution in place of one with its normalisation and activation.</summary>
    protected virtual bool AllowsJoining => false;

    internal static void Notify(Op op, ReadOnlySpan<Tensor> inputs, Tensor output)
    {
        for (OpObserver? observer = _current; observer is not null; observer = observer._outer) observer.OnOperation(op, inputs, output);
    }

    /// <summary>Called after each operation.</summary>
    protected abstract void OnOperation(Op op, ReadOnlySpan<Tensor> inputs, Tensor output);
}
