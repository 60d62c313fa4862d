using System.Numerics;

namespace Nabla.Vision.Images.Jpeg;

/// <summary>Writes entropy-coded blocks, with a zero stuffed after every 0xFF.</summary>
internal sealed class JpegBitWriter
{
    private readonly List<byte> _bytes;
    private ulong _bits;
    private int _count;

    public JpegBitWriter(List<byte> bytes) => _bytes = bytes;

    /// <summary>Codes of a table by symbol: code | length &lt;&lt; 16.</summary>
    public static int[] Codes(ReadOnlySpan<byte> table)
    {
        int[] codes = new int[256];
        int code = 0, index = 16;
        for (int length = 1; length <= 16; length++, code <<= 1)
        {
            for (int i = 0; i < table[length - 1]; i++) codes[table[index++]] = code++ | length << 16;
        }
        return codes;
    }

    /// <summary>Writes a block of quantised coefficients in zigzag order.</summary>
    public void Block(ReadOnlySpan<int> block, int predictor, int[] direct, int[] alternating)
    {
        Value(direct, 0, block[0] - predictor);
        int run = 0;
        for (int k = 1; k < 64; k++)
        {
            if (block[k] == 0)
            {
                run++;
                continue;
            }
            for (; run > 15; run -= 16) Put(alternating[0xF0]);
            Value(alternating, run << 4, block[k]);
            run = 0;
        }
        if (run > 0) Put(alternating[0]);
    }

    /// <summary>Fills the last byte with ones.</summary>
    public void Flush()
    {
        if (_count > 0) Put(0x7F, 7);
        _count = 0;
    }

    private void Value(int[] codes, int high, int value)
    {
        int size = 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));
        Put(codes[high | size]);
        if (size > 0) Put((value > 0 ? value : value - 1) & ((1 << size) - 1), size);
    }

    private void Put(int code) => Put(code & 0xFFFF, code >> 16);

    private void Put(int value, int count)
    {
        _bits = _bits << count | (uint)value;
        _count += count;
        while (_count >= 8)
        {
            byte next = (byte)(_bits >> (_count - 8));
            _bytes.Add(next);
            if (next == 0xFF) _bytes.Add(0);
            _count -= 8;
        }
    }
}
