using Nabla.Vision;
using Nabla.Vision.Images;

namespace Nabla.Cli.Segmentation;

/// <summary>Trains a segmentation network on drawn scenes.</summary>
/// <param name="Model">unet, segnet, fcn8s, fcn16s or fcn32s.</param>
/// <param name="Steps">Optimiser steps.</param>
/// <param name="Batch">Scenes a step.</param>
/// <param name="Rate">Largest learning rate of AdamW, after a warm-up and before a cosine fall.</param>
/// <param name="Seed">Of scenes and weights.</param>
internal sealed record SegmentationRun(string Model, int Steps, int Batch, double Rate, ulong Seed)
{
    private const int TestScenes = 200;

    /// <summary>The networks that can be trained, at widths for small pictures.</summary>
    public static IReadOnlyList<string> Models { get; } = ["unet", "segnet", "fcn8s", "fcn16s", "fcn32s"];

    /// <summary>The network after training.</summary>
    public Module? Network { get; private set; }

    /// <summary>Trains, and tests on scenes of pictures that training never saw.</summary>
    /// <param name="report">Called now and then with the step and the loss.</param>
    /// <param name="cancel">Stops between steps.</param>
    public SegmentationScore Train(Action<int, double> report, CancellationToken cancel = default)
    {
        (SegmentationScenes train, SegmentationScenes test) = SegmentationScenes.Open();
        int classes = SegmentationScenes.ClassNames.Count;
        Module network = Network = Build(classes);
        AdamW optimizer = new(network.Parameters(), new(LearningRate: Rate, WeightDecay: 1e-4));
        Random random = new((int)Seed);
        int warm = Math.Max(1, Steps / 20);
        for (int step = 0; step < Steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            using TensorScope scope = new();
            (Tensor pictures, Tensor labels) = train.Draw(Batch, random);
            optimizer.Groups[0].LearningRate = Rate * Math.Min(1, (step + 1.0) / warm) * 0.5 * (1 + Math.Cos(Math.PI * step / Steps));
            Tensor loss = Functional.CrossEntropy(network.Call(pictures), labels);
            loss.Backward();
            optimizer.Step();
            optimizer.ZeroGrad();
            if (step % 20 == 0 || step == Steps - 1) report(step + 1, loss.Item());
        }
        network.Eval();
        SegmentationScore score = new(classes);
        Random unseen = new(12345);
        using GradMode.Restore mode = GradMode.NoGrad();
        for (int done = 0; done < TestScenes; done += 20)
        {
            using TensorScope scope = new();
            (Tensor pictures, Tensor labels) = test.Draw(20, unseen);
            score.Add(labels.ToArray<long>(), network.Call(pictures).Argmax(1).ToArray<long>());
        }
        return score;
    }

    /// <summary>Scenes beside the truth and the prediction, four of them below each other.</summary>
    public Image Picture()
    {
        const int Scenes = 4, Side = SegmentationScenes.Side;
        (_, SegmentationScenes test) = SegmentationScenes.Open();
        (Tensor pictures, Tensor labels) = test.Draw(Scenes, new(777));
        using GradMode.Restore mode = GradMode.NoGrad();
        long[] predicted = Network!.Call(pictures).Argmax(1).ToArray<long>(), truth = labels.ToArray<long>();
        float[] pixels = pictures.ToArray<float>();
        Image image = new(3 * Side, Scenes * Side, 3);
        ReadOnlySpan<byte> palette = [20, 20, 24, 37, 99, 235, 220, 38, 38, 5, 150, 105, 217, 119, 6];
        for (int n = 0; n < Scenes; n++)
        {
            for (int y = 0; y < Side; y++)
            {
                Span<byte> row = image.Row((n * Side) + y);
                for (int x = 0; x < Side; x++)
                {
                    int at = (((n * Side) + y) * Side) + x;
                    byte grey = (byte)Math.Clamp(((pixels[at] / 3) + 0.3f) * 255, 0, 255);
                    row.Slice(3 * x, 3).Fill(grey);
                    palette.Slice(3 * (int)truth[at], 3).CopyTo(row[(3 * (Side + x))..]);
                    palette.Slice(3 * (int)predicted[at], 3).CopyTo(row[(3 * ((2 * Side) + x))..]);
                }
            }
        }
        return image;
    }

    private Module Build(int classes)
    {
        Weights w = Weights.Random(Seed);
        return Model switch
        {
            "unet" => new UNet(w, 1, classes, width: 8, depth: 3),
            "segnet" => new SegNet(w, 1, classes, width: 12, depth: 3),
            "fcn8s" => new FCN(w, 8, 1, classes, width: 12, hidden: 96, batchNorm: true),
            "fcn16s" => new FCN(w, 16, 1, classes, width: 12, hidden: 96, batchNorm: true),
            "fcn32s" => new FCN(w, 32, 1, classes, width: 12, hidden: 96, batchNorm: true),
            _ => throw new UsageException($"There is no segmentation network named '{Model}'; there are {string.Join(", ", Models)}."),
        };
    }
}
