using Nabla.Cli.Training;
using Nabla.Vision;

namespace Nabla.Cli.Segmentation;

/// <summary>Pictures of several pieces of clothing in front of a noisy background, with the class of every pixel: made from the embedded Fashion-MNIST.</summary>
internal sealed class SegmentationScenes
{
    /// <summary>Side of a scene.</summary>
    public const int Side = 64;

    private const int Piece = 24, Pieces = 3;
    private const float Threshold = 0.12f;

    // Labels of Fashion-MNIST that become classes 1, 2, ...; 0 is the background.
    private static readonly int[] Kinds = [1, 8, 9, 0];
    private readonly List<float[]>[] _pieces = [.. Kinds.Select(_ => new List<float[]>())];

    private SegmentationScenes(LabelledImages pictures)
    {
        for (int i = 0; i < pictures.Count; i++)
        {
            int kind = Array.IndexOf(Kinds, pictures.Labels[i]);
            if (kind < 0 || _pieces[kind].Count >= 600) continue;
            float[] pixels = Array.ConvertAll(pictures.Pixels(i).ToArray(), v => v / 255f);
            Tensor small = Functional.Interpolate(Tensor.Of(pixels, [1, 1, pictures.Height, pictures.Width]), Piece, mode: InterpolateMode.Linear, antialias: true);
            _pieces[kind].Add(small.ToArray<float>());
        }
    }

    /// <summary>Names of the classes, the background first.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["background", "trousers", "bag", "boot", "shirt"];

    /// <summary>Scenes of the training pictures and of the test pictures, which share none.</summary>
    public static (SegmentationScenes Train, SegmentationScenes Test) Open()
    {
        TrainingData data = TrainingData.Open("fashion-mnist", null);
        return (new(data.Train), new(data.Test));
    }

    /// <summary>Draws new scenes.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <returns>Pictures [count, 1, 64, 64], and classes [count, 64, 64] as int64.</returns>
    public (Tensor Pictures, Tensor Classes) Draw(int count, Random random)
    {
        float[] pictures = new float[count * Side * Side];
        long[] classes = new long[pictures.Length];
        for (int n = 0; n < count; n++)
        {
            Span<float> picture = pictures.AsSpan(n * Side * Side, Side * Side);
            Span<long> labels = classes.AsSpan(n * Side * Side, Side * Side);
            foreach (ref float pixel in picture) pixel = 0.25f * random.NextSingle();
            for (int p = 0; p < Pieces; p++) Place(picture, labels, random);
            foreach (ref float pixel in picture) pixel = (pixel - 0.3f) * 3;
        }
        return (Tensor.Of(pictures, [count, 1, Side, Side]), Tensor.Of(classes, [count, Side, Side]));
    }

    private void Place(Span<float> picture, Span<long> labels, Random random)
    {
        int kind = random.Next(Kinds.Length), left = random.Next(Side - Piece), top = random.Next(Side - Piece);
        float[] piece = _pieces[kind][random.Next(_pieces[kind].Count)];
        for (int y = 0; y < Piece; y++)
        {
            for (int x = 0; x < Piece; x++)
            {
                float value = piece[(y * Piece) + x];
                if (value < Threshold) continue;
                int at = ((top + y) * Side) + left + x;
                picture[at] = 0.25f + (0.75f * value);
                labels[at] = kind + 1;
            }
        }
    }
}
