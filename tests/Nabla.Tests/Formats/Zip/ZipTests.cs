using System.IO.Compression;
using Nabla.Formats;
using Nabla.Formats.Raw;
using Nabla.Formats.Zip;

namespace Nabla.Tests.Formats.Zip;

public sealed class ZipTests
{
    [Fact]
    public void The_checksum_is_that_of_zip_at_every_length()
    {
        Assert.Equal(0xCBF43926u, Crc32.Of(FormatFiles.Region("123456789"u8.ToArray())));
        byte[] bytes = [.. Enumerable.Range(0, 100).Select(i => (byte)(i * 37))];
        for (int n = 0; n < 70; n++)
        {
            uint expected = ~bytes[..n].Aggregate(uint.MaxValue, (crc, b) =>
            {
                crc ^= b;
                for (int k = 0; k < 8; k++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
                return crc;
            });
            Assert.Equal(expected, Crc32.Of(FormatFiles.Region(bytes[..n])));
        }
    }

    [Fact]
    public void A_wrong_checksum_is_named_and_can_be_overlooked()
    {
        byte[] bytes = Archive(("a.npy", "hello"u8.ToArray(), CompressionLevel.NoCompression));
        int at = bytes.AsSpan().IndexOf("hello"u8);
        bytes[at] ^= 1;
        ZipArchiveReader zip = ZipArchiveReader.Open(FormatFiles.Region(bytes), null);
        Assert.Contains("checksum", Assert.Throws<NablaFormatException>(() => zip.Read(zip.Items["a.npy"], verify: true)).Message, StringComparison.Ordinal);
        Assert.Equal(5, zip.Read(zip.Items["a.npy"], verify: false).Length);
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("x/../a")]
    [InlineData("/a")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    public void Names_that_climb_out_are_refused(string name) =>
        Refused(Archive((name, [1], CompressionLevel.NoCompression)), "plain relative path");

    [Fact]
    public void A_name_that_occurs_twice_is_refused() =>
        Refused(Archive(("a", [1], CompressionLevel.NoCompression), ("a", [2], CompressionLevel.NoCompression)), "occurs twice");

    [Fact]
    public void A_bomb_is_refused_before_anything_is_inflated()
    {
        byte[] bytes = Archive(("a", new byte[10_000], CompressionLevel.Optimal));
        Patch(bytes, 24, BitConverter.GetBytes(1_000_000_000)); // the size in the directory
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(bytes, "at most 1032 times");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(9_999)]
    [InlineData(10_001)]
    public void A_size_that_deflate_does_not_give_is_refused(int size)
    {
        byte[] bytes = Archive(("a", new byte[10_000], CompressionLevel.Optimal));
        Patch(bytes, 24, BitConverter.GetBytes(size));
        ZipArchiveReader zip = ZipArchiveReader.Open(FormatFiles.Region(bytes), null);
        Assert.Contains("inflates to", Assert.Throws<NablaFormatException>(() => zip.Read(zip.Items["a"], verify: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Overlapping_entries_are_refused()
    {
        // The second directory entry gets the name, sizes and place of the first one's data but for one letter of an inner header.
        byte[] inner = Archive(("b", [7], CompressionLevel.NoCompression));
        byte[] bytes = Archive(("a", inner[..32], CompressionLevel.NoCompression), ("b", [7], CompressionLevel.NoCompression));
        int second = Directory(bytes, 1);
        BitConverter.GetBytes(bytes.AsSpan().IndexOf(inner.AsSpan(0, 30))).CopyTo(bytes, second + 42);
        Refused(bytes, "overlaps");
    }

    [Fact]
    public void A_local_header_that_disagrees_is_refused()
    {
        byte[] bytes = Archive(("a", [1], CompressionLevel.NoCompression));
        bytes[30] = (byte)'b';
        Refused(bytes, "differs from its description");
    }

    [Theory]
    [InlineData(8, new byte[] { 1, 0 }, "encrypted")]
    [InlineData(10, new byte[] { 12, 0 }, "compression method 12")]
    [InlineData(20, new byte[] { 9 }, "has 9 bytes")]
    [InlineData(42, new byte[] { 200, 200, 0, 0 }, "outside the file")]
    [InlineData(42, new byte[] { 255, 255, 255, 255 }, "outside the file")]
    [InlineData(0, new byte[] { 0 }, "no directory entry")]
    [InlineData(28, new byte[] { 255 }, "truncated")]
    public void A_damaged_directory_is_refused(int field, byte[] value, string reason)
    {
        byte[] bytes = Archive(("a", [1], CompressionLevel.NoCompression));
        Patch(bytes, field, value);
        Refused(bytes, reason);
    }

    [Fact]
    public void A_directory_of_millions_of_entries_is_refused_by_its_size()
    {
        byte[] bytes = FormatFiles.Written(s =>
        {
            var zip = new ZipArchiveWriter(s, forceZip64: true);
            zip.Store("a", w => w.WriteByte(1));
            zip.Finish();
        });
        int at = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x50, 0x4B, 6, 6]);
        BitConverter.GetBytes(long.MaxValue).CopyTo(bytes, at + 32);
        Refused(bytes, "entries in a directory");
    }

    [Fact]
    public void What_the_writer_deflates_is_inflated()
    {
        byte[] content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i % 251))];
        foreach (bool large in (bool[])[false, true])
        {
            byte[] bytes = FormatFiles.Written(s =>
            {
                var zip = new ZipArchiveWriter(s, large);
                zip.Deflate("a", w => w.Write(content), content.Length);
                zip.Store("b", w => w.Write(content), align: 64);
                zip.Finish();
            });
            ZipArchiveReader zip = ZipArchiveReader.Open(FormatFiles.Region(bytes), null);
            Assert.True(zip.Items["a"].Packed < 2000);
            Assert.Equal(0, zip.Items["b"].Data % 64);
            foreach (ZipItem item in zip.Items.Values)
            {
                ByteRegion read = zip.Read(item, verify: true);
                var copy = new byte[read.Length];
                read.CopyTo(0, copy);
                Assert.Equal(content, copy);
            }
            using var other = new ZipArchive(new MemoryStream(bytes));
            using Stream a = other.GetEntry("a")!.Open();
            var buffer = new MemoryStream();
            a.CopyTo(buffer);
            Assert.Equal(content, buffer.ToArray());
        }
    }

    private static void Refused(byte[] bytes, string reason) =>
        Assert.Contains(reason, Assert.Throws<NablaFormatException>(() => ZipArchiveReader.Open(FormatFiles.Region(bytes), "a.zip")).Message, StringComparison.Ordinal);

    /// <summary>Overwrites a field of the first directory entry.</summary>
    private static void Patch(byte[] bytes, int field, byte[] value) => value.CopyTo(bytes, Directory(bytes, 0) + field);

    private static int Directory(byte[] bytes, int index)
    {
        int at = -1;
        for (int i = 0; i <= index; i++) at += 1 + bytes.AsSpan(at + 1).IndexOf((ReadOnlySpan<byte>)[0x50, 0x4B, 1, 2]);
        return at;
    }

    private static byte[] Archive(params (string Name, byte[] Content, CompressionLevel Level)[] entries) => FormatFiles.Written(s =>
    {
        var zip = new ZipArchiveWriter(s);
        foreach ((string name, byte[] content, CompressionLevel level) in entries)
        {
            if (level == CompressionLevel.NoCompression) zip.Store(name, w => w.Write(content));
            else zip.Deflate(name, w => w.Write(content), content.Length);
        }
        zip.Finish();
    });
}
