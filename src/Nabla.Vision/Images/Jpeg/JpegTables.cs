using System.Buffers.Binary;

namespace Nabla.Vision.Images.Jpeg;

/// <summary>The tables in force while a file is read, and constants of T.81.</summary>
internal sealed class JpegTables
{
    private readonly ushort[]?[] _quantization = new ushort[4][];
    private readonly JpegHuffmanTable?[] _direct = new JpegHuffmanTable[4];
    private readonly JpegHuffmanTable?[] _alternating = new JpegHuffmanTable[4];

    /// <summary>Natural (row by row) place of the coefficient at each place of the zigzag.</summary>
    public static ReadOnlySpan<byte> Natural =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    /// <summary>Quantisation table in natural order; null if not defined.</summary>
    public ushort[]? Quantization(int index) => _quantization[index];

    /// <summary>DC table; null if not defined.</summary>
    public JpegHuffmanTable? Direct(int index) => _direct[index];

    /// <summary>AC table; null if not defined.</summary>
    public JpegHuffmanTable? Alternating(int index) => _alternating[index];

    /// <summary>Reads a DQT segment.</summary>
    public void ReadQuantization(ReadOnlySpan<byte> content, string? name, long offset)
    {
        while (!content.IsEmpty)
        {
            int precision = content[0] >> 4, index = content[0] & 15, length = 1 + 64 * (precision + 1);
            if (precision > 1 || index > 3) throw new ImageFormatException(name, offset, $"a quantisation table is marked {content[0]:X2}", "8 or 16 bits, number 0 to 3");
            if (content.Length < length) throw new ImageFormatException(name, offset, "a quantisation table is cut short", $"{length} bytes");
            ushort[] table = new ushort[64];
            for (int i = 0; i < 64; i++)
            {
                int value = precision == 0 ? content[1 + i] : BinaryPrimitives.ReadUInt16BigEndian(content[(1 + 2 * i)..]);
                table[Natural[i]] = (ushort)value;
            }
            _quantization[index] = table;
            content = content[length..];
        }
    }

    /// <summary>Reads a DHT segment.</summary>
    public void ReadHuffman(ReadOnlySpan<byte> content, string? name, long offset)
    {
        while (!content.IsEmpty)
        {
            int kind = content[0] >> 4, index = content[0] & 15;
            if (kind > 1 || index > 3) throw new ImageFormatException(name, offset, $"a Huffman table is marked {content[0]:X2}", "kind 0 or 1, number 0 to 3");
            if (content.Length < 17) throw new ImageFormatException(name, offset, "a Huffman table is cut short", "17 bytes or more");
            ReadOnlySpan<byte> counts = content.Slice(1, 16);
            int total = 0;
            foreach (byte count in counts) total += count;
            if (total > 256 || content.Length < 17 + total) throw new ImageFormatException(name, offset, $"a Huffman table claims {total} symbols", $"at most {Math.Min(256, content.Length - 17)}");
            var table = new JpegHuffmanTable(counts, content.Slice(17, total), out bool valid);
            if (!valid) throw new ImageFormatException(name, offset, "the code lengths of a Huffman table do not make a code");
            (kind == 0 ? _direct : _alternating)[index] = table;
            content = content[(17 + total)..];
        }
    }
}
