namespace Nabla.Formats.Zip;

/// <summary>Passes bytes on while counting and summing them.</summary>
internal sealed class ChecksumStream(Stream inner) : Stream
{
    private Crc32 _crc;

    public long Count { get; private set; }

    public uint Sum => _crc.Value;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => Count;

    public override long Position { get => Count; set => throw new NotSupportedException("The stream only moves forward."); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _crc.Append(buffer);
        Count += buffer.Length;
        inner.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream is for writing.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("The stream only moves forward.");

    public override void SetLength(long value) => throw new NotSupportedException("The stream only moves forward.");
}
