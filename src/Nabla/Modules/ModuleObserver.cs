namespace Nabla;

/// <summary>Watches the modules that run on this thread, for summaries and profiles.</summary>
[Export("nn.ModuleObserver")]
public abstract class ModuleObserver : IDisposable
{
    [ThreadStatic]
    private static ModuleObserver? _current;

    private readonly ModuleObserver? _outer;

    /// <summary>Starts watching this thread; an observer that was active is called as well.</summary>
    protected ModuleObserver()
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
    internal static bool IsActive => _current is not null;

    internal static void Enter(Module module, Tensor input)
    {
        for (ModuleObserver? observer = _current; observer is not null; observer = observer._outer) observer.OnEnter(module, input);
    }

    internal static void Leave(Module module, Tensor output)
    {
        for (ModuleObserver? observer = _current; observer is not null; observer = observer._outer) observer.OnLeave(module, output);
    }

    /// <summary>Called before a module runs.</summary>
    protected abstract void OnEnter(Module module, Tensor input);

    /// <summary>Called after a module has run.</summary>
    protected abstract void OnLeave(Module module, Tensor output);
}
