namespace Nabla;

/// <summary>A registered callback; disposing takes it off the list.</summary>
internal sealed class Hook(Action remove) : IDisposable
{
    public void Dispose() => remove();

    public static Hook Add<T>(List<T> hooks, T hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        hooks.Add(hook);
        return new(() => hooks.Remove(hook));
    }
}
