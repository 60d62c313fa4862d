using Nabla.Vision.Images;
using Nabla.Vision.Images.Jpeg;
using Nabla.Vision.Tests.Support;

namespace Nabla.Vision.Tests.Images;

public class JpegTests
{
    [Fact]
    public void Vector_and_scalar_transforms_agree()
    {
        var random = new Random(1);
        short[] block = new short[64];
        byte[] fast = new byte[64], slow = new byte[64];
        for (int trial = 0; trial < 500; trial++)
        {
            for (int i = 0; i < 64; i++) block[i] = (short)(random.Next(4) == 0 ? random.Next(-400, 400) : 0);
            InverseDct.Transform(block, fast, 8);
            InverseDct.Scalars(block, slow, 8);
            Assert.Equal(slow, fast);
        }
    }

    [Fact]
    public void The_inverse_transform_is_the_cosine_sum()
    {
        var random = new Random(2);
        short[] block = new short[64];
        for (int i = 0; i < 20; i++) block[random.Next(64)] = (short)random.Next(-150, 150);
        byte[] samples = new byte[64];
        InverseDct.Transform(block, samples, 8);
        for (int y = 0; y < 8; y++)
        {
            for (int x = 0; x < 8; x++)
            {
                double sum = 0;
                for (int i = 0; i < 64; i++)
                {
                    (int v, int u) = (i / 8, i % 8);
                    double scale = (u == 0 ? Math.Sqrt(0.5) : 1) * (v == 0 ? Math.Sqrt(0.5) : 1) / 4;
                    sum += scale * block[i] * Math.Cos((2 * x + 1) * u * Math.PI / 16) * Math.Cos((2 * y + 1) * v * Math.PI / 16);
                }
                Assert.InRange(samples[8 * y + x] - Math.Clamp(sum + 128, 0, 255), -0.6, 0.6);
            }
        }
    }

    [Fact]
    public void A_flat_block_is_its_mean()
    {
        byte[] flat = new byte[64], full = new byte[64];
        short[] block = new short[64];
        for (int value = -1300; value <= 1300; value++)
        {
            block[0] = (short)value;
            InverseDct.Flat(value, flat, 8);
            InverseDct.Scalars(block, full, 8);
            Assert.Equal(full, flat);
        }
    }

    [Theory]
    [InlineData("baseline-444.jpg", 90, false, 3)]
    [InlineData("baseline-420.jpg", 90, true, 4)]
    [InlineData("baseline-grey.jpg", 95, true, 2)]
    [InlineData("size-1x17.jpg", 95, true, 4)]
    public void Encoding_loses_little(string name, int quality, bool subsample, double most)
    {
        Image image = Image.Load(Repository.File("tests", "golden", "images", name));
        using var stream = new MemoryStream();
        new JpegCodec(quality, subsample).Encode(image, stream);
        Image again = Image.Decode(stream.ToArray());
        Assert.Equal(image.Info, again.Info);
        double sum = 0;
        for (int i = 0; i < image.Data.Length; i++) sum += Math.Abs(image.Data[i] - again.Data[i]);
        Assert.InRange(sum / image.Data.Length, 0, most);
    }

    [Fact]
    public void The_encoder_writes_the_bytes_of_Pillow()
    {
        foreach ((string name, int quality, bool subsample) in ((string, int, bool)[])[("encoded-420.jpg", 85, true), ("encoded-444.jpg", 60, false)])
        {
            Image source = Image.Load(Repository.File("tests", "golden", "images", "source.png"));
            using var stream = new MemoryStream();
            new JpegCodec(quality, subsample).Encode(source, stream);
            Assert.Equal(File.ReadAllBytes(Repository.File("tests", "golden", "images", name)), stream.ToArray());
        }
    }

    [Fact]
    public void Alpha_and_bad_qualities_are_refused()
    {
        Assert.Throws<NotSupportedException>(() => new Image(2, 2, 4).Encode("jpg"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new JpegCodec(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new JpegCodec(101));
    }

    [Fact]
    public void Orientation_can_be_left_alone()
    {
        byte[] file = File.ReadAllBytes(Repository.File("tests", "golden", "images", "orientation-6.jpg"));
        Image upright = Image.Decode(file), stored = new JpegCodec(applyOrientation: false).Decode(file, null, ImageLimits.Default);
        Assert.Equal((upright.Width, upright.Height), (stored.Height, stored.Width));
        Assert.Equal(stored.Rotate90(-1).Data, upright.Data);
    }

    [Fact]
    public void A_short_file_cannot_claim_a_large_picture()
    {
        byte[] file = File.ReadAllBytes(Repository.File("tests", "golden", "images", "baseline-grey.jpg"));
        int frame = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        (file[frame + 5], file[frame + 6], file[frame + 7], file[frame + 8]) = (0x20, 0, 0x20, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("cannot hold", Assert.Throws<ImageFormatException>(() => Image.Decode(file)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Endless_scans_are_an_error()
    {
        byte[] file = File.ReadAllBytes(Repository.File("tests", "golden", "images", "not-interleaved.jpg"));
        int scan = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]), next = scan + 2 + file.AsSpan(scan + 2).IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        byte[] bomb = [.. file[..scan], .. Enumerable.Repeat(file[scan..next], 300).SelectMany(part => part), .. file[scan..]];
        Assert.Contains("scans", Assert.Throws<ImageFormatException>(() => Image.Decode(bomb)).Message);
    }
}
