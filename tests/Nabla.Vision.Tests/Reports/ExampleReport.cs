using Nabla.Formats;
using Nabla.Vision.Images;
using Nabla.Vision.Reports;
using Nabla.Vision.Tests.Support;

namespace Nabla.Vision.Tests.Reports;

/// <summary>A report as a run on Fashion-MNIST would write it: real pictures, made-up figures.</summary>
internal static class ExampleReport
{
    private const int Epochs = 14;
    private const int StepsPerEpoch = 157;

    public static readonly string[] Classes =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    public static TrainingReport Make()
    {
        var random = new Random(20);
        long[][] confusion = Confusion(random);
        double accuracy = Enumerable.Range(0, 10).Sum(c => confusion[c][c]) / 10_000.0;
        return new TrainingReport
        {
            Title = "Fashion-MNIST with a small CNN",
            Summary = "10,000 training images of 10 kinds of clothing, tested on 10,000 it has never seen.",
            Headlines = [new("Test accuracy", $"{100 * accuracy:F2} %"), new("Test loss", "0.2874"), new("Training time", "58 s"), new("Parameters", "421,834")],
            Facts =
            [
                new("Model", "cnn-small"), new("Data", "Fashion-MNIST, 10,000 training images (embedded)"), new("Epochs", "14"), new("Batch size", "64"),
                new("Optimizer", "AdamW, weight decay 0.05"), new("Schedule", "one cycle, peak 0.003"), new("Augmentation", "shift by 2, mirror"), new("Seed", "42"),
                new("Threads", "2"), new("Peak memory", "212 MB"),
            ],
            Charts = Charts(random),
            ClassNames = Classes,
            Confusion = confusion,
            Wrong = Pictures(random, 24, right: false),
            Right = Pictures(random, 24, right: true),
        };
    }

    private static ReportChart[] Charts(Random random)
    {
        double[] Curve(double from, double to, double speed, double noise) =>
            [.. Enumerable.Range(0, Epochs).Select(e => to + (from - to) * Math.Exp(-speed * e) + noise * (random.NextDouble() - 0.5))];
        int steps = Epochs * StepsPerEpoch;
        double[] x = [.. Enumerable.Range(0, steps).Select(s => (double)s)];
        double[] rate = [.. x.Select(s => s < 0.3 * steps
            ? 0.003 * (0.04 + 0.48 * (1 - Math.Cos(Math.PI * s / (0.3 * steps))))
            : 0.0015 * (1 + Math.Cos(Math.PI * (s - 0.3 * steps) / (0.7 * steps))))];
        return
        [
            new("Loss", "epoch", [new("training", Curve(0.94, 0.14, 0.28, 0.012)), new("test", Curve(0.71, 0.285, 0.42, 0.03))]),
            new("Accuracy", "epoch", [new("training", Curve(0.66, 0.951, 0.3, 0.004)), new("test", Curve(0.75, 0.905, 0.45, 0.012))]) { Unit = ReportUnit.Percent },
            new("Learning rate", "step", [new("rate", x, rate)]),
        ];
    }

    private static long[][] Confusion(Random random)
    {
        (int True, int Predicted, int Count)[] known =
            [(6, 0, 118), (0, 6, 92), (6, 2, 71), (4, 2, 66), (2, 4, 58), (6, 4, 62), (2, 6, 49), (4, 6, 44), (3, 6, 22), (7, 9, 31), (9, 7, 27), (5, 7, 14), (0, 3, 17), (6, 3, 24)];
        long[][] counts = [.. Enumerable.Range(0, 10).Select(_ => new long[10])];
        foreach ((int t, int p, int count) in known) counts[t][p] = count;
        for (int t = 0; t < 10; t++)
        {
            for (int n = 0; n < 8; n++) counts[t][random.Next(10)] += random.Next(3);
            counts[t][t] = 0;
            counts[t][t] = 1000 - counts[t].Sum();
        }
        return counts;
    }

    private static List<ReportPicture> Pictures(Random random, int count, bool right)
    {
        string folder = Repository.File("src", "Nabla.Cli", "Data", "fashion-mnist");
        ReadOnlySpan<byte> labels = IdxFile.Read(Path.Combine(folder, "t10k-labels-idx1-ubyte.gz")).Bytes;
        ReadOnlySpan<byte> pixels = IdxFile.Read(Path.Combine(folder, "t10k-images-idx3-ubyte.gz")).Bytes;
        var pictures = new List<ReportPicture>();
        for (int i = 0; i < count; i++)
        {
            int index = random.Next(10_000), label = labels[index];
            var image = new Image(28, 28, 1, pixels.Slice(index * 784, 784).ToArray());
            int guess = right ? label : (label + 1 + random.Next(9)) % 10;
            pictures.Add(new(image, Classes[label], Classes[guess], right ? 0.9 + 0.1 * random.NextDouble() : 0.35 + 0.6 * random.NextDouble()));
        }
        return [.. pictures.OrderByDescending(p => p.Probability)];
    }
}
