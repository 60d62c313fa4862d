using System.IO.MemoryMappedFiles;

namespace Nabla.Formats.Raw;

/// <summary>Owns one read-only mapping of a whole file; unmapped on disposal or, when forgotten, by the finalizer.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly FileStream? _stream;
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private byte* _pointer;

    private MappedFile(FileStream? stream, MemoryMappedFile? file, MemoryMappedViewAccessor? view, long length)
    {
        _stream = stream;
        _file = file;
        _view = view;
        Length = length;
        if (view is null) return;
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _pointer = start + view.PointerOffset;
    }

    ~MappedFile() => ReleasePointer();

    public long Length { get; }

    public byte* Pointer => _pointer;

    public static MappedFile Open(string path)
    {
        // FileShare.Delete lets a checkpoint be replaced by renaming while an old one is still mapped (POSIX; Windows refuses).
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1);
        MemoryMappedFile? file = null;
        try
        {
            long length = stream.Length;
            if (length == 0)
            {
                stream.Dispose(); // An empty file cannot be mapped.
                return new(null, null, null, 0);
            }
            file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            return new(stream, file, file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read), length);
        }
        catch
        {
            file?.Dispose();
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads bytes of the file by an ordinary read: unlike a copy from the mapping it does not make the pages resident in this process.</summary>
    /// <exception cref="EndOfStreamException">The file has been shortened since it was opened.</exception>
    public void Read(byte* from, Span<byte> destination)
    {
        long at = from - _pointer;
        while (destination.Length > 0)
        {
            int n = RandomAccess.Read(_stream!.SafeFileHandle, destination, at);
            if (n == 0) throw new EndOfStreamException($"{_stream.Name} was shortened while it was read.");
            at += n;
            destination = destination[n..];
        }
    }

    public void Dispose()
    {
        ReleasePointer();
        _view?.Dispose();
        _file?.Dispose();
        _stream?.Dispose();
        GC.SuppressFinalize(this);
    }

    private void ReleasePointer()
    {
        if (_pointer == null) return;
        _pointer = null;
        _view!.SafeMemoryMappedViewHandle.ReleasePointer();
    }
}
