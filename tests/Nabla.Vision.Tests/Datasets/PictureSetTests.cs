using Nabla.Formats;
using Nabla.Vision.Images;
using Nabla.Vision.Transforms;

namespace Nabla.Vision.Tests.Datasets;

public class PictureSetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Cifar_records_become_planes_and_labels(int labelBytes)
    {
        byte[] file = new byte[3 * (labelBytes + 3072)];
        new Random(1).NextBytes(file);
        for (int i = 0; i < 3; i++) file[i * (labelBytes + 3072) + labelBytes - 1] = (byte)(2 * i);
        LabelledImages read = CifarFiles.Read([file], ["a.bin"], labelBytes, [.. Enumerable.Range(0, 5).Select(i => $"c{i}")]);
        Assert.Equal([0, 2, 4], read.Labels.ToArray());
        Assert.Equal(file[(3072 + 2 * labelBytes)..(2 * 3072 + 2 * labelBytes)], read.Pixels(1).ToArray());
        Assert.Throws<NablaFormatException>(() => CifarFiles.Read([file[..^1]], ["a.bin"], labelBytes, ["x"]));
        Assert.Throws<NablaFormatException>(() => CifarFiles.Read([file], ["a.bin"], labelBytes, ["x"]));
    }

    [Fact]
    public void A_folder_of_every_format_and_size_is_read_at_one_size()
    {
        string folder = Directory.CreateTempSubdirectory("nabla-test-").FullName;
        try
        {
            string[] endings = [".png", ".jpg", ".bmp", ".ppm"];
            for (int i = 0; i < 8; i++)
            {
                string name = Path.Combine(folder, i < 4 ? "cats" : "dogs", $"{i}{endings[i % 4]}");
                Directory.CreateDirectory(Path.GetDirectoryName(name)!);
                var image = new Image(20 + i, 30 - i, 3);
                image.Data.Fill((byte)(10 * i));
                image.Save(name);
            }
            LabelledImages read = ImageFolder.Read(folder, size: 16);
            Assert.Equal((8, 16, 16), (read.Count, read.Width, read.Height));
            Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1], read.Labels.ToArray());
            for (int i = 0; i < 8; i++) Assert.All(read.Pixels(i).ToArray(), value => Assert.InRange(value, 10 * i - 1, 10 * i + 1));
            Assert.Contains("one size", Assert.Throws<InvalidDataException>(() => ImageFolder.Read(folder)).Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Batches_transform_the_same_way_again()
    {
        byte[] pixels = new byte[6 * 3 * 12 * 12];
        new Random(2).NextBytes(pixels);
        var images = new LabelledImages(pixels, [0, 1, 0, 1, 0, 1], 3, 12, 12, ["a", "b"]);
        ImageBatches Make(ImageTransform? transform) => new(images, 4, ([0.5, 0.5, 0.5], [0.5, 0.5, 0.5]), seed: 3, transform: transform);
        float[] plain = Make(null).Epoch().First().Inputs.ToArray<float>();
        ImageTransform augment = new TrivialAugment();
        float[] first = Make(augment).Epoch().First().Inputs.ToArray<float>(), again = Make(augment).Epoch().First().Inputs.ToArray<float>();
        Assert.Equal(first, again);
        Assert.NotEqual(plain, first);
        Assert.NotEqual(first, Make(augment).Epoch(1).First().Inputs.ToArray<float>());
        Assert.Throws<InvalidOperationException>(() => Make(new CenterCrop(5)).Epoch().First());
    }
}
