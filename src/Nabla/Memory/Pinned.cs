namespace Nabla;

/// <summary>A raw pointer that keeps its storage from being recycled until disposed. Use with <c>using</c>.</summary>
internal readonly unsafe ref struct Pinned<T>
    where T : unmanaged
{
    private readonly Storage _storage;

    internal Pinned(Storage storage, long offset)
    {
        _storage = storage;
        Pointer = (T*)storage.Pointer + offset;
    }

    public T* Pointer { get; }

    public void Dispose() => GC.KeepAlive(_storage);
}
