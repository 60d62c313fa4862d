using System.Text;
using Nabla.Vision.Images;

namespace Nabla.Vision.Tests.Images;

public class PnmTests
{
    [Theory]
    [InlineData("P1\n3 2\n0 1 0\n110", 1, 8, new[] { 255, 0, 255, 0, 0, 255 })]
    [InlineData("P2 # comment\n3 1 # another\n255\n0 7 255", 1, 8, new[] { 0, 7, 255 })]
    [InlineData("P2 3 1 15 0 7 15", 1, 8, new[] { 0, 119, 255 })]
    [InlineData("P2 2 1 1000 500 1000", 1, 16, new[] { 32768, 65535 })]
    [InlineData("P3 1 2 255 1 2 3 4 5 6", 3, 8, new[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData("P5 2 1 255 AB", 1, 8, new[] { 65, 66 })]
    [InlineData("P5 1 1 65535 AB", 1, 16, new[] { 0x4142 })]
    [InlineData("P6 1 1 255\n # ", 3, 8, new[] { 32, 35, 32 })] // what looks like a comment is pixels
    public void Reads_every_kind(string text, int channels, int bits, int[] expected)
    {
        Image image = Image.Decode(Encoding.Latin1.GetBytes(text));
        Assert.Equal((channels, bits), (image.Channels, image.BitDepth));
        int[] samples = bits == 8 ? [.. image.Data.ToArray()] : [.. image.Samples16.ToArray()];
        Assert.Equal(expected, samples);
    }

    [Fact]
    public void Reads_packed_bits()
    {
        Image image = Image.Decode((byte[])[.. "P4 9 2 "u8, 0b10100000, 0x00, 0xFF, 0x80]);
        Assert.Equal([0, 255, 0, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0], image.Data.ToArray());
    }

    [Theory]
    [InlineData(1, 8, "pgm")]
    [InlineData(3, 8, "ppm")]
    [InlineData(1, 16, "pnm")]
    [InlineData(3, 16, "ppm")]
    public void Survives_a_round_trip(int channels, int bits, string extension)
    {
        var image = new Image(5, 3, channels, bits);
        new Random(1).NextBytes(image.Data);
        Image again = Image.Decode(image.Encode(extension));
        Assert.Equal(image.Info, again.Info);
        Assert.Equal(image.Data, again.Data);
    }

    [Fact]
    public void Alpha_cannot_be_written() =>
        Assert.Contains("alpha", Assert.Throws<NotSupportedException>(() => new Image(1, 1, 4).Encode("ppm")).Message);

    [Theory]
    [InlineData("P5 2 2 255 abc", "ends after 3 bytes")]
    [InlineData("P5 99999 99999 255 abc", "in all")]
    [InlineData("P5 9999 9999 255 abc", "ends after 3 bytes")]
    [InlineData("P2 9999 9999 255 1 2 3", "ends after")]
    [InlineData("P2 2 1 255 1", "ends after 2 bytes")]
    [InlineData("P2 2 1 255 1    ", "a value is missing")]
    [InlineData("P2 2 1 15 1 16", "a value is 16")]
    [InlineData("P2 2 1 70000 1 16", "the largest value is too large")]
    [InlineData("P2 2 1 0 1 16", "the largest value is 0")]
    [InlineData("P2 -2 1 0 1 16", "the width is missing")]
    [InlineData("P2 99999999999999999999 1 0 1 16", "the width is too large")]
    [InlineData("P2 0 1 255 1 16", "0x1 pixels")]
    [InlineData("P2 1 # no end", "ends within a comment")]
    [InlineData("P1 2 1 0 2", "a bit is missing")]
    public void Damage_is_named(string text, string what) =>
        Assert.Contains(what, Assert.Throws<ImageFormatException>(() => Image.Decode(Encoding.Latin1.GetBytes(text), "a.pgm")).Message);
}
