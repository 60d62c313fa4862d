using Nabla.Vision.Images;

namespace Nabla.Vision.Transforms;

/// <summary>Gaussian blur.</summary>
public static class ImageBlurring
{
    extension(Image image)
    {
        /// <summary>Blurred by a Gaussian of so many taps, the edges mirrored, as torchvision's <c>gaussian_blur</c>.</summary>
        /// <param name="taps">Odd.</param>
        /// <param name="sigma">Width in pixels, positive.</param>
        /// <exception cref="ArgumentOutOfRangeException">Taps are even or too many for the mirrored edges, or sigma is not positive.</exception>
        [Export("vision.io.Image.gaussian_blur")]
        public Image GaussianBlur(int taps, double sigma)
        {
            if (taps < 1 || taps % 2 == 0 || taps / 2 >= Math.Min(image.Width, image.Height))
                throw new ArgumentOutOfRangeException(nameof(taps), taps, $"Expected an odd number whose half is below the image's {Math.Min(image.Width, image.Height)} pixels.");
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
            image = image.To8Bit();
            int half = taps / 2, channels = image.Channels, stride = image.Stride;
            float[] weights = new float[taps];
            for (int i = 0; i < taps; i++) weights[i] = (float)Math.Exp(-0.5 * (i - half) * (i - half) / (sigma * sigma));
            float sum = weights.Sum();
            for (int i = 0; i < taps; i++) weights[i] /= sum;

            byte[] source = image.Buffer;
            float[] middle = new float[source.Length];
            for (int y = 0; y < image.Height; y++)
            {
                for (int i = 0; i < taps; i++)
                {
                    int from = Mirror(y + i - half, image.Height) * stride;
                    for (int x = 0; x < stride; x++) middle[y * stride + x] += weights[i] * source[from + x];
                }
            }
            var result = new Image(image.Width, image.Height, channels);
            float[] row = new float[stride];
            for (int y = 0; y < image.Height; y++)
            {
                row.AsSpan().Clear();
                for (int i = 0; i < taps; i++)
                {
                    for (int x = 0; x < image.Width; x++)
                    {
                        int from = y * stride + Mirror(x + i - half, image.Width) * channels;
                        for (int c = 0; c < channels; c++) row[x * channels + c] += weights[i] * middle[from + c];
                    }
                }
                Span<byte> target = result.Row(y);
                for (int x = 0; x < stride; x++) target[x] = (byte)Math.Clamp(MathF.Round(row[x]), 0, 255);
            }
            return result;
        }
    }

    private static int Mirror(int place, int size) => place < 0 ? -place : place >= size ? 2 * size - 2 - place : place;
}
