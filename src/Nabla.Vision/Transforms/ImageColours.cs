using Nabla.Vision.Images;

namespace Nabla.Vision.Transforms;

/// <summary>Changes of colour with the arithmetic of Pillow's <c>ImageEnhance</c> and <c>ImageOps</c>; 8-bit grey and RGB images.</summary>
public static class ImageColours
{
    extension(Image image)
    {
        /// <summary>Brighter or darker: 0 is black, 1 the image.</summary>
        /// <param name="factor">0 or more.</param>
        [Export("vision.io.Image.brightness")]
        public Image Brightness(double factor) => Blend(Opaque(image), factor, static (_, _) => 0);

        /// <summary>More or less contrast: 0 is one mean grey, 1 the image.</summary>
        /// <param name="factor">0 or more.</param>
        [Export("vision.io.Image.contrast")]
        public Image Contrast(double factor)
        {
            image = Opaque(image);
            ReadOnlySpan<byte> grey = image.ToGrey().Data;
            long sum = 0;
            foreach (byte value in grey) sum += value;
            int mean = (int)((double)sum / grey.Length + 0.5);
            return Blend(image, factor, (_, _) => mean);
        }

        /// <summary>More or less colour: 0 is grey, 1 the image.</summary>
        /// <param name="factor">0 or more.</param>
        [Export("vision.io.Image.saturation")]
        public Image Saturation(double factor)
        {
            image = Opaque(image);
            if (image.Channels == 1) return image;
            byte[] grey = image.ToGrey().Buffer;
            return Blend(image, factor, (i, _) => grey[i / 3]);
        }

        /// <summary>Sharper or smoother: 0 is smoothed by a 3 x 3 kernel, 1 the image, 2 sharpened.</summary>
        /// <param name="factor">0 or more.</param>
        [Export("vision.io.Image.sharpness")]
        public Image Sharpness(double factor)
        {
            image = Opaque(image);
            byte[] smooth = Smooth(image);
            return Blend(image, factor, (i, _) => smooth[i]);
        }

        /// <summary>All hues turned.</summary>
        /// <param name="turn">-0.5 to 0.5 of a circle.</param>
        /// <exception cref="ArgumentOutOfRangeException">The turn is out of range.</exception>
        [Export("vision.io.Image.hue")]
        public Image Hue(double turn)
        {
            if (turn is not (>= -0.5 and <= 0.5)) throw new ArgumentOutOfRangeException(nameof(turn), turn, "Expected -0.5 to 0.5.");
            image = Opaque(image);
            return image.Channels == 1 ? image : HueShift.Apply(image, (byte)(int)(turn * 255));
        }

        /// <summary>All values mirrored.</summary>
        [Export("vision.io.Image.invert")]
        public Image Invert() => Map(Opaque(image), static value => 255 - value);

        /// <summary>The highest bits of each value alone.</summary>
        /// <param name="bits">0 to 8.</param>
        [Export("vision.io.Image.posterize")]
        public Image Posterize(int bits)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(bits);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 8);
            int mask = 0xFF << (8 - bits);
            return Map(Opaque(image), value => value & mask);
        }

        /// <summary>Values from a threshold on mirrored.</summary>
        /// <param name="threshold">0 to 255; more leaves the image as it is.</param>
        [Export("vision.io.Image.solarize")]
        public Image Solarize(double threshold) => Map(Opaque(image), value => value < threshold ? value : 255 - value);

        /// <summary>Each channel stretched to the full range.</summary>
        [Export("vision.io.Image.auto_contrast")]
        public Image AutoContrast() => MapChannels(Opaque(image), static histogram =>
        {
            int low = Array.FindIndex(histogram, count => count > 0), high = Array.FindLastIndex(histogram, count => count > 0);
            if (high <= low) return static value => value;
            double scale = 255.0 / (high - low), offset = -low * scale;
            return value => Math.Clamp((int)(value * scale + offset), 0, 255);
        });

        /// <summary>Each channel's histogram made even.</summary>
        [Export("vision.io.Image.equalize")]
        public Image Equalize() => MapChannels(Opaque(image), static histogram =>
        {
            int used = histogram.Count(count => count > 0), last = histogram[Array.FindLastIndex(histogram, count => count > 0)];
            int step = (histogram.Sum() - last) / 255;
            if (used <= 1 || step == 0) return static value => value;
            int[] table = new int[256];
            for (int i = 0, n = step / 2; i < 256; n += histogram[i++]) table[i] = Math.Min(255, n / step);
            return value => table[value];
        });

        /// <summary>Grey with as many channels as before.</summary>
        [Export("vision.io.Image.greyscale")]
        public Image Greyscale() => Opaque(image).Channels == 1 ? Opaque(image) : Opaque(image).ToGrey().ToRgb();
    }

    private static Image Opaque(Image image)
    {
        image = image.To8Bit();
        return image.Channels switch { 2 => image.ToGrey(), 4 => image.ToRgb(), _ => image };
    }

    private static Image Blend(Image image, double factor, Func<int, byte, int> other)
    {
        var result = new Image(image.Width, image.Height, image.Channels);
        byte[] from = image.Buffer, to = result.Buffer;
        float share = (float)factor;
        for (int i = 0; i < to.Length; i++)
        {
            int low = other(i, from[i]);
            to[i] = (byte)Math.Clamp(low + share * (from[i] - low), 0, 255);
        }
        return result;
    }

    private static Image Map(Image image, Func<int, int> map)
    {
        Span<byte> table = stackalloc byte[256];
        for (int i = 0; i < 256; i++) table[i] = (byte)map(i);
        var result = new Image(image.Width, image.Height, image.Channels);
        byte[] from = image.Buffer, to = result.Buffer;
        for (int i = 0; i < to.Length; i++) to[i] = table[from[i]];
        return result;
    }

    private static Image MapChannels(Image image, Func<int[], Func<int, int>> make)
    {
        var result = new Image(image.Width, image.Height, image.Channels);
        byte[] from = image.Buffer, to = result.Buffer, table = new byte[256];
        for (int c = 0; c < image.Channels; c++)
        {
            int[] histogram = new int[256];
            for (int i = c; i < from.Length; i += image.Channels) histogram[from[i]]++;
            Func<int, int> map = make(histogram);
            for (int i = 0; i < 256; i++) table[i] = (byte)map(i);
            for (int i = c; i < from.Length; i += image.Channels) to[i] = table[from[i]];
        }
        return result;
    }

    /// <summary>Mean of 3 x 3 with the middle five times; the border stays.</summary>
    private static byte[] Smooth(Image image)
    {
        byte[] from = image.Buffer, to = [.. from];
        int stride = image.Stride, step = image.Channels;
        for (int y = 1; y < image.Height - 1; y++)
        {
            for (int i = y * stride + step; i < (y + 1) * stride - step; i++)
            {
                int sum = 4 * from[i];
                for (int row = i - stride; row <= i + stride; row += stride) sum += from[row - step] + from[row] + from[row + step];
                to[i] = (byte)((sum + 6.5) / 13);
            }
        }
        return to;
    }
}
