using System.Globalization;
using System.Security.Cryptography;
using Nabla.Vision.Images;
using Nabla.Vision.Tests.Support;

namespace Nabla.Vision.Tests.Images;

/// <summary>Every file of tests/golden/images decodes to the very pixels of libjpeg-turbo or Pillow.</summary>
public class RecordedImageTests
{
    public static TheoryData<string> Files => [.. System.IO.File.ReadAllLines(Repository.File("tests", "golden", "images", "expected.txt"))];

    [Theory, MemberData(nameof(Files))]
    public void Decodes_to_the_recorded_pixels(string line)
    {
        string[] fields = line.Split(' ');
        byte[] file = File.ReadAllBytes(Repository.File("tests", "golden", "images", fields[0]));
        int[] numbers = [.. fields[1..4].Select(field => int.Parse(field, CultureInfo.InvariantCulture))];
        var expected = new ImageInfo(numbers[0], numbers[1], numbers[2], 8);

        Assert.Equal(expected, ImageCodecs.Identify(file));
        Image image = Image.Decode(file);
        Assert.Equal(expected, image.Info);
        Assert.Equal(fields[4], Convert.ToHexStringLower(SHA256.HashData(image.Data)));
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_cut_file_is_an_error(string line)
    {
        string name = line.Split(' ')[0];
        byte[] file = File.ReadAllBytes(Repository.File("tests", "golden", "images", name));
        // A JPEG without its end marker is whole, and so is a BMP without the padding or end mark of its last row.
        int least = name.EndsWith(".jpg", StringComparison.Ordinal) ? 4 : 12;
        for (int cut = least; cut < file.Length; cut += Math.Max(1, file.Length / 97))
        {
            byte[] part = file[..^cut];
            Assert.ThrowsAny<ImageFormatException>(() => Image.Decode(part, name));
        }
    }
}
