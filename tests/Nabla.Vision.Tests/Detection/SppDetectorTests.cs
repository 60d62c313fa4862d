using Nabla.Vision.Detection;

namespace Nabla.Vision.Tests.Detection;

/// <summary>SPP-net's whole pipeline on pictures with a bright and a striped square, with the convolutions as they begin.</summary>
public sealed class SppDetectorTests
{
    private static readonly SppDetectorOptions Options = new() { Scales = [96, 128], Side = 56, Machine = new(Cost: 1), Ridge = 10 };

    [Fact]
    public void Squares_are_found_in_new_pictures_and_told_apart()
    {
        SppDetector detector = new(Network(64), Options with { Scales = [96] });
        Assert.Throws<InvalidOperationException>(() => detector.Detect(Tensor.Zeros([1, 3, 96, 96]), Proposals()));
        detector.Train([.. Enumerable.Range(0, 4).Select(Scene)], classes: 2);
        int right = 0;
        for (int seed = 100; seed < 104; seed++)
        {
            SppExample scene = Scene(seed);
            IReadOnlyList<SppDetection> found = detector.Detect(scene.Picture, scene.Proposals);
            Assert.True(found.Zip(found.Skip(1)).All(pair => pair.First.Score >= pair.Second.Score));
            float[] truths = scene.Truths.ToArray<float>();
            for (int number = 0; number < 2; number++)
            {
                if (found.FirstOrDefault(one => one.Class == number) is not { Score: > 0 } best) continue;
                Tensor box = Tensor.Of([best.Left, best.Top, best.Right, best.Bottom], [1, 4]);
                if (BoxOps.Iou(box, Tensor.Of(truths[(4 * number)..((4 * number) + 4)], [1, 4])).Item() > 0.5) right++;
            }
        }
        Assert.True(right >= 6, $"{right} of 8 squares were found");
        Assert.Empty(detector.Detect(Scene(1).Picture, Tensor.Zeros([0, 4])));

        // What cannot be learnt leaves what was learnt; boxes end at the edges.
        SppExample known = Scene(0), outside = known with { Proposals = known.Proposals + 30 };
        Assert.Throws<ArgumentException>(() => detector.Train([known with { Labels = [0, 0] }], classes: 2));
        IReadOnlyList<SppDetection> still = detector.Detect(outside.Picture, outside.Proposals);
        Assert.NotEmpty(still);
        Assert.All(still, one => Assert.True(one.Left >= 0 && one.Top >= 0 && one.Right <= 96 && one.Bottom <= 96, one.ToString()));
    }

    [Fact]
    public void Examples_and_settings_that_do_not_fit_are_named()
    {
        SppNet network = Network(8);
        SppDetector detector = new(network, Options);
        SppExample scene = Scene(1);
        foreach (SppExample[] bad in (SppExample[][])[[], [null!], [scene with { Labels = [0] }], [scene with { Labels = [0, 2] }], [scene with { Proposals = null! }], [scene with { Truths = scene.Proposals }]])
            Assert.Throws<ArgumentException>(() => detector.Train(bad, classes: 2));
        Assert.Contains("class 2", Assert.Throws<ArgumentException>(() => detector.Train([scene with { Labels = [0, 2] }], classes: 2)).Message, StringComparison.Ordinal);
        foreach (SppDetectorOptions bad in (SppDetectorOptions[])[Options with { Scales = [] }, Options with { Scales = [0] }, Options with { Side = 0 }, Options with { Near = 2 }, Options with { Ridge = 0 }, Options with { FirstNegatives = 0 }, Options with { Machine = new(Cost: -1) }])
            Assert.ThrowsAny<ArgumentException>(() => new SppDetector(network, bad));
    }

    [Fact]
    public void A_box_is_pooled_from_the_cells_it_covers_at_the_scale_that_fits()
    {
        SppNet network = Network(16);
        SppDetector detector = new(network, Options);
        Tensor picture = Scene(1).Picture, boxes = Tensor.Of([16f, 32f, 80f, 96f], [1, 4]);
        (Tensor pooled, Tensor hidden) = detector.Features(picture, boxes);
        // 64 pixels come closest to 56 at the scale of 96, where nothing is resized: cells 2..4 and 3..5.
        using GradMode.Restore mode = GradMode.NoGrad();
        Tensor expected = network.Pool(network.Maps(picture), [new(0, 2, 3, 5, 6)]);
        Assert.Equal(expected.ToArray<float>(), pooled.ToArray<float>());
        Assert.Equal(network.Hidden(expected).ToArray<float>(), hidden.ToArray<float>());
    }

    /// <summary>Convolutions that keep the strength of what they are given, as trained ones do.</summary>
    private static SppNet Network(int hidden)
    {
        SppNet network = new(Weights.Random(1), hidden: hidden, classes: 2);
        using GradMode.Restore mode = GradMode.NoGrad();
        foreach (Parameter parameter in network.Parameters())
        {
            Tensor value = parameter.Value.Detach();
            if (value.Rank > 1) value.CopyInPlace(value * Math.Sqrt(6));
            else value.FillInPlace(0);
        }
        return network;
    }

    /// <summary>Noise with a bright square (class 0) on the left and a striped one (class 1) on the right.</summary>
    private static SppExample Scene(int seed)
    {
        Random random = new(seed);
        float[] pixels = new float[3 * 96 * 96];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (float)(random.NextDouble() - 0.5) * 0.4f;
        (int x0, int y0, int x1, int y1) = (8 * random.Next(0, 2), 8 * random.Next(0, 7), 48 + (8 * random.Next(0, 2)), 8 * random.Next(0, 7));
        for (int c = 0; c < 3; c++)
        {
            for (int y = 0; y < 40; y++)
            {
                for (int x = 0; x < 40; x++)
                {
                    pixels[(((c * 96) + y0 + y) * 96) + x0 + x] = 2;
                    pixels[(((c * 96) + y1 + y) * 96) + x1 + x] = x / 4 % 2 == 0 ? 2 : -2;
                }
            }
        }
        return new(Tensor.Of(pixels, [1, 3, 96, 96]), Tensor.Of([x0, y0, x0 + 40f, y0 + 40f, x1, y1, x1 + 40f, y1 + 40f], [2, 4]), [0, 1], Proposals());
    }

    private static Tensor Proposals()
    {
        List<float> boxes = [];
        for (int y = 0; y <= 56; y += 8)
        {
            for (int x = 0; x <= 56; x += 8) boxes.AddRange([x, y, x + 40, y + 40]);
        }
        return Tensor.Of([.. boxes], [boxes.Count / 4, 4]);
    }
}
