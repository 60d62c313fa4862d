namespace Nabla;

/// <summary>Decides how values kept for backward are stored: smaller, elsewhere, or not at all.</summary>
/// <remarks>
/// While installed on this thread, <c>pack</c> is called with each value an op keeps, and what it returns is stored in its place;
/// <c>unpack</c> must give the value back, of the same shape and dtype, when backward asks for it (each time it asks). Hooks nest; the innermost counts.
/// Changes in place of a packed value go unnoticed. See <see cref="SavedTensorStores"/> for hooks that exist.
/// </remarks>
[Export("autograd.graph.saved_tensors_hooks")]
public sealed class SavedTensorHooks : IDisposable
{
    [ThreadStatic]
    private static SavedTensorHooks? _current;

    private readonly SavedTensorHooks? _outer;
    private bool _disposed;

    /// <summary>Installs the hooks on this thread until disposed.</summary>
    /// <param name="pack">From the value (without history, alive only during the call unless kept) to what is stored.</param>
    /// <param name="unpack">From what was stored to the value.</param>
    public SavedTensorHooks(Func<Tensor, object> pack, Func<object, Tensor> unpack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(unpack);
        (Pack, Unpack, _outer) = (pack, unpack, _current);
        _current = this;
    }

    internal static SavedTensorHooks? Current => _current;

    internal Func<Tensor, object> Pack { get; }

    internal Func<object, Tensor> Unpack { get; }

    /// <summary>Removes the hooks; values packed so far are still unpacked by them.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _current = _outer;
    }
}
