namespace Nabla.Vision.Transforms;

/// <summary>A rectangle of a normalised picture is overwritten, sometimes. Zhong et al., Random Erasing (2017).</summary>
/// <param name="Probability">0 to 1.</param>
/// <param name="LeastArea">Smallest share of the area.</param>
/// <param name="MostArea">Largest share of the area.</param>
/// <param name="LeastRatio">Smallest height / width.</param>
/// <param name="MostRatio">Largest height / width.</param>
/// <param name="Noise">Normal noise instead of zeros?</param>
[Export("vision.transforms.RandomErasing")]
public sealed record RandomErasing(
    double Probability = 0.5, double LeastArea = 0.02, double MostArea = 0.33, double LeastRatio = 0.3, double MostRatio = 3.3, bool Noise = false)
{
    /// <summary>Erases in place.</summary>
    /// <param name="picture">[C, H, W].</param>
    /// <param name="channels">C.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="random">The picture's random numbers.</param>
    public void Apply(Span<float> picture, int channels, int height, int width, TransformRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (!random.Chance(Probability)) return;
        for (int attempt = 0; attempt < 10; attempt++)
        {
            double area = (double)height * width * random.Uniform(LeastArea, MostArea);
            double ratio = Math.Exp(random.Uniform(Math.Log(LeastRatio), Math.Log(MostRatio)));
            int h = (int)Math.Round(Math.Sqrt(area * ratio)), w = (int)Math.Round(Math.Sqrt(area / ratio));
            if (h >= height || w >= width || h == 0 || w == 0) continue;
            int top = random.Integer(height - h + 1), left = random.Integer(width - w + 1);
            for (int c = 0; c < channels; c++)
            {
                for (int y = top; y < top + h; y++)
                {
                    Span<float> row = picture.Slice((c * height + y) * width + left, w);
                    row.Clear();
                    if (!Noise) continue;
                    foreach (ref float value in row) value = (float)random.Normal();
                }
            }
            return;
        }
    }
}
