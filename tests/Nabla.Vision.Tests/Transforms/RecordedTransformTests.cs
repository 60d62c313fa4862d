using System.Globalization;
using System.Security.Cryptography;
using Nabla.Vision.Images;
using Nabla.Vision.Tests.Support;
using Nabla.Vision.Transforms;

namespace Nabla.Vision.Tests.Transforms;

/// <summary>Transforms against Pillow and torchvision, recorded by make_transforms.py.</summary>
public class RecordedTransformTests
{
    private static readonly Image Source = Image.Load(Repository.File("tests", "golden", "images", "source.png"));

    public static TheoryData<string> Exact => [.. System.IO.File.ReadAllLines(Repository.File("tests", "golden", "transforms", "exact.txt"))];

    public static TheoryData<string> Near => [.. Directory.GetFiles(Repository.File("tests", "golden", "transforms"), "near-*.png").Select(file => Path.GetFileNameWithoutExtension(file)[5..]).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Exact))]
    public void Is_the_recorded_image_byte_by_byte(string line)
    {
        string[] fields = line.Split(' '), call = fields[0].Split(':');
        Image image = call[0] switch
        {
            "resize" => Input(call[1]).Resize(Integer(call[3]), Integer(call[4]), Enum.Parse<Interpolation>(call[2])),
            "brightness" => Source.Brightness(Number(call[1])),
            "contrast" => Source.Contrast(Number(call[1])),
            "saturation" => Source.Saturation(Number(call[1])),
            "sharpness" => Source.Sharpness(Number(call[1])),
            "hue" => Source.Hue(Number(call[1])),
            "posterize" => Source.Posterize(Integer(call[1])),
            "solarize" => Source.Solarize(Number(call[1])),
            "autocontrast" => Dull().AutoContrast(),
            "equalize" => Source.Equalize(),
            "invert" => Source.Invert(),
            "greyscale" => Source.Greyscale(),
            "centercrop" => Source.CropCenter(Integer(call[1]), Integer(call[2])),
            "flip" => Source.FlipHorizontal(),
            "flop" => Source.FlipVertical(),
            _ => throw new InvalidDataException(line),
        };
        Assert.Equal((Integer(fields[1]), Integer(fields[2]), Integer(fields[3])), (image.Width, image.Height, image.Channels));
        Assert.Equal(fields[4], Convert.ToHexStringLower(SHA256.HashData(image.Data)));
    }

    [Theory, MemberData(nameof(Near))]
    public void Is_the_recorded_image_within_a_level(string name)
    {
        Image expected = Image.Load(Repository.File("tests", "golden", "transforms", $"near-{name}.png"));
        string[] call = name.Split('-');
        Interpolation kernel = call[0] == "blur" ? default : Enum.Parse<Interpolation>(call[^1]);
        Image image = call[0] switch
        {
            "rotate" => Source.Rotate(17, kernel, fill: 9),
            "affine" => Source.Affine(-12, (3, -2), 1.2, (8, 5), kernel, fill: 9),
            "perspective" => Source.Perspective([(0, 0), (32, 0), (32, 26), (0, 26)], [(3, 2), (28, 5), (30, 22), (1, 25)], kernel, fill: 9),
            "blur" => Source.GaussianBlur(5, 1.3),
            "plain" => call[1] == "up" ? Source.Resize(50, 41, kernel, antialias: false) : Source.Resize(20, 15, kernel, antialias: false),
            _ => throw new InvalidDataException(name),
        };
        Assert.Equal(expected.Info, image.Info);
        int far = 0;
        for (int i = 0; i < image.Data.Length; i++) far += Math.Abs(expected.Data[i] - image.Data[i]) > 1 ? 1 : 0;
        // Where a coordinate falls on a pixel's very edge, the peer's coarser arithmetic may choose the neighbour.
        Assert.InRange(far, 0, kernel == Interpolation.Nearest ? 6 : 0);
    }

    [Theory]
    [InlineData(Interpolation.Bilinear, 3)]
    [InlineData(Interpolation.Bicubic, 1)]
    [InlineData(Interpolation.Nearest, 3)]
    public void A_window_is_a_part_of_the_whole(Interpolation kernel, int channels)
    {
        Image image = Source.ToChannels(channels), whole = image.Resize(50, 20, kernel);
        Assert.Equal(whole.Crop(9, 4, 30, 11).Data, image.ResizeWindow(50, 20, kernel, true, (9, 4, 30, 11)).Data);
        Assert.Equal(image.Resize(33, 20, kernel).Crop(0, 4, 33, 11).Data, image.ResizeWindow(33, 20, kernel, true, (0, 4, 33, 11)).Data);
        Assert.Equal(image.Resize(50, 27, kernel).Crop(2, 4, 33, 11).Data, image.ResizeWindow(50, 27, kernel, true, (2, 4, 33, 11)).Data);
    }

    private static Image Input(string kind)
    {
        if (kind == "rgb") return Source;
        if (kind == "grey") return Source.ToGrey();
        Image alpha = Source.ToRgba();
        ReadOnlySpan<byte> grey = Source.ToGrey().Data;
        alpha = new Image(alpha.Width, alpha.Height, 4, alpha.Data.ToArray());
        for (int i = 0; i < grey.Length; i++) alpha.Data[4 * i + 3] = grey[i];
        return alpha;
    }

    private static Image Dull()
    {
        var image = new Image(Source.Width, Source.Height, 3);
        for (int i = 0; i < image.Data.Length; i++) image.Data[i] = (byte)(60 + Source.Data[i] / 3);
        return image;
    }

    private static int Integer(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
