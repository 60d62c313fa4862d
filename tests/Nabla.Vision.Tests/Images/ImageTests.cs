using Nabla.Vision.Images;

namespace Nabla.Vision.Tests.Images;

public class ImageTests
{
    [Fact]
    public void Rows_and_samples_address_the_same_memory()
    {
        var image = new Image(3, 2, 3, bitDepth: 16);
        Assert.Equal((3 * 3 * 2, 36), (image.Stride, image.Data.Length));
        image.Samples16[9] = 0x1234;
        Assert.Equal(0x1234, BitConverter.ToUInt16(image.Row(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => { image.Row(2); });
        Assert.Throws<InvalidOperationException>(() => { _ = new Image(1, 1, 1).Samples16; });
    }

    [Theory]
    [InlineData(0, 1, 1, 8)]
    [InlineData(1, -1, 1, 8)]
    [InlineData(1, 1, 5, 8)]
    [InlineData(1, 1, 1, 12)]
    [InlineData(int.MaxValue, int.MaxValue, 4, 16)]
    public void Senseless_sizes_are_refused(int width, int height, int channels, int bits) =>
        Assert.ThrowsAny<ArgumentOutOfRangeException>(() => new Image(width, height, channels, bits));

    [Fact]
    public void Data_must_fit() => Assert.Contains("12", Assert.Throws<ArgumentException>(() => new Image(2, 2, 3, new byte[11])).Message);

    [Fact]
    public void Grey_is_the_luma_of_Pillow()
    {
        // Image.convert("L") of Pillow 9.4.
        var image = new Image(5, 1, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255, 12, 200, 77, 255, 255, 255]);
        Assert.Equal([76, 150, 29, 130, 255], image.ToGrey().Data.ToArray());
    }

    [Fact]
    public void Channels_are_added_and_dropped()
    {
        var image = new Image(2, 1, 2, [10, 20, 30, 40]);
        Assert.Equal([10, 30], image.ToGrey().Data.ToArray());
        Assert.Equal([10, 10, 10, 30, 30, 30], image.ToRgb().Data.ToArray());
        Assert.Equal([10, 10, 10, 20, 30, 30, 30, 40], image.ToRgba().Data.ToArray());
        Assert.Equal([10, 255, 30, 255], image.ToGrey().ToChannels(2).Data.ToArray());
        Assert.Same(image, image.ToChannels(2));
    }

    [Fact]
    public void Depth_changes_are_inverse_to_each_other()
    {
        var image = new Image(256, 1, 1, [.. Enumerable.Range(0, 256).Select(i => (byte)i)]);
        Assert.Equal(image.Data, image.To16Bit().To8Bit().Data);
        Assert.Equal(ushort.MaxValue, image.To16Bit().Samples16[255]);
        Assert.Equal([65535, 65535, 65535, 0], image.To16Bit().ToRgb().Samples16[^3..].ToArray().Append((ushort)0).Select(v => (int)v).ToArray());
    }

    [Fact]
    public void Flatten_blends_with_the_background()
    {
        var image = new Image(3, 1, 2, [100, 255, 100, 0, 100, 51]);
        Assert.Equal([100, 255, 224], image.Flatten().Data.ToArray());
        Assert.Equal([100, 0, 20], image.Flatten(0).Data.ToArray());
    }

    [Fact]
    public void Files_are_recognised_by_content_and_saved_by_extension()
    {
        string folder = Directory.CreateTempSubdirectory("nabla-test-").FullName;
        try
        {
            var image = new Image(2, 2, 1, [1, 2, 3, 4]);
            image.Save(Path.Combine(folder, "a.PNG"));
            File.Move(Path.Combine(folder, "a.PNG"), Path.Combine(folder, "a.dat"));
            Assert.Equal(image.Data, Image.Load(Path.Combine(folder, "a.dat")).Data);
            Assert.Contains(".gif", Assert.Throws<NotSupportedException>(() => image.Save(Path.Combine(folder, "a.gif"))).Message);
            Assert.Throws<FileNotFoundException>(() => Image.Load(Path.Combine(folder, "absent.png")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(new byte[0], "the file is empty")]
    [InlineData(new byte[] { (byte)'G', (byte)'I', (byte)'F', (byte)'8' }, "the file is a GIF")]
    [InlineData(new byte[] { 1, 2, 3 }, "begins with 010203")]
    public void Unknown_files_are_described(byte[] file, string what) =>
        Assert.Contains(what, Assert.Throws<ImageFormatException>(() => Image.Decode(file)).Message);

    [Fact]
    public void Streams_without_length_are_read_to_the_end()
    {
        var image = new Image(100, 100, 3);
        new Random(5).NextBytes(image.Data);
        using var stream = new Trickle(image.Encode());
        Assert.Equal(image.Data, Image.Decode(stream).Data);
    }

    private sealed class Trickle(byte[] data) : MemoryStream(data)
    {
        public override bool CanSeek => false;
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 777));
    }
}
