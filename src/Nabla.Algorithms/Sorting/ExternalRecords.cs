using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Algorithms.Sorting;

/// <summary>Reads records of a file one after another through one buffer.</summary>
internal abstract class RecordReader<T>(string path, long bufferBytes) : IDisposable
{
    protected FileStream Stream { get; } = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, (int)Math.Min(bufferBytes, 1 << 22), FileOptions.SequentialScan);

    public abstract bool TryRead(out T record);

    public void Dispose() => Stream.Dispose();
}

/// <summary>Writes records of a file one after another through one buffer.</summary>
internal abstract class RecordWriter<T>(string path, long bufferBytes) : IDisposable
{
    protected FileStream Stream { get; } = new(path, FileMode.Create, FileAccess.Write, FileShare.None, (int)Math.Min(bufferBytes, 1 << 22));

    public abstract void Write(T record);

    /// <summary>Ends the file; when asked, makes sure that it is on the disk and not only in the system's cache.</summary>
    public void Finish(bool onDisk)
    {
        Drain();
        Stream.Flush(onDisk);
    }

    public void Dispose() => Stream.Dispose();

    /// <summary>Hands over what the writer itself keeps back.</summary>
    protected abstract void Drain();
}

/// <summary>What the external sort must know about a kind of record.</summary>
internal abstract class RecordFormat<T>
{
    public abstract IComparer<T> Order { get; }

    /// <summary>Memory one record takes while its run is sorted.</summary>
    public abstract long MemoryOf(T record);

    public abstract RecordReader<T> Open(string path, long bufferBytes);

    public abstract RecordWriter<T> Create(string path, long bufferBytes);

    public abstract void Sort(Span<T> run);
}

/// <summary>Records that are plain structs, as they lie in memory.</summary>
internal sealed class FixedFormat<T, TComparer>(TComparer comparer) : RecordFormat<T>
    where T : unmanaged
    where TComparer : IComparer<T>
{
    public override IComparer<T> Order => comparer;

    // A stable sort needs half as much again.
    public override long MemoryOf(T record) => typeof(TComparer) == typeof(SortOrder<T>) ? Unsafe.SizeOf<T>() : (3L * Unsafe.SizeOf<T>() + 1) / 2;

    public override RecordReader<T> Open(string path, long bufferBytes) => new Reader(path, bufferBytes);

    public override RecordWriter<T> Create(string path, long bufferBytes) => new Writer(path, bufferBytes);

    public override void Sort(Span<T> run)
    {
        if (typeof(TComparer) == typeof(SortOrder<T>)) Sorting.Sort(run);
        else MergeSort.Sort(run, comparer);
    }

    private static T[] Block(long bufferBytes) => new T[Math.Max(1, Math.Clamp(bufferBytes, 4096, 1 << 22) / Unsafe.SizeOf<T>())];

    private sealed class Reader(string path, long bufferBytes) : RecordReader<T>(path, 0)
    {
        private readonly T[] _block = Block(bufferBytes);
        private int _at;
        private int _filled;

        public override bool TryRead(out T record)
        {
            if (_at == _filled && !Fill())
            {
                record = default;
                return false;
            }
            record = _block[_at++];
            return true;
        }

        private bool Fill()
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(_block.AsSpan());
            int read = Stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false), size = Unsafe.SizeOf<T>();
            if (read % size != 0) throw new InvalidDataException($"The file ends with {read % size} of the {size} bytes of a record.");
            (_at, _filled) = (0, read / size);
            return read > 0;
        }
    }

    private sealed class Writer(string path, long bufferBytes) : RecordWriter<T>(path, 0)
    {
        private readonly T[] _block = Block(bufferBytes);
        private int _count;

        public override void Write(T record)
        {
            _block[_count++] = record;
            if (_count == _block.Length) Drain();
        }

        protected override void Drain()
        {
            Stream.Write(MemoryMarshal.AsBytes(_block.AsSpan(0, _count)));
            _count = 0;
        }
    }
}

/// <summary>Lines of text as bytes, without their line feeds; a last line without one gets one.</summary>
internal sealed class LineFormat : RecordFormat<byte[]>
{
    public override IComparer<byte[]> Order { get; } = new BytesOrder();

    public override long MemoryOf(byte[] record) => record.Length + 40L;

    public override RecordReader<byte[]> Open(string path, long bufferBytes) => new Reader(path, bufferBytes);

    public override RecordWriter<byte[]> Create(string path, long bufferBytes) => new Writer(path, bufferBytes);

    public override void Sort(Span<byte[]> run) => StringSort.Sort(run!);

    private sealed class BytesOrder : IComparer<byte[]>
    {
        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }

    private sealed class Reader(string path, long bufferBytes) : RecordReader<byte[]>(path, bufferBytes)
    {
        private readonly byte[] _block = new byte[Math.Clamp(bufferBytes, 4096, 1 << 20)];
        private int _at;
        private int _filled;

        public override bool TryRead(out byte[] record)
        {
            byte[] line = [];
            while (true)
            {
                if (_at == _filled)
                {
                    _filled = Stream.Read(_block);
                    _at = 0;
                    if (_filled == 0)
                    {
                        record = line;
                        return line.Length > 0;
                    }
                }
                ReadOnlySpan<byte> rest = _block.AsSpan(_at, _filled - _at);
                int end = rest.IndexOf((byte)'\n');
                line = [.. line, .. end < 0 ? rest : rest[..end]];
                _at += end < 0 ? rest.Length : end + 1;
                if (end < 0) continue;
                record = line;
                return true;
            }
        }
    }

    private sealed class Writer(string path, long bufferBytes) : RecordWriter<byte[]>(path, bufferBytes)
    {
        public override void Write(byte[] record)
        {
            Stream.Write(record);
            Stream.WriteByte((byte)'\n');
        }

        protected override void Drain()
        {
        }
    }
}
