using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Nabla.Formats.Zip;

/// <summary>Writes zip archives (zip64 where sizes ask for it) whose bytes depend on the content alone: no clock, no host.</summary>
internal sealed class ZipArchiveWriter(Stream stream, bool forceZip64 = false)
{
    private const ushort Date1980 = 0x21, Utf8Names = 0x0800, DescriptorFollows = 0x0008;
    private const long Large = 0xFFFF_FFFF;

    private readonly List<Entry> _entries = [];
    private long _position;

    /// <summary>Adds a stored entry.</summary>
    /// <param name="name">Its path.</param>
    /// <param name="write">Writes the content; called twice, once for the checksum and once for the bytes, which must be equal.</param>
    /// <param name="align">The content begins at a multiple of this, by padding in the header (field FB, as PyTorch does).</param>
    public void Store(string name, Action<Stream> write, int align = 1)
    {
        var sum = new ChecksumStream(Stream.Null);
        write(sum);
        byte[] nameBytes = Encoding.UTF8.GetBytes(name);
        bool large = forceZip64 || sum.Count >= Large;
        byte[] extra = Extra(large, sum.Count, sum.Count, _position + 30 + nameBytes.Length, align);
        long header = WriteLocal(nameBytes, 0, 0, sum.Sum, large, sum.Count, sum.Count, extra);
        var output = new ChecksumStream(stream);
        write(output);
        if (output.Count != sum.Count || output.Sum != sum.Sum) throw new InvalidOperationException($"The content of {name} changed while it was written.");
        _position += output.Count;
        _entries.Add(new(nameBytes, 0, 0, sum.Sum, sum.Count, sum.Count, header));
    }

    /// <summary>Adds a deflated entry.</summary>
    /// <param name="name">Its path.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="size">A bound on its size, which decides about zip64.</param>
    public void Deflate(string name, Action<Stream> write, long size)
    {
        byte[] nameBytes = Encoding.UTF8.GetBytes(name);
        bool large = forceZip64 || size + (size >> 8) >= Large - 1024;
        long header = WriteLocal(nameBytes, DescriptorFollows, 8, 0, large, 0, 0, Extra(large, 0, 0, 0, 1));
        var packed = new ChecksumStream(stream);
        ChecksumStream content;
        using (var deflater = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            content = new ChecksumStream(deflater);
            write(content);
        }
        _position += packed.Count;

        Span<byte> tail = stackalloc byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, 0x08074B50);
        BinaryPrimitives.WriteUInt32LittleEndian(tail[4..], content.Sum);
        if (large)
        {
            BinaryPrimitives.WriteInt64LittleEndian(tail[8..], packed.Count);
            BinaryPrimitives.WriteInt64LittleEndian(tail[16..], content.Count);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(tail[8..], checked((uint)packed.Count));
            BinaryPrimitives.WriteUInt32LittleEndian(tail[12..], checked((uint)content.Count));
        }
        Put(tail[..(large ? 24 : 16)]);
        _entries.Add(new(nameBytes, DescriptorFollows, 8, content.Sum, packed.Count, content.Count, header));
    }

    /// <summary>Writes the central directory; nothing may follow.</summary>
    public void Finish()
    {
        long start = _position;
        foreach (Entry entry in _entries) WriteCentral(entry);
        long size = _position - start;
        bool large = forceZip64 || start >= Large || size >= Large || _entries.Count >= 0xFFFF;
        if (large)
        {
            long at = _position;
            var end = new MemoryStream();
            using var writer = new BinaryWriter(end);
            writer.Write(0x06064B50);
            writer.Write(44L);
            writer.Write((ushort)45);
            writer.Write((ushort)45);
            writer.Write(0);
            writer.Write(0);
            writer.Write((long)_entries.Count);
            writer.Write((long)_entries.Count);
            writer.Write(size);
            writer.Write(start);
            writer.Write(0x07064B50);
            writer.Write(0);
            writer.Write(at);
            writer.Write(1);
            Put(end.GetBuffer().AsSpan(0, (int)end.Length));
        }
        Span<byte> last = stackalloc byte[22];
        last.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(last, 0x06054B50);
        ushort count = large ? ushort.MaxValue : (ushort)_entries.Count;
        BinaryPrimitives.WriteUInt16LittleEndian(last[8..], count);
        BinaryPrimitives.WriteUInt16LittleEndian(last[10..], count);
        BinaryPrimitives.WriteUInt32LittleEndian(last[12..], large ? uint.MaxValue : (uint)size);
        BinaryPrimitives.WriteUInt32LittleEndian(last[16..], large ? uint.MaxValue : (uint)start);
        Put(last);
    }

    private long WriteLocal(byte[] name, ushort flags, ushort method, uint crc, bool large, long packed, long size, byte[] extra)
    {
        long header = _position;
        Span<byte> head = stackalloc byte[30];
        BinaryPrimitives.WriteUInt32LittleEndian(head, 0x04034B50);
        WriteCommon(head[4..], flags, method, crc, large ? Large : packed, large ? Large : size, large);
        BinaryPrimitives.WriteUInt16LittleEndian(head[26..], (ushort)name.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(head[28..], (ushort)extra.Length);
        Put(head);
        Put(name);
        Put(extra);
        return header;
    }

    private void WriteCentral(Entry entry)
    {
        bool large = forceZip64 || entry.Size >= Large || entry.Packed >= Large || entry.Header >= Large;
        Span<byte> head = stackalloc byte[46];
        head.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(head, 0x02014B50);
        BinaryPrimitives.WriteUInt16LittleEndian(head[4..], 45);
        WriteCommon(head[6..], entry.Flags, entry.Method, entry.Crc, large ? Large : entry.Packed, large ? Large : entry.Size, large);
        BinaryPrimitives.WriteUInt16LittleEndian(head[28..], (ushort)entry.Name.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(head[30..], (ushort)(large ? 28 : 0));
        BinaryPrimitives.WriteUInt32LittleEndian(head[42..], large ? uint.MaxValue : (uint)entry.Header);
        Put(head);
        Put(entry.Name);
        if (!large) return;
        Span<byte> extra = stackalloc byte[28];
        BinaryPrimitives.WriteUInt16LittleEndian(extra, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(extra[2..], 24);
        BinaryPrimitives.WriteInt64LittleEndian(extra[4..], entry.Size);
        BinaryPrimitives.WriteInt64LittleEndian(extra[12..], entry.Packed);
        BinaryPrimitives.WriteInt64LittleEndian(extra[20..], entry.Header);
        Put(extra);
    }

    // The fields that local and central headers share, from "version needed" to the uncompressed size.
    private static void WriteCommon(Span<byte> head, ushort flags, ushort method, uint crc, long packed, long size, bool large)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(head, (ushort)(large ? 45 : 20));
        BinaryPrimitives.WriteUInt16LittleEndian(head[2..], (ushort)(flags | Utf8Names));
        BinaryPrimitives.WriteUInt16LittleEndian(head[4..], method);
        BinaryPrimitives.WriteUInt16LittleEndian(head[6..], 0);
        BinaryPrimitives.WriteUInt16LittleEndian(head[8..], Date1980);
        BinaryPrimitives.WriteUInt32LittleEndian(head[10..], crc);
        BinaryPrimitives.WriteUInt32LittleEndian(head[14..], (uint)packed);
        BinaryPrimitives.WriteUInt32LittleEndian(head[18..], (uint)size);
    }

    private static byte[] Extra(bool large, long packed, long size, long extraStart, int align)
    {
        int zip64 = large ? 20 : 0;
        int padding = align > 1 ? (int)(-(extraStart + zip64 + 4) & (align - 1)) : 0;
        var extra = new byte[zip64 + (align > 1 ? 4 + padding : 0)];
        if (large)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(extra, 1);
            BinaryPrimitives.WriteUInt16LittleEndian(extra.AsSpan(2), 16);
            BinaryPrimitives.WriteInt64LittleEndian(extra.AsSpan(4), size);
            BinaryPrimitives.WriteInt64LittleEndian(extra.AsSpan(12), packed);
        }
        if (align > 1)
        {
            extra[zip64] = (byte)'F';
            extra[zip64 + 1] = (byte)'B';
            BinaryPrimitives.WriteUInt16LittleEndian(extra.AsSpan(zip64 + 2), (ushort)padding);
            extra.AsSpan(zip64 + 4).Fill((byte)'Z');
        }
        return extra;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        _position += bytes.Length;
    }

    private sealed record Entry(byte[] Name, ushort Flags, ushort Method, uint Crc, long Packed, long Size, long Header);
}
