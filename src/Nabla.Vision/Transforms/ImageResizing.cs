using Nabla.Vision.Images;

namespace Nabla.Vision.Transforms;

/// <summary>Resizing and cropping of images.</summary>
public static class ImageResizing
{
    extension(Image image)
    {
        /// <summary>The image at another size.</summary>
        /// <param name="width">Pixels in a row.</param>
        /// <param name="height">Rows.</param>
        /// <param name="interpolation">The kernel.</param>
        /// <param name="antialias">
        /// Widen the kernel when shrinking, as Pillow always does? Without, the result is that of PyTorch's <c>interpolate</c>
        /// on the rounded result.
        /// </param>
        /// <returns>8 bits a sample, except that the nearest pixels keep their 16.</returns>
        /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
        /// <remarks>The bytes of Pillow's <c>Image.resize</c>: alpha is multiplied in before and divided out after, except by the nearest.</remarks>
        [Export("vision.io.Image.resize")]
        public Image Resize(int width, int height, Interpolation interpolation = Interpolation.Bilinear, bool antialias = true) =>
            image.ResizeWindow(width, height, interpolation, antialias, (0, 0, width, height));

        /// <summary>The image with its shorter side at <paramref name="size"/>, the longer one in proportion, rounded down as torchvision does.</summary>
        /// <param name="size">Pixels of the shorter side.</param>
        /// <param name="interpolation">The kernel.</param>
        /// <param name="antialias">Widen the kernel when shrinking?</param>
        [Export("vision.io.Image.resize_shorter")]
        public Image ResizeShorter(int size, Interpolation interpolation = Interpolation.Bilinear, bool antialias = true)
        {
            (int width, int height) = ShorterSize(image.Width, image.Height, size);
            return image.Resize(width, height, interpolation, antialias);
        }

        /// <summary>A part of the image; what lies outside is black (and transparent).</summary>
        /// <param name="x">Left edge, possibly negative.</param>
        /// <param name="y">Upper edge, possibly negative.</param>
        /// <param name="width">Pixels in a row, at least 1.</param>
        /// <param name="height">Rows, at least 1.</param>
        [Export("vision.io.Image.crop")]
        public Image Crop(int x, int y, int width, int height)
        {
            var result = new Image(width, height, image.Channels, image.BitDepth);
            int size = image.Info.BytesPerPixel;
            long left = Math.Max(0L, -(long)x), right = Math.Min(width, (long)image.Width - x);
            if (right <= left) return result;
            for (int row = 0; row < height; row++)
            {
                long from = (long)y + row;
                if (from < 0 || from >= image.Height) continue;
                image.Row((int)from).Slice((int)(x + left) * size, (int)(right - left) * size).CopyTo(result.Row(row)[((int)left * size)..]);
            }
            return result;
        }

        /// <summary>The middle of the image; where the image is smaller, black is added around it.</summary>
        /// <param name="width">Pixels in a row, at least 1.</param>
        /// <param name="height">Rows, at least 1.</param>
        [Export("vision.io.Image.crop_center")]
        public Image CropCenter(int width, int height)
        {
            (int x, int y) = Center(image.Width, image.Height, width, height);
            return image.Crop(x, y, width, height);
        }

        internal Image ResizeWindow(int width, int height, Interpolation interpolation, bool antialias, (int X, int Y, int Width, int Height) window)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
            if (window.X < 0 || window.Y < 0 || window.X + window.Width > width || window.Y + window.Height > height)
            {
                Image whole = image.ResizeWindow(width, height, interpolation, antialias, (0, 0, width, height));
                return whole.Crop(window.X, window.Y, window.Width, window.Height);
            }
            if (width == image.Width && height == image.Height)
                return window == (0, 0, width, height) ? image : image.Crop(window.X, window.Y, window.Width, window.Height);
            if (interpolation == Interpolation.Nearest) return Resampler.Nearest(image, width, height, window);
            Image source = image.To8Bit();
            if (!source.HasAlpha) return Resampler.Resize(source, width, height, interpolation, antialias, window);
            return Resampler.Resize(Premultiply(source), width, height, interpolation, antialias, window).Unpremultiplied();
        }

        private Image Unpremultiplied()
        {
            Span<byte> data = image.Data;
            int channels = image.Channels;
            for (int i = 0; i < data.Length; i += channels)
            {
                int alpha = data[i + channels - 1];
                if (alpha is 0 or 255) continue;
                for (int c = 0; c < channels - 1; c++) data[i + c] = (byte)Math.Min(255, 255 * data[i + c] / alpha);
            }
            return image;
        }
    }

    /// <summary>Where a window of this size lies in the middle, as torchvision rounds it.</summary>
    internal static (int X, int Y) Center(int width, int height, int cropWidth, int cropHeight)
    {
        return (Offset(width, cropWidth), Offset(height, cropHeight));

        // Python's round() goes to the even neighbour; what is missing is padded on the left first by half, rounded down.
        static int Offset(int size, int crop) => crop > size ? -((crop - size) / 2) : (int)Math.Round((size - crop) / 2.0, MidpointRounding.ToEven);
    }

    /// <summary>Width and height with the shorter side at a size.</summary>
    internal static (int Width, int Height) ShorterSize(int width, int height, int size) =>
        width <= height ? (size, Math.Max(1, (int)((long)size * height / width))) : (Math.Max(1, (int)((long)size * width / height)), size);

    /// <summary>The smallest width and height in proportion that cover a target; of a square, those of <see cref="ShorterSize"/>.</summary>
    internal static (int Width, int Height) CoveringSize(int width, int height, int targetWidth, int targetHeight) => (long)width * targetHeight <= (long)height * targetWidth
        ? (targetWidth, Math.Max(targetHeight, (int)((long)targetWidth * height / width)))
        : (Math.Max(targetWidth, (int)((long)targetHeight * width / height)), targetHeight);

    private static Image Premultiply(Image image)
    {
        var result = new Image(image.Width, image.Height, image.Channels);
        ReadOnlySpan<byte> from = image.Data;
        Span<byte> to = result.Data;
        int channels = image.Channels;
        for (int i = 0; i < to.Length; i += channels)
        {
            int alpha = to[i + channels - 1] = from[i + channels - 1];
            for (int c = 0; c < channels - 1; c++)
            {
                int product = from[i + c] * alpha + 128;
                to[i + c] = (byte)(((product >> 8) + product) >> 8);
            }
        }
        return result;
    }
}
