using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Nabla.Formats;

namespace Nabla.Training.TensorBoard;

/// <summary>TensorFlow's record framing: length, its checksum, the bytes, their checksum.</summary>
/// <remarks>Checksums are CRC-32C (Castagnoli), rotated and shifted by a constant, so that a checksum of checksums is safe.</remarks>
internal static class TfRecord
{
    private const int HeaderLength = 12;
    private const int FooterLength = 4;
    private const int BlockSize = 1 << 20;

    /// <summary>The whole record as one piece, so that it can be written in one call.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> content)
    {
        byte[] record = new byte[HeaderLength + content.Length + FooterLength];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), MaskedCrc(record.AsSpan(0, 8)));
        content.CopyTo(record.AsSpan(HeaderLength));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeaderLength + content.Length), MaskedCrc(content));
        return record;
    }

    /// <summary>Reads the next record; null at the end, and where a killed writer left half a record at the end.</summary>
    /// <exception cref="NablaFormatException">A checksum is wrong, or the record exceeds <paramref name="maxLength"/>.</exception>
    public static byte[]? Read(Stream stream, string? name, long offset, int maxLength)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength) return null;
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(header);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) != MaskedCrc(header[..8]))
            throw new NablaFormatException(name, offset, "the checksum of a record's length is wrong");
        if (length > (ulong)maxLength) throw new NablaFormatException(name, offset, $"a record has {length} bytes", $"at most {maxLength}");

        byte[] content = new byte[Math.Min((int)length, BlockSize)];
        int done = 0;
        while (done < (int)length)
        {
            if (done == content.Length) Array.Resize(ref content, (int)Math.Min((long)length, 4L * done));
            int read = stream.Read(content.AsSpan(done));
            if (read == 0) return null;
            done += read;
        }
        Span<byte> footer = header[..FooterLength];
        if (stream.ReadAtLeast(footer, FooterLength, throwOnEndOfStream: false) < FooterLength) return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(footer) != MaskedCrc(content))
            throw new NablaFormatException(name, offset, "the checksum of a record is wrong");
        return content;
    }

    /// <summary>Bytes a record of this content takes in the file.</summary>
    public static long FramedLength(int content) => HeaderLength + (long)content + FooterLength;

    /// <summary>CRC-32C, masked as TFRecord stores it.</summary>
    public static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        int whole = bytes.Length & ~7;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes[..whole]))
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        foreach (byte value in bytes[whole..]) crc = BitOperations.Crc32C(crc, value);
        return BitOperations.RotateRight(~crc, 15) + 0xA282EAD8;
    }
}
