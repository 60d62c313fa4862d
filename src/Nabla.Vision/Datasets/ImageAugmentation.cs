namespace Nabla.Vision;

/// <summary>Random changes that keep a small picture's class: mirror, shift, and a blotted-out patch.</summary>
/// <param name="Mirror">Probability of a left-right mirror image.</param>
/// <param name="Shift">Largest shift in pixels along both axes; what comes in is black.</param>
/// <param name="Erase">Probability of a rectangle of noise-free mean grey. Zhong et al., Random Erasing (2017).</param>
[Export("vision.datasets.ImageAugmentation")]
public sealed record ImageAugmentation(double Mirror = 0.5, int Shift = 2, double Erase = 0)
{
    /// <summary>No change at all.</summary>
    [Export("vision.datasets.ImageAugmentation.none")]
    public static ImageAugmentation None { get; } = new(0, 0, 0);

    /// <summary>Random numbers one picture needs.</summary>
    internal const int Draws = 8;

    /// <summary>Copies a normalised picture with its changes.</summary>
    /// <param name="source">[C, H, W] bytes.</param>
    /// <param name="target">[C, H, W] normalised.</param>
    /// <param name="table">Normalised value of each byte, per channel [C, 256].</param>
    /// <param name="channels">C.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="draw">Uniform numbers in 0..1, <see cref="Draws"/> of them.</param>
    internal void Apply(ReadOnlySpan<byte> source, Span<float> target, ReadOnlySpan<float> table, int channels, int height, int width, ReadOnlySpan<float> draw)
    {
        bool mirror = draw[0] < Mirror;
        int dy = (int)(draw[1] * ((2 * Shift) + 1)) - Shift, dx = (int)(draw[2] * ((2 * Shift) + 1)) - Shift;
        (int top, int left, int bottom, int right) = draw[3] < Erase ? Patch(height, width, draw) : (0, 0, 0, 0);
        for (int c = 0; c < channels; c++)
        {
            ReadOnlySpan<float> values = table.Slice(c * 256, 256);
            for (int y = 0; y < height; y++)
            {
                Span<float> row = target.Slice(((c * height) + y) * width, width);
                int from = y + dy;
                if (from < 0 || from >= height)
                {
                    row.Fill(values[0]);
                    continue;
                }
                ReadOnlySpan<byte> line = source.Slice(((c * height) + from) * width, width);
                for (int x = 0; x < width; x++)
                {
                    int at = (mirror ? width - 1 - x : x) + dx;
                    row[x] = (uint)at < (uint)width ? values[line[at]] : values[0];
                }
                if (y >= top && y < bottom) row[left..right].Clear();
            }
        }
    }

    /// <summary>A rectangle of 2 to 20 percent of the picture.</summary>
    private static (int Top, int Left, int Bottom, int Right) Patch(int height, int width, ReadOnlySpan<float> draw)
    {
        double area = height * width * (0.02 + (0.18 * draw[4])), aspect = 0.4 * Math.Pow(6.25, draw[5]);
        int h = Math.Clamp((int)Math.Sqrt(area * aspect), 1, height), w = Math.Clamp((int)Math.Sqrt(area / aspect), 1, width);
        int top = (int)(draw[6] * (height - h + 1)), left = (int)(draw[7] * (width - w + 1));
        return (top, left, top + h, left + w);
    }
}
