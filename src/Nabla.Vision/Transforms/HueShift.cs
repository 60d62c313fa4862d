using Nabla.Vision.Images;

namespace Nabla.Vision.Transforms;

/// <summary>Turns hues in HSV with 8 bits a sample, as Pillow converts.</summary>
internal static class HueShift
{
    public static Image Apply(Image image, byte turn)
    {
        var result = new Image(image.Width, image.Height, 3);
        byte[] from = image.Buffer, to = result.Buffer;
        for (int i = 0; i < to.Length; i += 3)
        {
            (byte hue, byte saturation, byte value) = ToHsv(from[i], from[i + 1], from[i + 2]);
            (to[i], to[i + 1], to[i + 2]) = ToRgb((byte)(hue + turn), saturation, value);
        }
        return result;
    }

    private static (byte Hue, byte Saturation, byte Value) ToHsv(int red, int green, int blue)
    {
        int most = Math.Max(red, Math.Max(green, blue)), least = Math.Min(red, Math.Min(green, blue));
        if (most == least) return (0, 0, (byte)most);
        float range = most - least, saturation = range / most;
        float r = (most - red) / range, g = (most - green) / range, b = (most - blue) / range;
        float hue = red == most ? b - g : green == most ? (float)(2.0 + r - b) : (float)(4.0 + g - r);
        hue = (float)((hue / 6.0 + 1.0) % 1.0);
        return ((byte)Math.Clamp((int)(hue * 255.0), 0, 255), (byte)Math.Clamp((int)(saturation * 255.0), 0, 255), (byte)most);
    }

    private static (byte Red, byte Green, byte Blue) ToRgb(byte hue, byte saturation, byte value)
    {
        if (saturation == 0) return (value, value, value);
        double sixth = (float)hue * 6.0 / 255.0;
        int i = (int)Math.Floor(sixth);
        float f = (float)(sixth - i), s = (float)(saturation / 255.0);
        byte p = Round(value * (1.0 - s)), q = Round(value * (1.0 - s * f)), t = Round(value * (1.0 - s * (1.0 - f)));
        return (i % 6) switch
        {
            0 => (value, t, p),
            1 => (q, value, p),
            2 => (p, value, t),
            3 => (p, q, value),
            4 => (t, p, value),
            _ => (value, p, q),
        };
    }

    private static byte Round(double value) => (byte)Math.Clamp(Math.Round(value, MidpointRounding.AwayFromZero), 0, 255);
}
