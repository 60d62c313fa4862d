using Nabla.Kernels.Threading;
using Nabla.Vision.Images;
using Nabla.Vision.Tests.Support;
using Nabla.Vision.Transforms;

namespace Nabla.Vision.Tests.Transforms;

public class TransformTests
{
    private static readonly Image Source = Image.Load(Repository.File("tests", "golden", "images", "source.png"));

    public static TheoryData<ImageTransform> Random =>
    [
        new RandomCrop(20, 20, 4), new RandomResizedCrop(24, 16), new RandomHorizontalFlip(), new RandomVerticalFlip(), new RandomRotation(30),
        new RandomAffine(20, 0.1, 0.8, 1.2, 10, Interpolation.Bilinear), new RandomPerspective(0.5, 1), new ColorJitter(0.4, 0.4, 0.4, 0.1),
        new RandomGreyscale(0.5), new RandomBlur(5), new RandAugment(), new TrivialAugment(), new AugMix(),
        new AutoAugment(), new AutoAugment(AutoAugmentPolicy.Cifar10), new AutoAugment(AutoAugmentPolicy.Svhn),
        new RandomApply(new RandomRotation(10)), new RandomChoice([new RandomVerticalFlip(1), new RandomGreyscale()]),
    ];

    [Theory, MemberData(nameof(Random), DisableDiscoveryEnumeration = true)]
    public void A_seed_decides_everything_and_seeds_differ(ImageTransform transform)
    {
        byte[][] results = [.. Enumerable.Range(0, 40).Select(seed => transform.Apply(Source, TransformRandom.For(7, 0, seed)).Data.ToArray())];
        for (int seed = 0; seed < results.Length; seed++) Assert.Equal(results[seed], transform.Apply(Source, TransformRandom.For(7, 0, seed)).Data.ToArray());
        Assert.True(results.Distinct(new Bytes()).Count() > 1, "Forty seeds gave one result.");
        int threads = WorkPool.Threads;
        try
        {
            WorkPool.Threads = threads == 1 ? 3 : 1;
            Assert.Equal(results[0], transform.Apply(Source, TransformRandom.For(7, 0, 0)).Data.ToArray());
        }
        finally
        {
            WorkPool.Threads = threads;
        }
    }

    [Fact]
    public void Grey_images_and_single_pixels_pass_through_every_augmentation()
    {
        foreach (Image image in (Image[])[Source.ToGrey(), new Image(1, 1, 3), new Image(2, 1, 1)])
        {
            foreach (ImageTransform transform in (ImageTransform[])[new RandAugment(), new TrivialAugment(), new AutoAugment(), new AugMix(), new RandomResizedCrop(8, 8)])
            {
                for (int seed = 0; seed < 60; seed++) Assert.Equal(image.Channels, transform.Apply(image, new(((ulong)seed << 8) + 5)).Channels);
            }
        }
    }

    [Fact]
    public void Resize_and_middle_together_are_one_after_the_other()
    {
        Image together = new Compose([new Resize(20), new CenterCrop(16)]).Apply(Source, new(0));
        Assert.Equal(Source.ResizeShorter(20).CropCenter(16, 16).Data, together.Data);
    }

    // The source has 33 x 27; of each target another side binds.
    [Theory]
    [InlineData(20, 20), InlineData(30, 10), InlineData(9, 31), InlineData(120, 100)]
    public void Covering_keeps_the_proportions_and_takes_the_middle(int width, int height)
    {
        double scale = Math.Max((double)width / Source.Width, (double)height / Source.Height);
        (int wide, int tall) = (Math.Max(width, (int)Math.Floor((Source.Width * scale) + 1e-9)), Math.Max(height, (int)Math.Floor((Source.Height * scale) + 1e-9)));
        byte[] expected = Source.Resize(wide, tall).CropCenter(width, height).Data.ToArray();
        Assert.Equal(expected, new Cover(width, height).Apply(Source, new(0)).Data.ToArray());
        if (width == height) Assert.Equal(new CenterCrop(width).Apply(new Resize(width).Apply(Source, new(0)), new(0)).Data.ToArray(), expected);
    }

    [Fact]
    public void The_tensor_is_normalised_planes()
    {
        TensorTransform transform = new(new Compose([]), TensorTransform.ImageNetMean, TensorTransform.ImageNetDeviation);
        using Tensor tensor = transform.Apply(Source);
        Assert.Equal([1, 3, 27, 33], tensor.Shape.Span.ToArray());
        float[] values = tensor.ToArray<float>();
        for (int i = 0; i < 27 * 33; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                double expected = (Source.Data[3 * i + c] / 255.0 - transform.Mean[c]) / transform.Deviation[c];
                Assert.InRange(values[c * 27 * 33 + i] - expected, -1e-5, 1e-5);
            }
        }
    }

    [Fact]
    public void Five_and_ten_crops_are_corners_middle_and_mirror()
    {
        IReadOnlyList<Image> ten = Crops.Ten(Source, 10, 8);
        Assert.Equal(10, ten.Count);
        Assert.Equal(Source.Crop(23, 19, 10, 8).Data, ten[3].Data);
        Assert.Equal(Source.FlipHorizontal().Crop(0, 0, 10, 8).Data, ten[5].Data);
        Assert.Throws<ArgumentException>(() => Crops.Five(Source, 100, 8));
    }

    [Fact]
    public void Erasing_clears_one_rectangle_of_the_asked_area()
    {
        int seen = 0;
        for (int seed = 0; seed < 50; seed++)
        {
            float[] picture = new float[3 * 40 * 30];
            picture.AsSpan().Fill(1);
            new RandomErasing(0.5).Apply(picture, 3, 40, 30, new((ulong)seed));
            int gone = picture.Count(value => value == 0);
            if (gone == 0) continue;
            seen++;
            Assert.InRange(gone / 3600.0, 0.01, 0.36);
        }
        Assert.InRange(seen, 12, 40);
    }

    [Fact]
    public void MixUp_and_CutMix_keep_the_sum_of_inputs_and_targets()
    {
        var batch = new Batch(Tensor.Of([.. Enumerable.Range(0, 4 * 2 * 6 * 5).Select(i => (float)i)], [4, 2, 6, 5]), Tensor.Of([0L, 2L, 1L, 2L]));
        for (int seed = 0; seed < 20; seed++)
        {
            foreach (Batch mixed in (Batch[])[BatchMixing.MixUp(batch, 3, new((ulong)seed), 1), BatchMixing.CutMix(batch, 3, new((ulong)seed))])
            {
                Assert.Equal(batch.Inputs.ToArray<float>().Sum(v => (double)v), mixed.Inputs.ToArray<float>().Sum(v => (double)v), 0.05);
                float[] targets = mixed.Targets.ToArray<float>();
                for (int i = 0; i < 4; i++) Assert.Equal(1, targets[(3 * i)..(3 * i + 3)].Sum(), 1e-5);
            }
        }
        Assert.Throws<ArgumentException>(() => BatchMixing.MixUp(batch, 2, new(0)));
    }

    [Theory]
    [InlineData("resnet50", 232, 224, Interpolation.Bilinear)]
    [InlineData("efficientnet_b4", 384, 380, Interpolation.Bicubic)]
    [InlineData("swin_t", 232, 224, Interpolation.Bicubic)]
    [InlineData("inception_v3", 342, 299, Interpolation.Bilinear), InlineData("efficientnet-b7", 600, 600, Interpolation.Bicubic)]
    public void Published_transforms_are_known(string name, int resize, int crop, Interpolation kernel)
    {
        PublishedTransform found = ModelTransforms.For(name);
        Assert.Equal((resize, crop, kernel), (found.Resize, found.Crop, found.Interpolation));
        Assert.Equal([1, 3, crop, crop], found.ToTransform().Apply(Source).Shape.Span.ToArray());
    }

    [Fact]
    public void Published_transforms_are_those_of_torchvisions_default_weights()
    {
        string[] lines = File.ReadAllLines(Repository.File("tests", "golden", "transforms", "published.csv"));
        Assert.Equal(80, lines.Length);
        foreach (string line in lines)
        {
            string[] fields = line.Split(',');
            PublishedTransform found = ModelTransforms.For(fields[0]);
            Assert.Equal(line, FormattableString.Invariant($"{fields[0]},{found.Resize},{found.Crop},{(found.Interpolation == Interpolation.Bicubic ? "bicubic" : "bilinear")},{found.Mean[0]},{found.Deviation[0]}"));
        }
    }

    [Fact]
    public void Beta_numbers_have_their_mean_and_variance()
    {
        var random = new TransformRandom(3);
        double[] drawn = [.. Enumerable.Range(0, 20000).Select(_ => random.Beta(0.4, 1.2))];
        double mean = drawn.Average(), variance = drawn.Average(v => (v - mean) * (v - mean));
        Assert.Equal(0.25, mean, 0.01);
        Assert.Equal(0.4 * 1.2 / (1.6 * 1.6 * 2.6), variance, 0.01);
    }

    private sealed class Bytes : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? a, byte[]? b) => a.AsSpan().SequenceEqual(b);

        public int GetHashCode(byte[] bytes) => bytes.Length;
    }
}
