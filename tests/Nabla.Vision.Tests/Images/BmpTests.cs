using Nabla.Vision.Images;

namespace Nabla.Vision.Tests.Images;

public class BmpTests
{
    [Theory]
    [InlineData(1, 7)]
    [InlineData(3, 5)]
    [InlineData(4, 6)]
    public void Survives_a_round_trip(int channels, int width)
    {
        var image = new Image(width, 4, channels);
        new Random(channels).NextBytes(image.Data);
        Image again = Image.Decode(image.Encode("bmp"));
        Assert.Equal(image.Info, again.Info);
        Assert.Equal(image.Data, again.Data);
    }

    [Fact]
    public void Grey_with_alpha_becomes_colour_with_alpha()
    {
        var image = new Image(3, 1, 2, [1, 2, 3, 4, 5, 6]);
        Assert.Equal(image.ToRgba().Data, Image.Decode(image.Encode("bmp")).Data);
    }

    [Fact]
    public void Runs_cannot_claim_a_large_picture()
    {
        byte[] file = new Image(2, 2, 1).Encode("bmp");
        file[30] = 1; // run lengths
        BitConverter.TryWriteBytes(file.AsSpan(18), 9000);
        BitConverter.TryWriteBytes(file.AsSpan(22), 9000);
        Assert.Contains("cannot hold", Assert.Throws<ImageFormatException>(() => Image.Decode(file)).Message);
    }
}
