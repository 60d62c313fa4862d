namespace Nabla.Vision.Images.Jpeg;

/// <summary>A Huffman table of a JPEG file, with look-ups for the next <see cref="LookBits"/> bits of the stream.</summary>
internal sealed class JpegHuffmanTable
{
    public const int LookBits = 10;

    /// <summary>Symbol | length &lt;&lt; 8; 0 where the code is longer than the look-up.</summary>
    public readonly ushort[] Look = new ushort[1 << LookBits];

    /// <summary>
    /// Code and value bits at once, where they fit: value &lt;&lt; 16 | run &lt;&lt; 8 | bits of both; 0 where they do not, and for
    /// symbols without a value.
    /// </summary>
    public readonly int[] Fast = new int[1 << LookBits];

    private readonly int[] _limit = new int[18]; // first 16-bit prefix beyond the codes of each length
    private readonly int[] _offset = new int[17]; // index of a code's symbol less the code
    private readonly byte[] _symbols;

    /// <summary>Builds the table.</summary>
    /// <param name="counts">Codes of each length 1 to 16.</param>
    /// <param name="symbols">Their symbols in order.</param>
    /// <param name="valid">False when the lengths cannot be a prefix code.</param>
    public JpegHuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols, out bool valid)
    {
        _symbols = symbols.ToArray();
        int code = 0, index = 0;
        valid = true;
        for (int length = 1; length <= 16; length++)
        {
            _offset[length] = index - code;
            int count = counts[length - 1];
            if (code + count > 1 << length)
            {
                valid = false;
                return;
            }
            for (int i = 0; i < count; i++, code++, index++)
            {
                if (length > LookBits) continue;
                int first = code << (LookBits - length);
                Look.AsSpan(first, 1 << (LookBits - length)).Fill((ushort)(_symbols[index] | length << 8));
            }
            _limit[length] = code << (16 - length);
            code <<= 1;
        }
        _limit[17] = int.MaxValue;
        for (int bits = 0; bits < Fast.Length; bits++) Fast[bits] = FastEntry(bits);
    }

    /// <summary>The symbol of a code too long for the look-up.</summary>
    /// <param name="next">The next 16 bits.</param>
    /// <param name="length">Receives the code's length.</param>
    /// <returns>-1 if no code begins so.</returns>
    public int Search(int next, out int length)
    {
        length = LookBits + 1;
        while (length <= 16 && next >= _limit[length]) length++;
        if (length > 16) return -1;
        int index = (next >> (16 - length)) + _offset[length];
        return (uint)index < (uint)_symbols.Length ? _symbols[index] : -1;
    }

    private int FastEntry(int bits)
    {
        int entry = Look[bits], length = entry >> 8, run = entry >> 4 & 15, size = entry & 15;
        if (length == 0 || size == 0 || length + size > LookBits) return 0;
        int value = bits >> (LookBits - length - size) & ((1 << size) - 1);
        if (value < 1 << (size - 1)) value -= (1 << size) - 1;
        return value << 16 | run << 8 | (length + size);
    }
}
