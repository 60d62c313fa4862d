using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Nabla.Formats.Raw;

namespace Nabla.Formats.Zip;

/// <summary>A zip archive (also zip64) over a mapped file: stored entries are views of the mapping, deflated ones are inflated on demand.</summary>
/// <remarks>
/// Made for untrusted files. Local headers must agree with the central directory, entries may not overlap, names may not climb out
/// of the archive or repeat, and an entry may not claim more than deflate can possibly have compressed (about 1032 to 1).
/// Format: PKWARE APPNOTE 6.3.
/// </remarks>
internal sealed class ZipArchiveReader
{
    private const int EndSize = 22, LocalSize = 30, CentralSize = 46;
    private const long DeflateRatio = 1032;

    private readonly ByteRegion _file;
    private readonly string? _name;

    private ZipArchiveReader(ByteRegion file, string? name)
    {
        _file = file;
        _name = name;
    }

    /// <summary>All entries in the order of the central directory.</summary>
    public OrderedDictionary<string, ZipItem> Items { get; } = new(StringComparer.Ordinal);

    /// <summary>True when the bytes begin like a zip archive.</summary>
    public static bool Matches(ByteRegion file) => file.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(file.Span(0, 4)) is 0x04034B50 or 0x06054B50;

    /// <exception cref="NablaFormatException">The archive is damaged or inconsistent.</exception>
    public static ZipArchiveReader Open(ByteRegion file, string? name)
    {
        var archive = new ZipArchiveReader(file, name);
        archive.ReadDirectory();
        GC.KeepAlive(file);
        return archive;
    }

    /// <summary>The content of an entry: a view of the mapping when stored, else inflated memory.</summary>
    /// <param name="item">One of <see cref="Items"/>.</param>
    /// <param name="verify">True to compare the checksum, which reads every byte.</param>
    /// <exception cref="NablaFormatException">The content is damaged.</exception>
    public ByteRegion Read(ZipItem item, bool verify)
    {
        ByteRegion packed = _file.Slice(item.Data, item.Packed);
        ByteRegion content = item.Deflated ? Inflate(packed, item) : packed;
        if (verify && Crc32.Of(content) is var crc && crc != item.Crc)
            throw Error(item.Data, $"the entry {Quoted.Of(item.Name)} has checksum {crc:x8}", $"{item.Crc:x8} (the file is damaged)");
        return content;
    }

    public NablaFormatException Error(long offset, string problem, string? expected = null, Exception? inner = null) => new(_name, offset, problem, expected, inner);

    private unsafe ByteRegion Inflate(ByteRegion packed, ZipItem item)
    {
        ByteRegion content = ByteRegion.Allocate(item.Size);
        try
        {
            using var source = new UnmanagedMemoryStream(packed.Pointer, packed.Length);
            using var inflater = new DeflateStream(source, CompressionMode.Decompress);
            for (long at = 0; at < item.Size;)
            {
                int n = inflater.Read(content.Writable(at, (int)Math.Min(item.Size - at, 1 << 20)));
                if (n == 0) throw Error(item.Data, $"the entry {Quoted.Of(item.Name)} inflates to {at} bytes", $"{item.Size}");
                at += n;
            }
            if (inflater.ReadByte() >= 0) throw Error(item.Data, $"the entry {Quoted.Of(item.Name)} inflates to more than the {item.Size} bytes it claims");
        }
        catch (InvalidDataException e)
        {
            throw Error(item.Data, $"the entry {Quoted.Of(item.Name)} is not valid deflate data", null, e);
        }
        GC.KeepAlive(packed);
        return content;
    }

    private void ReadDirectory()
    {
        (long start, long size, long count, long limit) = FindDirectory();
        if (start < 0 || size < 0 || size > limit || start > limit - size) throw Error(limit, "the central directory lies outside the file");
        if (count < 0 || count > size / CentralSize) throw Error(limit, $"the archive claims {count} entries in a directory of {size} bytes");
        long at = start, end = start + size;
        for (long i = 0; i < count; i++)
        {
            ZipItem item = ReadEntry(ref at, end, start);
            if (!Items.TryAdd(item.Name, item)) throw Error(at, $"the entry {Quoted.Of(item.Name)} occurs twice");
        }
        long free = 0;
        foreach (ZipItem item in Items.Values.OrderBy(e => e.Header))
        {
            if (item.Header < free) throw Error(item.Header, $"the entry {Quoted.Of(item.Name)} overlaps another one");
            free = item.Data + item.Packed;
        }
    }

    private (long Start, long Size, long Count, long Limit) FindDirectory()
    {
        int tail = (int)Math.Min(_file.Length, EndSize + ushort.MaxValue);
        ReadOnlySpan<byte> bytes = _file.Span(_file.Length - tail, tail);
        for (int i = tail - EndSize; i >= 0; i--)
        {
            ReadOnlySpan<byte> end = bytes[i..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) != 0x06054B50 || U16(end, 20) != end.Length - EndSize) continue;
            long place = _file.Length - tail + i;
            if (U16(end, 4) is not (0 or 0xFFFF) || U16(end, 6) is not (0 or 0xFFFF)) throw Error(place, "the archive spans several disks");
            long count = U16(end, 10), size = U32(end, 12), start = U32(end, 16);
            if (i < 20 || BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i - 20)..]) != 0x07064B50) return (start, size, count, place);

            long at = I64(bytes, i - 20 + 8); // zip64
            if (at < 0 || at > place - 20 - 56) throw Error(place - 20, "the zip64 directory lies outside the file");
            ReadOnlySpan<byte> large = _file.Span(at, 56);
            if (BinaryPrimitives.ReadUInt32LittleEndian(large) != 0x06064B50) throw Error(at, "there is no zip64 directory where the archive claims one");
            return (I64(large, 48), I64(large, 40), I64(large, 32), at);
        }
        throw Error(Math.Max(0, _file.Length - EndSize), "no end of a zip directory was found", "a complete zip archive (the file is truncated or something else)");
    }

    private ZipItem ReadEntry(ref long at, long end, long directory)
    {
        long place = at;
        if (end - at < CentralSize) throw Error(at, "the central directory is truncated");
        ReadOnlySpan<byte> head = _file.Span(at, CentralSize);
        if (BinaryPrimitives.ReadUInt32LittleEndian(head) != 0x02014B50) throw Error(at, "there is no directory entry where one should be");
        int flags = U16(head, 8), method = U16(head, 10), nameLength = U16(head, 28), extraLength = U16(head, 30), commentLength = U16(head, 32);
        long packed = U32(head, 20), size = U32(head, 24), header = U32(head, 42);
        if (end - at < CentralSize + nameLength + extraLength + commentLength) throw Error(at, "the central directory is truncated");
        ReadOnlySpan<byte> rawName = _file.Span(at + CentralSize, nameLength);
        ReadZip64(_file.Span(at + CentralSize + nameLength, extraLength), place, ref size, ref packed, ref header);
        at += CentralSize + nameLength + extraLength + commentLength;

        string name = Encoding.UTF8.GetString(rawName);
        if (!IsPlain(name)) throw Error(place, $"the entry name {Quoted.Of(name)} is not a plain relative path");
        if ((flags & 0x41) != 0) throw Error(place, $"the entry {Quoted.Of(name)} is encrypted");
        if (method is not (0 or 8)) throw Error(place, $"the entry {Quoted.Of(name)} uses compression method {method}", "stored or deflated");
        if (method == 0 && packed != size) throw Error(place, $"the stored entry {Quoted.Of(name)} has {packed} bytes for a content of {size}");
        if (size < 0 || packed < 0 || size / DeflateRatio > packed) throw Error(place, $"the entry {Quoted.Of(name)} claims {size} bytes from {packed}", "at most 1032 times as many");

        if (header < 0 || header > directory - LocalSize) throw Error(place, $"the entry {Quoted.Of(name)} lies outside the file");
        ReadOnlySpan<byte> local = _file.Span(header, LocalSize);
        if (BinaryPrimitives.ReadUInt32LittleEndian(local) != 0x04034B50) throw Error(header, $"there is no entry {Quoted.Of(name)} where the directory claims one");
        long data = header + LocalSize + U16(local, 26) + U16(local, 28);
        if (packed > directory || data > directory - packed) throw Error(place, $"the entry {Quoted.Of(name)} lies outside the file");
        if (U16(local, 26) != nameLength || !_file.Span(header + LocalSize, nameLength).SequenceEqual(rawName) || U16(local, 8) != method)
            throw Error(header, $"the entry {Quoted.Of(name)} differs from its description in the directory");
        return new(name, method == 8, BinaryPrimitives.ReadUInt32LittleEndian(head[16..]), header, data, packed, size);
    }

    private void ReadZip64(ReadOnlySpan<byte> extra, long place, ref long size, ref long packed, ref long header)
    {
        while (extra.Length >= 4)
        {
            int id = U16(extra, 0), length = U16(extra, 2);
            if (length > extra.Length - 4) throw Error(place, "the extra field of a directory entry is damaged");
            if (id == 1)
            {
                ReadOnlySpan<byte> values = extra.Slice(4, length);
                Replace(ref size, ref values, place);
                Replace(ref packed, ref values, place);
                Replace(ref header, ref values, place);
                return;
            }
            extra = extra[(4 + length)..];
        }
    }

    private void Replace(ref long value, ref ReadOnlySpan<byte> values, long place)
    {
        if (value != uint.MaxValue) return;
        if (values.Length < 8) throw Error(place, "the zip64 field of a directory entry is truncated");
        value = I64(values, 0);
        values = values[8..];
    }

    /// <summary>True for a relative path that stays inside the archive.</summary>
    public static bool IsPlain(string name) =>
        name.Length > 0 && name[0] != '/' && !name.AsSpan().ContainsAny('\\', '\0') && !name.Split('/').Contains("..");

    private static int U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static long U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long I64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
}
