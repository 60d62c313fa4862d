using Nabla.Vision.Images;
using Nabla.Vision.Transforms;

namespace Nabla.Vision.Explanations;

/// <summary>Draws maps over pictures.</summary>
public static class HeatMap
{
    /// <summary>The map in colours from blue through green to red, laid over the picture in grey; the lower the value, the more of the picture is seen.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="map">Values of any range; the largest becomes red.</param>
    /// <param name="height">Rows of the map.</param>
    /// <param name="width">Columns of the map.</param>
    /// <param name="strength">Share of the colour where the map is highest, 0 to 1.</param>
    /// <exception cref="ArgumentException">The map has the wrong length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The strength is not in 0..1.</exception>
    [Export("vision.explanations.HeatMap.over")]
    public static Image Over(Image picture, IReadOnlyList<float> map, int height, int width, double strength = 0.6)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (strength is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(strength), strength, "A share in 0..1 is expected.");
        Image heat = Picture(map, height, width).Resize(picture.Width, picture.Height, Interpolation.Bicubic);
        Image result = picture.To8Bit().ToGrey().ToRgb();
        if (ReferenceEquals(result, picture)) result = picture.Crop(0, 0, picture.Width, picture.Height);
        for (int i = 0; i < heat.Data.Length; i++)
        {
            double value = heat.Data[i] / 255.0, share = strength * Math.Sqrt(value);
            (double red, double green, double blue) = Colour(value);
            result.Data[3 * i] = Mix(result.Data[3 * i], red, share);
            result.Data[3 * i + 1] = Mix(result.Data[3 * i + 1], green, share);
            result.Data[3 * i + 2] = Mix(result.Data[3 * i + 2], blue, share);
        }
        return result;
    }

    /// <summary>The map as a grey picture; the smallest value is black, the largest white.</summary>
    /// <inheritdoc cref="Over" path="/param"/>
    [Export("vision.explanations.HeatMap.picture")]
    public static Image Picture(IReadOnlyList<float> map, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (map.Count != height * width) throw new ArgumentException($"{map.Count} values are no map of {height} x {width}.", nameof(map));
        float low = map.Min(), range = map.Max() - low;
        var image = new Image(width, height, 1);
        for (int i = 0; i < map.Count; i++) image.Data[i] = range > 0 ? (byte)Math.Round(255 * (map[i] - low) / range) : (byte)0;
        return image;
    }

    /// <summary>Blue, cyan, green, yellow, red.</summary>
    private static (double Red, double Green, double Blue) Colour(double value)
    {
        // The ends of the usual scale, dark blue and dark red, would make the lowest and the highest look like shadows.
        value = 0.125 + (0.75 * value);
        return (Ramp(value - 0.75), Ramp(value - 0.5), Ramp(value - 0.25));

        static double Ramp(double distance) => Math.Clamp(1.5 - 4 * Math.Abs(distance), 0, 1);
    }

    private static byte Mix(byte value, double colour, double share) => (byte)Math.Round(value * (1 - share) + 255 * colour * share);
}
