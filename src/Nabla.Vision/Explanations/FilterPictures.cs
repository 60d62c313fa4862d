using Nabla.Vision.Images;
using Nabla.Vision.Transforms;

namespace Nabla.Vision.Explanations;

/// <summary>Filters and feature maps as one picture of tiles.</summary>
public static class FilterPictures
{
    /// <summary>The kernels of a convolution on 1 or 3 channels, one tile each, every tile stretched to the full range.</summary>
    /// <param name="weight">[outputs, 1 or 3, kh, kw].</param>
    /// <param name="scale">Pixels for each tap.</param>
    /// <exception cref="ArgumentException">The tensor is something else.</exception>
    [Export("vision.explanations.FilterPictures.filters")]
    public static Image Filters(Tensor weight, int scale = 6)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        if (weight.Shape.Rank != 4 || weight.Shape[1] is not (1 or 3))
            throw new ArgumentException($"Filters are shown of [outputs, 1 or 3, rows, columns]; got {weight.Shape}.", nameof(weight));
        int channels = (int)weight.Shape[1], height = (int)weight.Shape[2], width = (int)weight.Shape[3], plane = height * width;
        float[] values = weight.Detach().Contiguous().ToArray<float>();
        return Tiles((int)weight.Shape[0], i =>
        {
            ReadOnlySpan<float> own = values.AsSpan(i * channels * plane, channels * plane);
            float low = float.MaxValue, high = float.MinValue;
            foreach (float value in own) (low, high) = (Math.Min(low, value), Math.Max(high, value));
            var tile = new Image(width, height, 3);
            for (int p = 0; p < plane; p++)
            {
                for (int c = 0; c < 3; c++) tile.Data[3 * p + c] = Level(own[Math.Min(c, channels - 1) * plane + p], low, high);
            }
            return tile.Resize(width * scale, height * scale, Interpolation.Nearest);
        });
    }

    /// <summary>The channels of a layer's result for one picture, one tile each, every tile stretched to the full range.</summary>
    /// <param name="features">[1, C, H, W].</param>
    /// <param name="most">Channels shown at most.</param>
    /// <param name="least">Tiles are enlarged by whole factors until their shorter side has so many pixels.</param>
    /// <exception cref="ArgumentException">The tensor is something else.</exception>
    [Export("vision.explanations.FilterPictures.features")]
    public static Image Features(Tensor features, int most = 64, int least = 1)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(least);
        if (features.Shape.Rank != 4 || features.Shape[0] != 1) throw new ArgumentException($"Feature maps are shown of [1, C, H, W]; got {features.Shape}.", nameof(features));
        int height = (int)features.Shape[2], width = (int)features.Shape[3];
        if (height == 0 || width == 0) throw new ArgumentException($"Feature maps {features.Shape} have no pixels.", nameof(features));
        int scale = (int)(((long)least + Math.Min(height, width) - 1) / Math.Min(height, width));
        float[] values = features.Detach().Contiguous().ToArray<float>();
        return Tiles((int)Math.Min(most, features.Shape[1]), i => HeatMap.Picture(values.AsSpan(i * height * width, height * width).ToArray(), height, width).ToRgb().Resize(width * scale, height * scale, Interpolation.Nearest));
    }

    private static byte Level(float value, float low, float high) => high > low ? (byte)Math.Round(255 * (value - low) / (high - low)) : (byte)128;

    private static Image Tiles(int count, Func<int, Image> tile)
    {
        if (count == 0) throw new ArgumentException("There is nothing to show.", nameof(count));
        Image first = tile(0);
        int across = (int)Math.Ceiling(Math.Sqrt(count)), down = (count + across - 1) / across;
        var sheet = new Image(across * (first.Width + 1) + 1, down * (first.Height + 1) + 1, 3);
        sheet.Data.Fill(255);
        for (int i = 0; i < count; i++)
        {
            Image own = i == 0 ? first : tile(i);
            int left = i % across * (first.Width + 1) + 1, top = i / across * (first.Height + 1) + 1;
            for (int y = 0; y < own.Height; y++) own.Row(y).CopyTo(sheet.Row(top + y)[(3 * left)..]);
        }
        return sheet;
    }
}
