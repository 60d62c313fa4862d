using System.Buffers.Binary;
using System.IO.Compression;

namespace Nabla.Formats;

/// <summary>A plain or gzip-compressed input as one stream of plain bytes, with typed errors for damaged compression.</summary>
/// <remarks>
/// The framework's gzip reader takes a truncated file for a complete one; this stream compares the length stored in the
/// trailer with what came out, and so notices.
/// </remarks>
internal sealed class CompressedInput : Stream
{
    private readonly Stream _plain;
    private readonly Tail? _tail;
    private readonly string? _name;
    private long _count;

    /// <param name="stream">The input, at its start; owned from here on unless <paramref name="leaveOpen"/>.</param>
    /// <param name="name">A name for error messages.</param>
    /// <param name="leaveOpen">Leave the input open when this stream is disposed.</param>
    public CompressedInput(Stream stream, string? name, bool leaveOpen)
    {
        _name = name;
        var tail = new Tail(stream, leaveOpen);
        if (tail.IsGzip)
        {
            _tail = tail;
            _plain = new GZipStream(tail, CompressionMode.Decompress);
        }
        else
        {
            _plain = tail;
        }
    }

    /// <summary>Plain bytes delivered so far.</summary>
    public long Delivered => _count;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => _count; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        int read;
        try
        {
            read = _plain.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new NablaFormatException(_name, _count, "the gzip data is damaged", innerException: e);
        }
        _count += read;
        // A file of several members ends with the length of the last one alone.
        if (read == 0 && _tail is not null && (uint)_count != _tail.Last && !_tail.SeveralMembers)
            throw new NablaFormatException(_name, _count, $"the gzip data is truncated: it gives {_count} bytes", $"{_tail.Last}");
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _plain.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Passes bytes on and remembers the last four, and whether another gzip member seems to begin on the way.</summary>
    private sealed class Tail : Stream
    {
        private const int HeaderLength = 3;
        private readonly Stream _inner;
        private readonly bool _leaveOpen;
        private readonly byte[] _start = new byte[HeaderLength];
        private readonly int _startLength;
        private int _startUsed;
        private ulong _last;
        private long _passed;

        public Tail(Stream inner, bool leaveOpen)
        {
            _inner = inner;
            _leaveOpen = leaveOpen;
            _startLength = inner.ReadAtLeast(_start, HeaderLength, throwOnEndOfStream: false);
            IsGzip = _startLength == HeaderLength && _start is [0x1F, 0x8B, 8];
        }

        public bool IsGzip { get; }

        public bool SeveralMembers { get; private set; }

        public uint Last => BinaryPrimitives.ReverseEndianness((uint)_last);

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count;
            if (_startUsed < _startLength)
            {
                count = Math.Min(buffer.Length, _startLength - _startUsed);
                _start.AsSpan(_startUsed, count).CopyTo(buffer);
                _startUsed += count;
            }
            else
            {
                count = _inner.Read(buffer);
            }
            if (IsGzip) Watch(buffer[..count]);
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_leaveOpen) _inner.Dispose();
            base.Dispose(disposing);
        }

        private void Watch(ReadOnlySpan<byte> bytes)
        {
            foreach (byte value in bytes)
            {
                _last = _last << 8 | value;
                // The shortest member has 20 bytes; a member begins with 1F 8B 08 and no reserved flag.
                SeveralMembers |= ++_passed > 20 && (_last & 0xFFFFFFE0) == 0x1F8B0800;
            }
        }
    }
}
