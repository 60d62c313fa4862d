using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Nabla.Formats.Raw;

namespace Nabla.Formats.Zip;

/// <summary>The CRC-32 of zip (reflected polynomial 0xEDB88320), sixteen bytes at a time.</summary>
/// <remarks>Kounavis and Berry, "A Systematic Approach to Building High Performance Software-based CRC Generators" (2005).</remarks>
internal struct Crc32
{
    private static readonly uint[] Tables = MakeTables();

    private uint _state;

    /// <summary>The sum of all bytes appended so far.</summary>
    public readonly uint Value => _state;

    /// <summary>The sum of a whole region.</summary>
    public static uint Of(ByteRegion region)
    {
        Crc32 crc = default;
        var buffer = new byte[(int)Math.Min(region.Length, 1 << 18)];
        for (long at = 0; at < region.Length;)
        {
            int n = (int)Math.Min(region.Length - at, buffer.Length);
            region.CopyTo(at, buffer.AsSpan(0, n));
            crc.Append(buffer.AsSpan(0, n));
            at += n;
        }
        return crc.Value;
    }

    /// <summary>Continues the sum over <paramref name="bytes"/>.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~_state;
        ReadOnlySpan<uint> t = Tables;
        while (bytes.Length >= 16)
        {
            uint a = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            uint b = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            uint c = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
            uint d = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
            crc = Fold(t[0xC00..], a) ^ Fold(t[0x800..], b) ^ Fold(t[0x400..], c) ^ Fold(t, d);
            bytes = bytes[16..];
        }
        foreach (byte x in bytes) crc = t[(byte)(crc ^ x)] ^ (crc >> 8);
        _state = ~crc;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Fold(ReadOnlySpan<uint> t, uint word) =>
        t[0x300 + (byte)word] ^ t[0x200 + (byte)(word >> 8)] ^ t[0x100 + (byte)(word >> 16)] ^ t[(int)(word >> 24)];

    private static uint[] MakeTables()
    {
        var tables = new uint[16 * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint c = i;
            for (int bit = 0; bit < 8; bit++) c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
            tables[i] = c;
        }
        for (int i = 256; i < tables.Length; i++) tables[i] = tables[(byte)tables[i - 256]] ^ (tables[i - 256] >> 8);
        return tables;
    }
}
