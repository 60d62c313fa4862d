using System.IO.Compression;
using Nabla.Formats;
using Nabla.Tests.Support;

namespace Nabla.Tests.Formats;

public class IdxFileTests
{
    [Fact]
    public void Reads_big_endian_elements_of_every_type()
    {
        Assert.Equal([1, 2, 255], Read([0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 255]).As<byte>().ToArray());
        Assert.Equal([1, -1], Read([0, 0, 9, 1, 0, 0, 0, 2, 1, 255]).As<sbyte>().ToArray());
        Assert.Equal([0x0102, -2], Read([0, 0, 0x0B, 1, 0, 0, 0, 2, 1, 2, 255, 254]).As<short>().ToArray());
        Assert.Equal([0x01020304], Read([0, 0, 0x0C, 1, 0, 0, 0, 1, 1, 2, 3, 4]).As<int>().ToArray());
        Assert.Equal([1.5f], Read([0, 0, 0x0D, 1, 0, 0, 0, 1, 0x3F, 0xC0, 0, 0]).As<float>().ToArray());
        Assert.Equal([-2.0], Read([0, 0, 0x0E, 1, 0, 0, 0, 1, 0xC0, 0, 0, 0, 0, 0, 0, 0]).As<double>().ToArray());
    }

    [Fact]
    public void Keeps_the_shape()
    {
        IdxArray array = Read([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]);
        Assert.Equal((DType.UInt8, 6), (array.Type, array.Count));
        Assert.Equal([1, 2, 3], array.Shape);
        Assert.Equal([0, 5], Read([0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 5]).Shape);
        Assert.Throws<InvalidOperationException>(() => { array.As<int>(); });
    }

    [Fact]
    public void Reads_gzip_by_content()
    {
        byte[] plain = [0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3];
        Assert.Equal([1, 2, 3], Read(Gzip(plain)).As<byte>().ToArray());
        Assert.Equal([1, 2, 3], Read([.. Gzip(plain[..5]), .. Gzip(plain[5..])]).As<byte>().ToArray());
    }

    [Fact]
    public void Survives_a_round_trip()
    {
        var array = new IdxArray(DType.Int32, [2, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
        var stream = new MemoryStream();
        IdxFile.Write(stream, array);
        stream.Position = 0;
        IdxArray again = IdxFile.Read(stream);
        Assert.Equal(array.Shape, again.Shape);
        Assert.Equal(array.Bytes, again.Bytes);
        Assert.Throws<ArgumentException>(() => new IdxArray(DType.Bool, [1], [1]));
        Assert.Throws<ArgumentException>(() => new IdxArray(DType.Int32, [1], [1]));
    }

    [Theory]
    [InlineData(new byte[0], "ends within its header")]
    [InlineData(new byte[] { 1, 0, 8, 1, 0, 0, 0, 0 }, "at byte 0: the file begins with 0100")]
    [InlineData(new byte[] { 0, 0, 7, 1, 0, 0, 0, 0 }, "at byte 2: the element type is 07")]
    [InlineData(new byte[] { 0, 0, 8, 0, 0, 0, 0, 0 }, "at byte 3: the array has 0 axes")]
    [InlineData(new byte[] { 0, 0, 8, 200, 0, 0, 0, 0 }, "the array has 200 axes")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0 }, "ends within its header")]
    [InlineData(new byte[] { 0, 0, 8, 1, 255, 255, 255, 255 }, "axis 0 has 4294967295 elements")]
    [InlineData(new byte[] { 0, 0, 14, 2, 0, 1, 0, 0, 0, 1, 0, 0 }, "takes 34359738368 bytes or more")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0x40, 0, 0, 0, 1, 2 }, "ends after 2 bytes of elements")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 2, 1, 2, 3 }, "at byte 10: the file goes on")]
    public void Damage_is_named(byte[] file, string what)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<NablaFormatException>(() => Read(file));
        Assert.Contains(what, error.Message);
        Assert.StartsWith("a.idx", error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Every_truncation_and_every_changed_bit_of_a_gzip_file_is_an_error_or_harmless()
    {
        byte[] file = Gzip([0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3]);
        for (int length = 0; length < file.Length; length++) Assert.Throws<NablaFormatException>(() => Read(file[..length]));
        for (int bit = 0; bit < file.Length * 8; bit++)
        {
            byte[] changed = [.. file];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.Equal([1, 2, 3], Read(changed).As<byte>().ToArray()); // time stamp, operating system
            }
            catch (NablaFormatException)
            {
            }
        }
    }

    [Fact]
    public void The_limit_is_checked_before_reading() =>
        Assert.Contains("at most 2", Assert.Throws<NablaFormatException>(() => IdxFile.Read(new MemoryStream([0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3]), "a.idx", maxBytes: 2)).Message);

    [Theory]
    [InlineData("train", 10_000, 1_000)]
    [InlineData("t10k", 10_000, 1_000)]
    public void The_embedded_fashion_images_are_complete_and_balanced(string part, int count, int perClass)
    {
        string folder = Repository.File("src", "Nabla.Cli", "Data", "fashion-mnist");
        string suffix = part == "train" ? "-10k" : "";
        IdxArray images = IdxFile.Read(Path.Combine(folder, $"{part}-images{suffix}-idx3-ubyte.gz"));
        IdxArray labels = IdxFile.Read(Path.Combine(folder, $"{part}-labels{suffix}-idx1-ubyte.gz"));
        Assert.Equal([count, 28, 28], images.Shape);
        Assert.Equal([count], labels.Shape);
        Assert.Equal(Enumerable.Repeat(perClass, 10), labels.As<byte>().ToArray().GroupBy(l => l).OrderBy(g => g.Key).Select(g => g.Count()));
        Assert.True(File.Exists(Path.Combine(folder, "LICENSE")));
    }

    private static IdxArray Read(byte[] file) => IdxFile.Read(new MemoryStream(file), "a.idx");

    private static byte[] Gzip(byte[] plain)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal)) gzip.Write(plain);
        return stream.ToArray();
    }
}
