using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Formats.Raw;

/// <summary>A run of bytes that may exceed 2 GiB: part of a memory-mapped file, or pinned managed memory.</summary>
/// <remarks>
/// The bytes are immutable once a region has been handed out. A region keeps its owner (the mapping or the array) alive, so a slice
/// stays valid for as long as it is reachable; nothing has to be disposed. A file must not be shortened while it is mapped.
/// </remarks>
[Export("formats.raw.ByteRegion")]
public sealed unsafe class ByteRegion
{
    private object? _owner;
    private byte* _pointer;
    private readonly bool _deferred;

    private ByteRegion(byte* pointer, long length, object? owner)
    {
        _pointer = pointer;
        Length = length;
        _owner = owner;
    }

    private ByteRegion(long length)
    {
        Length = length;
        _deferred = true;
    }

    /// <summary>Size in bytes.</summary>
    public long Length { get; }

    /// <summary>The first byte. Valid while this region is reachable: pair every use with <c>GC.KeepAlive</c>.</summary>
    internal byte* Pointer => _pointer;

    /// <summary>Maps a file read-only. Several processes that map the same file share its pages.</summary>
    /// <param name="path">An existing, seekable file; an empty file gives an empty region.</param>
    /// <exception cref="IOException">The file is absent or cannot be read.</exception>
    [Export("formats.raw.ByteRegion.map")]
    public static ByteRegion Map(string path)
    {
        var file = MappedFile.Open(path);
        return new(file.Pointer, file.Length, file);
    }

    /// <summary>Copies <paramref name="bytes"/> into a region of its own.</summary>
    [Export("formats.raw.ByteRegion.copy_of")]
    public static ByteRegion CopyOf(ReadOnlySpan<byte> bytes)
    {
        ByteRegion region = Allocate(bytes.Length);
        bytes.CopyTo(region.Writable(0, bytes.Length));
        return region;
    }

    /// <summary>A part of this region that shares its memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part reaches outside the region.</exception>
    public ByteRegion Slice(long offset, long length)
    {
        CheckRange(offset, length);
        return new(_pointer + offset, length, this);
    }

    /// <summary>Copies <c>destination.Length</c> bytes that begin at <paramref name="offset"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The region holds fewer bytes.</exception>
    public void CopyTo(long offset, Span<byte> destination)
    {
        CheckRange(offset, destination.Length);
        if (Mapping is { } file && destination.Length >= 4096) file.Read(_pointer + offset, destination);
        else new ReadOnlySpan<byte>(_pointer + offset, destination.Length).CopyTo(destination);
        GC.KeepAlive(this);
    }

    /// <summary>Uninitialised memory, aligned to 64 bytes, for a loader to fill.</summary>
    internal static ByteRegion Allocate(long length)
    {
        // One more line than needed, so that the start can be moved up to a 64-byte boundary.
        var lines = GC.AllocateUninitializedArray<Line>(checked((int)((length + 63) / 64 + 1)), pinned: true);
        nint start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(lines));
        return new((byte*)((start + 63) & ~(nint)63), length, lines);
    }

    /// <summary>A region whose place in the file is known only later; see <see cref="Bind"/>.</summary>
    internal static ByteRegion Deferred(long length) => new(length);

    /// <summary>Memory of somebody else, who is kept alive.</summary>
    internal static ByteRegion Wrap(byte* pointer, long length, object owner) => new(pointer, length, owner);

    /// <summary>Gives a deferred region its memory.</summary>
    internal void Bind(ByteRegion target)
    {
        if (!_deferred || target.Length != Length) throw new InvalidOperationException("Only a deferred region of the same length can be bound.");
        _pointer = target._pointer;
        _owner = target;
    }

    /// <summary>At most 2 GiB of the bytes. The caller keeps the region alive while it uses the span.</summary>
    internal ReadOnlySpan<byte> Span(long offset, int length)
    {
        CheckRange(offset, length);
        return new(_pointer + offset, length);
    }

    /// <summary>The same for filling a region made by <see cref="Allocate"/>.</summary>
    internal Span<byte> Writable(long offset, int length)
    {
        CheckRange(offset, length);
        return new(_pointer + offset, length);
    }

    /// <summary>Unmaps the file at once. Only for a loader that let no slice escape.</summary>
    internal void Release()
    {
        _pointer = null;
        (_owner as IDisposable)?.Dispose();
        _owner = null;
    }

    /// <summary>The file this region is a part of, if it is one.</summary>
    private MappedFile? Mapping
    {
        get
        {
            object? owner = _owner;
            while (owner is ByteRegion parent) owner = parent._owner;
            return owner as MappedFile;
        }
    }

    private void CheckRange(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > Length - length)
            throw new ArgumentOutOfRangeException(nameof(offset), $"Bytes {offset} to {offset}+{length} are outside the region of {Length} bytes.");
        if (_pointer == null && length > 0) throw new InvalidOperationException("The region has no memory: it was released, or never bound.");
    }

    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct Line;
}
