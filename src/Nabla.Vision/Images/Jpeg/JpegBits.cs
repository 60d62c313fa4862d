using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Nabla.Vision.Images.Jpeg;

/// <summary>The entropy-coded bits of a scan: stuffed zero bytes are taken out, and a marker ends them.</summary>
/// <remarks>
/// Bits lie at the top of a 64-bit buffer; below the first <see cref="Count"/> there may be bits of the byte to come, which are
/// written a second time with the same value. Beyond a marker zeros are delivered, and <see cref="Exhausted"/> tells.
/// </remarks>
internal ref struct JpegBits
{
    private const ulong Ones = 0x0101010101010101, Highs = 0x8080808080808080;

    private readonly ReadOnlySpan<byte> _data;
    private int _padding;

    /// <summary>The next bits, from the top.</summary>
    public ulong Bits;

    /// <summary>How many of them are there.</summary>
    public int Count;

    public JpegBits(ReadOnlySpan<byte> data, int at)
    {
        _data = data;
        Position = at;
    }

    /// <summary>Where the next byte would be read.</summary>
    public int Position { get; private set; }

    /// <summary>True if bits were used that the file does not have.</summary>
    public readonly bool Exhausted => _padding > Count;

    /// <summary>Refills to at least 48 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill()
    {
        if (Position <= _data.Length - 8)
        {
            ulong next = BinaryPrimitives.ReadUInt64BigEndian(_data[Position..]);
            ulong inverse = ~next;
            if (((inverse - Ones) & next & Highs) == 0) // no byte is 0xFF
            {
                Bits |= next >> Count;
                int bytes = (63 - Count) >> 3;
                Position += bytes;
                Count += bytes * 8;
                return;
            }
        }
        FillSlowly();
    }

    /// <summary>Up to 16 bits, which must be there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Take(int count)
    {
        int value = (int)(Bits >> 1 >> (63 - count));
        Bits <<= count;
        Count -= count;
        return value;
    }

    /// <summary>One bit, with refill.</summary>
    public bool TakeBit()
    {
        if (Count < 1) Fill();
        return Take(1) != 0;
    }

    /// <summary>A value of <paramref name="size"/> bits as T.81 codes signs: a leading 0 means negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int TakeSigned(int size)
    {
        int value = Take(size);
        return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
    }

    /// <summary>The next symbol; -1 if no code fits. Needs 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Symbol(JpegHuffmanTable table)
    {
        int entry = table.Look[(int)(Bits >> (64 - JpegHuffmanTable.LookBits))];
        if (entry != 0)
        {
            Bits <<= entry >> 8;
            Count -= entry >> 8;
            return entry & 0xFF;
        }
        int symbol = table.Search((int)(Bits >> 48), out int length);
        if (symbol < 0) return -1;
        Bits <<= length;
        Count -= length;
        return symbol;
    }

    /// <summary>Drops what is left before the marker that must follow, and returns that marker with its place behind it; 0 at the end of the file.</summary>
    public byte SkipToMarker()
    {
        (Bits, Count, _padding) = (0, 0, 0);
        // Bytes already in the buffer were no markers, and every marker is still before Position.
        int at = Position;
        while (at + 1 < _data.Length)
        {
            if (_data[at] == 0xFF && _data[at + 1] is not (0 or 0xFF))
            {
                Position = at + 2;
                return _data[at + 1];
            }
            at++;
        }
        Position = _data.Length;
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FillSlowly()
    {
        // Bits of a byte to come may be below Count; they are cleared, as padding does not repeat them.
        Bits = Count == 0 ? 0 : Bits & (ulong.MaxValue << (64 - Count));
        while (Count <= 56)
        {
            byte value = 0;
            int at = Position;
            if (at < _data.Length && _data[at] != 0xFF)
            {
                value = _data[at];
                Position++;
            }
            else if (at + 1 < _data.Length && _data[at + 1] == 0)
            {
                value = 0xFF;
                Position += 2;
            }
            else
            {
                _padding += 8;
            }
            Bits |= (ulong)value << (56 - Count);
            Count += 8;
        }
    }
}
