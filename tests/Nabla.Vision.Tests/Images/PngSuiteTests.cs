using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Nabla.Vision.Images;
using Nabla.Vision.Tests.Support;

namespace Nabla.Vision.Tests.Images;

/// <summary>Every file of tests/golden/png decodes to the pixels that its independent generator wrote.</summary>
public class PngSuiteTests
{
    public static TheoryData<string> Files => [.. System.IO.File.ReadAllLines(Repository.File("tests", "golden", "png", "expected.txt"))];

    [Theory, MemberData(nameof(Files))]
    public void Decodes_to_the_expected_pixels(string line)
    {
        string[] fields = line.Split(' ');
        byte[] file = File.ReadAllBytes(Repository.File("tests", "golden", "png", fields[0]));
        int[] numbers = [.. fields[1..5].Select(f => int.Parse(f, CultureInfo.InvariantCulture))];
        var expected = new ImageInfo(numbers[0], numbers[1], numbers[2], numbers[3]);

        Assert.Equal(expected, ImageCodecs.Identify(file));
        Image image = Image.Decode(file);
        Assert.Equal(expected, image.Info);
        Assert.Equal(fields[5], Hash(image));
    }

    [Theory, MemberData(nameof(Files))]
    public void Survives_a_round_trip(string line)
    {
        Image image = Image.Load(Repository.File("tests", "golden", "png", line.Split(' ')[0]));
        Image again = Image.Decode(image.Encode("png"));
        Assert.Equal(image.Info, again.Info);
        Assert.Equal(image.Data, again.Data);
    }

    private static string Hash(Image image)
    {
        byte[] bytes = image.Data.ToArray();
        if (image.BitDepth == 16)
        {
            ReadOnlySpan<ushort> samples = image.Samples16;
            for (int i = 0; i < samples.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), samples[i]);
        }
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
