using Nabla.Vision.Images;

namespace Nabla.Vision.Transforms;

/// <summary>Rotation, affine and perspective maps of images, as Pillow and torchvision do them.</summary>
public static class ImageWarping
{
    extension(Image image)
    {
        /// <summary>Turned about its middle, at the same size; what comes in is filled.</summary>
        /// <param name="degrees">Counter-clockwise.</param>
        /// <param name="interpolation">Nearest, bilinear or bicubic.</param>
        /// <param name="fill">Value of the pixels that come in.</param>
        [Export("vision.io.Image.rotate")]
        public Image Rotate(double degrees, Interpolation interpolation = Interpolation.Nearest, byte fill = 0)
        {
            double angle = -degrees * Math.PI / 180, cos = Math.Round(Math.Cos(angle), 15), sin = Math.Round(Math.Sin(angle), 15);
            double x = image.Width / 2.0, y = image.Height / 2.0;
            return image.WarpAffine([cos, sin, x - cos * x - sin * y, -sin, cos, y + sin * x - cos * y], interpolation, fill);
        }

        /// <summary>Rotation, shift, scale and shear together, as torchvision's <c>affine</c> defines them.</summary>
        /// <param name="degrees">Clockwise.</param>
        /// <param name="shift">Pixels to the right and down.</param>
        /// <param name="scale">Factor of the size.</param>
        /// <param name="shear">Degrees along both axes.</param>
        /// <param name="interpolation">Nearest, bilinear or bicubic.</param>
        /// <param name="fill">Value of the pixels that come in.</param>
        /// <param name="center">What stays in its place; the middle when null.</param>
        /// <exception cref="ArgumentOutOfRangeException">The scale is not positive.</exception>
        [Export("vision.io.Image.affine")]
        public Image Affine(
            double degrees, (double X, double Y) shift, double scale, (double X, double Y) shear,
            Interpolation interpolation = Interpolation.Nearest, byte fill = 0, (double X, double Y)? center = null)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
            (double cx, double cy) = center ?? (image.Width * 0.5, image.Height * 0.5);
            double turn = degrees * Math.PI / 180, sx = shear.X * Math.PI / 180, sy = shear.Y * Math.PI / 180;
            double a = Math.Cos(turn - sy) / Math.Cos(sy), b = -Math.Cos(turn - sy) * Math.Tan(sx) / Math.Cos(sy) - Math.Sin(turn);
            double c = Math.Sin(turn - sy) / Math.Cos(sy), d = -Math.Sin(turn - sy) * Math.Tan(sx) / Math.Cos(sy) + Math.Cos(turn);
            double[] map = [d / scale, -b / scale, 0, -c / scale, a / scale, 0];
            map[2] = map[0] * (-cx - shift.X) + map[1] * (-cy - shift.Y) + cx;
            map[5] = map[3] * (-cx - shift.X) + map[4] * (-cy - shift.Y) + cy;
            return image.WarpAffine(map, interpolation, fill);
        }

        /// <summary>Each pixel (x, y) of the result is taken from (m0 x + m1 y + m2, m3 x + m4 y + m5), with pixel centres at halves.</summary>
        /// <param name="map">Six numbers.</param>
        /// <param name="interpolation">Nearest, bilinear or bicubic.</param>
        /// <param name="fill">Value of the pixels that lie outside.</param>
        /// <exception cref="ArgumentException">The map does not have six numbers.</exception>
        [Export("vision.io.Image.warp_affine")]
        public Image WarpAffine(ReadOnlySpan<double> map, Interpolation interpolation = Interpolation.Nearest, byte fill = 0)
        {
            if (map.Length != 6) throw new ArgumentException($"An affine map has six numbers; got {map.Length}.", nameof(map));
            return image.WarpPerspective([.. map, 0, 0], interpolation, fill);
        }

        /// <summary>The quadrilateral of <paramref name="source"/> corners is stretched onto the <paramref name="target"/> corners.</summary>
        /// <param name="source">Four corners in this image.</param>
        /// <param name="target">Where they go.</param>
        /// <param name="interpolation">Nearest, bilinear or bicubic.</param>
        /// <param name="fill">Value of the pixels that come in.</param>
        /// <exception cref="ArgumentException">There are not four corners each, or three of them lie on a line.</exception>
        [Export("vision.io.Image.perspective")]
        public Image Perspective(
            ReadOnlySpan<(double X, double Y)> source, ReadOnlySpan<(double X, double Y)> target, Interpolation interpolation = Interpolation.Bilinear, byte fill = 0)
        {
            if (source.Length != 4 || target.Length != 4) throw new ArgumentException($"A perspective needs four corners each; got {source.Length} and {target.Length}.", nameof(source));
            double[,] rows = new double[8, 9];
            for (int i = 0; i < 4; i++)
            {
                (double x, double y) = target[i];
                (double u, double v) = source[i];
                (rows[2 * i, 0], rows[2 * i, 1], rows[2 * i, 2], rows[2 * i, 6], rows[2 * i, 7], rows[2 * i, 8]) = (x, y, 1, -u * x, -u * y, u);
                (rows[2 * i + 1, 3], rows[2 * i + 1, 4], rows[2 * i + 1, 5], rows[2 * i + 1, 6], rows[2 * i + 1, 7], rows[2 * i + 1, 8]) = (x, y, 1, -v * x, -v * y, v);
            }
            return image.WarpPerspective(Solve(rows), interpolation, fill);
        }

        /// <summary>As <c>WarpAffine</c>, divided by m6 x + m7 y + 1.</summary>
        /// <param name="map">Eight numbers.</param>
        /// <param name="interpolation">Nearest, bilinear or bicubic.</param>
        /// <param name="fill">Value of the pixels that lie outside.</param>
        [Export("vision.io.Image.warp_perspective")]
        public Image WarpPerspective(ReadOnlySpan<double> map, Interpolation interpolation = Interpolation.Bilinear, byte fill = 0)
        {
            if (map.Length != 8) throw new ArgumentException($"A perspective map has eight numbers; got {map.Length}.", nameof(map));
            if (interpolation is not (Interpolation.Nearest or Interpolation.Bilinear or Interpolation.Bicubic))
                throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, "Images are warped by the nearest pixel, bilinearly or bicubically.");
            Image source = image.To8Bit();
            var result = new Image(source.Width, source.Height, source.Channels);
            if (fill != 0) result.Data.Fill(fill);
            bool affine = map[6] == 0 && map[7] == 0;
            for (int y = 0; y < result.Height; y++)
            {
                Span<byte> row = result.Row(y);
                for (int x = 0; x < result.Width; x++)
                {
                    double px = x + 0.5, py = y + 0.5, divisor = affine ? 1 : map[6] * px + map[7] * py + 1;
                    double u = (map[0] * px + map[1] * py + map[2]) / divisor, v = (map[3] * px + map[4] * py + map[5]) / divisor;
                    if (!(u >= 0 && u < source.Width && v >= 0 && v < source.Height)) continue;
                    if (interpolation == Interpolation.Nearest)
                        source.Data.Slice((int)v * source.Stride + (int)u * source.Channels, source.Channels).CopyTo(row[(x * source.Channels)..]);
                    else
                        Sample(source, u - 0.5, v - 0.5, interpolation == Interpolation.Bicubic, row.Slice(x * source.Channels, source.Channels));
                }
            }
            return result;
        }
    }

    private static void Sample(Image image, double u, double v, bool cubic, Span<byte> pixel)
    {
        int x = (int)Math.Floor(u), y = (int)Math.Floor(v), taps = cubic ? 4 : 2, first = cubic ? -1 : 0;
        Span<double> across = stackalloc double[4], down = stackalloc double[4];
        Weights(u - x, cubic, across);
        Weights(v - y, cubic, down);
        for (int c = 0; c < pixel.Length; c++)
        {
            double sum = 0;
            for (int j = 0; j < taps; j++)
            {
                int row = Math.Clamp(y + first + j, 0, image.Height - 1) * image.Stride;
                for (int i = 0; i < taps; i++)
                    sum += down[j] * across[i] * image.Data[row + Math.Clamp(x + first + i, 0, image.Width - 1) * image.Channels + c];
            }
            pixel[c] = (byte)Math.Clamp(sum + (cubic ? 0 : 1e-9), 0, 255);
        }
    }

    private static void Weights(double d, bool cubic, Span<double> weights)
    {
        if (!cubic)
        {
            (weights[0], weights[1]) = (1 - d, d);
            return;
        }
        // The cubic with a = -1, as Pillow warps (it resizes with -1/2).
        weights[0] = d * (-1 + d * (2 - d));
        weights[1] = 1 + d * d * (d - 2);
        weights[2] = d * (1 + d * (1 - d));
        weights[3] = d * d * (d - 1);
    }

    /// <summary>Gauss elimination with pivoting of 8 equations.</summary>
    private static double[] Solve(double[,] rows)
    {
        for (int k = 0; k < 8; k++)
        {
            int best = k;
            for (int i = k + 1; i < 8; i++) best = Math.Abs(rows[i, k]) > Math.Abs(rows[best, k]) ? i : best;
            if (Math.Abs(rows[best, k]) < 1e-12) throw new ArgumentException("Three of the corners lie on a line.", nameof(rows));
            for (int j = 0; j < 9; j++) (rows[k, j], rows[best, j]) = (rows[best, j], rows[k, j]);
            for (int i = 0; i < 8; i++)
            {
                if (i == k) continue;
                double factor = rows[i, k] / rows[k, k];
                for (int j = k; j < 9; j++) rows[i, j] -= factor * rows[k, j];
            }
        }
        double[] result = new double[8];
        for (int i = 0; i < 8; i++) result[i] = rows[i, 8] / rows[i, i];
        return result;
    }
}
