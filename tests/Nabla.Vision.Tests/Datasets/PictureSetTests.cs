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
            LabelledImages lazy = ImageFolder.Read(folder, size: 16, memory: 0), wide = ImageFolder.Read(folder, size: (8, 12)), wideLazy = ImageFolder.Read(folder, size: (8, 12), memory: 0);
            Assert.Equal((8, 12), (wide.Height, wide.Width));
            for (int i = 0; i < wide.Count; i++) Assert.Equal(wide.Pixels(i).ToArray(), wideLazy.Pixels(i).ToArray());
            Assert.Equal(wide.Resized((4, 3)).Pixels(5).ToArray(), wideLazy.Resized((4, 3)).Pixels(5).ToArray());
            Assert.Throws<ArgumentOutOfRangeException>(() => ImageFolder.Read(folder, size: (8, 0)));
            Assert.True(lazy.IsLazy);
            Assert.False(read.IsLazy);
            for (int i = 0; i < 8; i++) Assert.Equal(read.Pixels(i).ToArray(), lazy.Pixels(i).ToArray());
            Assert.Equal(read.Statistics().Mean, lazy.Statistics().Mean);
            Assert.Equal(read.Statistics().Deviation, lazy.Statistics().Deviation);
            Assert.Equal(read.Resized(9).Pixels(5).ToArray(), lazy.Resized(9).Pixels(5).ToArray());
            float[] Inputs(LabelledImages images) => new ImageBatches(images, 8, ([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])).Epoch().First().Inputs.ToArray<float>();
            Assert.Equal(Inputs(read), Inputs(lazy));
            Assert.Contains("one size", Assert.Throws<InvalidDataException>(() => ImageFolder.Read(folder, memory: 0).Pixels(1).ToArray()).Message);
            Assert.Throws<ArgumentOutOfRangeException>(() => ImageFolder.Read(folder, memory: -1));
            Assert.Contains("one size", Assert.Throws<InvalidDataException>(() => ImageFolder.Read(folder)).Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_lazy_folder_holds_no_pixels()
    {
        string folder = Directory.CreateTempSubdirectory("nabla-test-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "a"));
            for (int i = 0; i < 24; i++) new Image(256, 256, 3).Save(Path.Combine(folder, "a", $"{i:D2}.png"));
            LabelledImages lazy = ImageFolder.Read(folder, memory: 1 << 20);
            Assert.True(lazy.IsLazy);
            // What the file holds when it is asked for, not what it held when the folder was read.
            for (int round = 1; round < 3; round++)
            {
                Image changed = new(256, 256, 3);
                changed.Data.Fill((byte)(50 * round));
                changed.Save(Path.Combine(folder, "a", "05.png"));
                Assert.Equal(50 * round, lazy.Pixels(5)[77]);
                Assert.Equal(0, lazy.Pixels(4)[77]);
            }
            Assert.Equal((24, 256 * 256 * 3), (lazy.Count, lazy.PictureSize));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Mixed_batches_are_the_same_again_from_any_batch_on()
    {
        byte[] pixels = new byte[8 * 3 * 6 * 6];
        new Random(4).NextBytes(pixels);
        var images = new LabelledImages(pixels, [0, 1, 2, 0, 1, 2, 0, 1], 3, 6, 6, ["a", "b", "c"]);
        var plain = new ImageBatches(images, 4, ([0.5, 0.5, 0.5], [0.5, 0.5, 0.5]));
        var mixed = new MixedBatches(plain, 3, mixUp: 1, cutMix: 1, seed: 9);
        Assert.Equal((2, 8), (mixed.Count, mixed.Samples));
        Batch[] epoch = [.. mixed.Epoch(3)];
        Batch again = mixed.Epoch(3, first: 1).Single(), other = mixed.Epoch(4, first: 1).Single();
        Assert.Equal(epoch[1].Inputs.ToArray<float>(), again.Inputs.ToArray<float>());
        Assert.NotEqual(epoch[1].Inputs.ToArray<float>(), other.Inputs.ToArray<float>());
        foreach (Batch batch in epoch)
        {
            Assert.Equal(new Shape(4, 3), batch.Targets.Shape);
            Assert.All(batch.Targets.Sum(1).ToArray<float>(), sum => Assert.Equal(1, sum, 1e-6));
        }
        // Only CutMix leaves every value one of those before.
        float[] known = plain.Epoch().First().Inputs.ToArray<float>();
        Assert.All(new MixedBatches(plain, 3, mixUp: 0, cutMix: 1).Epoch().First().Inputs.ToArray<float>(), value => Assert.Contains(value, known));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixedBatches(plain, 3, mixUp: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixedBatches(plain, 3, mixUp: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixedBatches(plain, 0));
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
