using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla;

/// <summary>The memory behind one or more tensors: a pooled pinned buffer, or foreign memory such as a mapped file.</summary>
/// <remarks>
/// Counts its handles (tensors, views, values saved for backward). When the last one is disposed the storage returns to the
/// <see cref="BufferPool"/> at once, object and buffer together, so that a training loop makes no new ones; when handles are merely
/// forgotten, the finalizer gives the buffer back later. A buffer on which a span was handed out is never reused, so a span stays
/// valid for as long as it is reachable.
/// </remarks>
[Export("memory.Storage")]
public sealed unsafe class Storage
{
    private BufferPool.Block[]? _buffer;
    private IDisposable? _owner;
    private int _handles;
    private int _version;
    private bool _idle;

    /// <summary>Wraps a buffer of the pool; it is in use after <see cref="Begin"/>.</summary>
    internal Storage(BufferPool.Block[] buffer)
    {
        _buffer = buffer;
        _idle = true;
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
    ~Storage()
    {
        if (Interlocked.Exchange(ref _idle, true)) return;
        Pointer = null;
        // Another object's finalizer may still dispose a tensor on this storage: only the buffer is used again.
        if (_buffer is { } buffer)
        {
            _buffer = null;
            Storage heir = new(buffer);
            if (Escaped) BufferPool.Forget(buffer.LongLength);
            if (Escaped || !BufferPool.TryReturn(heir)) heir.Abandon();
        }
        _owner?.Dispose();
    }

    /// <summary>Size in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>True for memory that must not be written, such as a mapped checkpoint.</summary>
    public bool IsReadOnly { get; }

    /// <summary>Counts the changes in place; a value saved for backward remembers it.</summary>
    public int Version => Volatile.Read(ref _version);

    internal byte* Pointer { get; private set; }

    internal int Handles => Volatile.Read(ref _handles);

    /// <summary>Size of the pooled buffer in blocks; 0 without one.</summary>
    internal long Blocks => _buffer?.LongLength ?? 0;

    internal bool Escaped { get; set; }

    /// <summary>Starts a life with new contents, seen by nobody yet.</summary>
    internal void Begin(long bytes)
    {
        nint start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_buffer!));
        Pointer = (byte*)((start + 63) & ~(nint)63);
        Bytes = bytes;
        // Whoever remembers a version of the former life must not take this one for it.
        _version++;
        _handles = 0;
        _idle = false;
    }

    /// <summary>Leaves the buffer, which the pool does not want, to the garbage collector.</summary>
    internal void Abandon()
    {
        _idle = true;
        Pointer = null;
        _buffer = null;
#pragma warning disable CA1816 // nothing is left to do at the end
        GC.SuppressFinalize(this);
#pragma warning restore CA1816
    }

    internal void Touch() => Interlocked.Increment(ref _version);

    internal void AddHandle() => Interlocked.Increment(ref _handles);

    internal void DropHandle()
    {
        if (Interlocked.Decrement(ref _handles) == 0) End();
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

    /// <summary>The last handle is gone: nobody sees this storage any more.</summary>
    private void End()
    {
        if (Interlocked.Exchange(ref _idle, true)) return;
        Pointer = null;
        if (_buffer is null)
        {
            Interlocked.Exchange(ref _owner, null)?.Dispose();
            Abandon();
        }
        else if (Escaped)
        {
            BufferPool.Forget(Blocks);
            Abandon();
        }
        else if (!BufferPool.TryReturn(this))
        {
            Abandon();
        }
    }
}
