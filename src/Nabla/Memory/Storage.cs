using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla;

/// <summary>The memory behind one or more tensors: a pooled pinned buffer, or foreign memory such as a mapped file.</summary>
/// <remarks>
/// Counts its handles (tensors, views, values saved for backward). When the last one is disposed the buffer returns to the
/// <see cref="BufferPool"/> at once; when handles are merely forgotten, the finalizer does the same later. A buffer on which a
/// span was handed out is never reused, so a span stays valid for as long as it is reachable.
/// </remarks>
[Export("memory.Storage")]
public sealed unsafe class Storage
{
    private BufferPool.Block[]? _buffer;
    private IDisposable? _owner;
    private int _handles;
    private int _version;

    internal Storage(long bytes)
    {
        _buffer = BufferPool.Rent(bytes);
        nint start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_buffer));
        Pointer = (byte*)((start + 63) & ~(nint)63);
        Bytes = bytes;
    }

    /// <summary>Wraps memory owned by somebody else; <paramref name="owner"/> is disposed with the last handle.</summary>
    internal Storage(byte* pointer, long bytes, IDisposable? owner, bool readOnly)
    {
        Pointer = pointer;
        Bytes = bytes;
        _owner = owner;
        IsReadOnly = readOnly;
    }

    /// <summary>Returns a forgotten buffer to the pool.</summary>
    ~Storage() => Free();

    /// <summary>Size in bytes.</summary>
    public long Bytes { get; }

    /// <summary>True for memory that must not be written, such as a mapped checkpoint.</summary>
    public bool IsReadOnly { get; }

    /// <summary>Counts the changes in place; a value saved for backward remembers it.</summary>
    public int Version => Volatile.Read(ref _version);

    internal byte* Pointer { get; private set; }

    internal int Handles => Volatile.Read(ref _handles);

    internal bool IsFreed => Pointer == null;

    internal bool Escaped { get; set; }

    internal void Touch() => Interlocked.Increment(ref _version);

    internal void AddHandle() => Interlocked.Increment(ref _handles);

    internal void DropHandle()
    {
        if (Interlocked.Decrement(ref _handles) == 0)
        {
            Free();
#pragma warning disable CA1816 // the storage is finished here as if it had been disposed
            GC.SuppressFinalize(this);
#pragma warning restore CA1816
        }
    }

    /// <summary>A span over the pinned managed buffer that keeps it alive; foreign memory gives a raw span.</summary>
    internal Span<byte> Expose(long offset, long length)
    {
        Escaped = true;
        if (_buffer is null) return new(Pointer + offset, checked((int)length));
        ref byte start = ref Unsafe.As<BufferPool.Block, byte>(ref MemoryMarshal.GetArrayDataReference(_buffer));
        nint gap = (nint)Pointer - (nint)Unsafe.AsPointer(ref start);
        return MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref start, gap + (nint)offset), checked((int)length));
    }

    private void Free()
    {
        Pointer = null;
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer) BufferPool.Return(buffer, !Escaped);
        Interlocked.Exchange(ref _owner, null)?.Dispose();
    }
}
