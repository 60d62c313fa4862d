using System.Buffers.Binary;
using System.IO.Compression;

namespace Nabla.Vision.Images.Png;

/// <summary>The image data of a PNG, decompressed piece by piece, with an error for every way it can be broken.</summary>
internal sealed class PngInflater : IDisposable
{
    // Deflate needs at least two bits for its longest match of 258 bytes.
    private const int HighestRatio = 1032;

    private readonly PngChunks _chunks;
    private readonly string? _name;
    private readonly ZLibStream _stream;
    private uint _adler = 1;

    public PngInflater(PngChunks chunks, string? name)
    {
        _chunks = chunks;
        _name = name;
        long compressed = chunks.Data.Sum(piece => (long)piece.Length);
        Int128 raw = chunks.Header.RawBytes();
        if (raw > (Int128)compressed * HighestRatio)
            throw Damaged($"{compressed} bytes of compressed data cannot hold {raw} bytes of pixels");
        _stream = new ZLibStream(new Pieces(chunks.Data), CompressionMode.Decompress);
    }

    /// <summary>Fills the buffer.</summary>
    public void Read(Span<byte> buffer)
    {
        try
        {
            if (_stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
                throw Damaged("the compressed image data ends too early");
        }
        catch (Exception e) when (e is InvalidDataException or IOException) // the latter where a preset dictionary is asked for
        {
            throw Damaged("the compressed image data is damaged", inner: e);
        }
        _adler = Adler32.Append(_adler, buffer);
    }

    /// <summary>Verifies that the data ends here, with its checksum.</summary>
    public void Finish()
    {
        try
        {
            if (_stream.ReadByte() >= 0) throw Damaged("the compressed image data goes on after the last row");
        }
        catch (Exception e) when (e is InvalidDataException or IOException) // the latter where a preset dictionary is asked for
        {
            throw Damaged("the compressed image data is damaged at its end", inner: e);
        }
        // The stream accepts a missing checksum; the format does not.
        uint stored = LastFourBytes();
        if (stored != _adler) throw Damaged($"the image data has the checksum {_adler:X8}", $"{stored:X8}");
    }

    public void Dispose() => _stream.Dispose();

    private uint LastFourBytes()
    {
        Span<byte> last = stackalloc byte[4];
        int missing = 4;
        for (int i = _chunks.Data.Count - 1; i >= 0 && missing > 0; i--)
        {
            ReadOnlySpan<byte> piece = _chunks.Data[i].Span;
            int count = Math.Min(missing, piece.Length);
            piece[^count..].CopyTo(last[(missing - count)..]);
            missing -= count;
        }
        return BinaryPrimitives.ReadUInt32BigEndian(last);
    }

    private ImageFormatException Damaged(string problem, string? expected = null, Exception? inner = null) =>
        new(_name, _chunks.DataOffset, problem, expected, inner);

    /// <summary>Pieces of memory as one stream.</summary>
    private sealed class Pieces(List<ReadOnlyMemory<byte>> pieces) : Stream
    {
        private int _piece;
        private int _at;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int done = 0;
            while (done < buffer.Length && _piece < pieces.Count)
            {
                ReadOnlySpan<byte> left = pieces[_piece].Span[_at..];
                int count = Math.Min(left.Length, buffer.Length - done);
                left[..count].CopyTo(buffer[done..]);
                done += count;
                _at += count;
                if (count == left.Length) (_piece, _at) = (_piece + 1, 0);
            }
            return done;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
