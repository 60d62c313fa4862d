using System.Buffers.Binary;
using System.IO.Compression;

namespace Nabla.Vision.Images.Png;

/// <summary>Writes an image as PNG; each row gets the filter whose result has the smallest sum of absolute values.</summary>
internal static class PngEncoder
{
    private const int ChunkSize = 1 << 16;

    public static void Encode(Image image, Stream stream, CompressionLevel level)
    {
        stream.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[PngHeader.Length];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = (byte)image.BitDepth;
        header[9] = (byte)(image.Channels switch { 1 => PngColour.Grey, 2 => PngColour.GreyAlpha, 3 => PngColour.Rgb, _ => PngColour.Rgba });
        header[10..].Clear(); // deflate, the five filters, not interlaced
        WriteChunk(stream, "IHDR"u8, header);
        WritePixels(image, stream, level);
        WriteChunk(stream, "IEND"u8, []);
    }

    private static void WritePixels(Image image, Stream stream, CompressionLevel level)
    {
        int length = image.Stride;
        byte[] current = new byte[length], above = new byte[length], best = new byte[1 + length], trial = new byte[1 + length];
        using var chunks = new ChunkStream(stream);
        using (var zlib = new ZLibStream(chunks, level, leaveOpen: true))
        {
            for (int y = 0; y < image.Height; y++)
            {
                Pack(image, y, current);
                long bestCost = long.MaxValue;
                for (int filter = 0; filter < PngFilters.Count; filter++)
                {
                    trial[0] = (byte)filter;
                    PngFilters.Apply(filter, current, above, image.Info.BytesPerPixel, trial.AsSpan(1));
                    long cost = PngFilters.Cost(trial.AsSpan(1));
                    if (cost >= bestCost) continue;
                    bestCost = cost;
                    (best, trial) = (trial, best);
                }
                zlib.Write(best);
                (current, above) = (above, current);
            }
        }
    }

    private static void Pack(Image image, int y, Span<byte> row)
    {
        image.Row(y).CopyTo(row);
        if (image.BitDepth == 16 && BitConverter.IsLittleEndian)
        {
            for (int i = 0; i < row.Length; i += 2) (row[i], row[i + 1]) = (row[i + 1], row[i]);
        }
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Append(Crc32.Append(0, type), content));
        stream.Write(number);
    }

    /// <summary>Collects bytes and writes them as IDAT chunks.</summary>
    private sealed class ChunkStream(Stream stream) : Stream
    {
        private readonly byte[] _buffer = new byte[ChunkSize];
        private int _count;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (buffer.Length > 0)
            {
                int fits = Math.Min(buffer.Length, ChunkSize - _count);
                buffer[..fits].CopyTo(_buffer.AsSpan(_count));
                _count += fits;
                buffer = buffer[fits..];
                if (_count == ChunkSize) WriteOut();
            }
        }

        /// <summary>Only the encoder ends the last chunk; the compressor's own flushes must not split them.</summary>
        public override void Flush()
        {
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) WriteOut();
            base.Dispose(disposing);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        private void WriteOut()
        {
            if (_count > 0) WriteChunk(stream, "IDAT"u8, _buffer.AsSpan(0, _count));
            _count = 0;
        }
    }
}
