using Nabla.Vision.Images;

namespace Nabla.Vision.Transforms;

/// <summary>To a size: the shorter side, or both.</summary>
/// <param name="Size">Pixels of the shorter side, or of the width if <paramref name="Height"/> is given.</param>
/// <param name="Height">Rows; null to keep the proportions.</param>
/// <param name="Interpolation">The kernel.</param>
/// <param name="Antialias">Widen the kernel when shrinking?</param>
[Export("vision.transforms.Resize")]
public sealed record Resize(int Size, int? Height = null, Interpolation Interpolation = Interpolation.Bilinear, bool Antialias = true) : ImageTransform
{
    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random)
    {
        (int width, int height) = Target(image);
        return image.Resize(width, height, Interpolation, Antialias);
    }

    internal Image ApplyCropped(Image image, int cropWidth, int cropHeight)
    {
        (int width, int height) = Target(image);
        (int x, int y) = ImageResizing.Center(width, height, cropWidth, cropHeight);
        return image.ResizeWindow(width, height, Interpolation, Antialias, (x, y, cropWidth, cropHeight));
    }

    private (int Width, int Height) Target(Image image) => Height is { } height ? (Size, height) : ImageResizing.ShorterSize(image.Width, image.Height, Size);
}

/// <summary>To cover a size: the proportions stay, and what sticks out at two sides is cut off. Of a square, <see cref="Resize"/> to its side and <see cref="CenterCrop"/>.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Interpolation">The kernel.</param>
/// <param name="Antialias">Widen the kernel when shrinking?</param>
[Export("vision.transforms.Cover")]
public sealed record Cover(int Width, int Height, Interpolation Interpolation = Interpolation.Bilinear, bool Antialias = true) : ImageTransform
{
    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random) => Apply(image);

    internal Image Apply(Image image)
    {
        (int width, int height) = ImageResizing.CoveringSize(image.Width, image.Height, Width, Height);
        (int x, int y) = ImageResizing.Center(width, height, Width, Height);
        return image.ResizeWindow(width, height, Interpolation, Antialias, (x, y, Width, Height));
    }
}

/// <summary>The middle.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
[Export("vision.transforms.CenterCrop")]
public sealed record CenterCrop(int Width, int Height) : ImageTransform
{
    /// <summary>A square.</summary>
    public CenterCrop(int size)
        : this(size, size)
    {
    }

    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random) => image.CropCenter(Width, Height);
}

/// <summary>A part at random, of the image with black around it.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Padding">Black pixels added to every side.</param>
[Export("vision.transforms.RandomCrop")]
public sealed record RandomCrop(int Width, int Height, int Padding = 0) : ImageTransform
{
    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random) =>
        image.Crop(Place(image.Width, Width, random), Place(image.Height, Height, random), Width, Height);

    private int Place(int size, int crop, TransformRandom random)
    {
        int spare = size + 2 * Padding - crop;
        return spare >= 0 ? random.Integer(spare + 1) - Padding : spare / 2 - Padding;
    }
}

/// <summary>A part of random area and shape, resized: the usual augmentation of photographs. Szegedy et al. (2014).</summary>
/// <param name="Width">Pixels in a row of the result.</param>
/// <param name="Height">Rows of the result.</param>
/// <param name="LeastArea">Smallest share of the area.</param>
/// <param name="MostArea">Largest share of the area.</param>
/// <param name="LeastRatio">Smallest width / height.</param>
/// <param name="MostRatio">Largest width / height.</param>
/// <param name="Interpolation">The kernel.</param>
[Export("vision.transforms.RandomResizedCrop")]
public sealed record RandomResizedCrop(
    int Width, int Height, double LeastArea = 0.08, double MostArea = 1, double LeastRatio = 3.0 / 4, double MostRatio = 4.0 / 3,
    Interpolation Interpolation = Interpolation.Bilinear) : ImageTransform
{
    /// <inheritdoc/>
    public override Image Apply(Image image, TransformRandom random)
    {
        (int x, int y, int width, int height) = Part(image, random);
        return image.Crop(x, y, width, height).Resize(Width, Height, Interpolation);
    }

    private (int X, int Y, int Width, int Height) Part(Image image, TransformRandom random)
    {
        for (int attempt = 0; attempt < 10; attempt++)
        {
            double area = (double)image.Width * image.Height * random.Uniform(LeastArea, MostArea);
            double ratio = Math.Exp(random.Uniform(Math.Log(LeastRatio), Math.Log(MostRatio)));
            int width = (int)Math.Round(Math.Sqrt(area * ratio)), height = (int)Math.Round(Math.Sqrt(area / ratio));
            if (width > 0 && width <= image.Width && height > 0 && height <= image.Height)
                return (random.Integer(image.Width - width + 1), random.Integer(image.Height - height + 1), width, height);
        }
        // The largest allowed shape in the middle.
        double own = (double)image.Width / image.Height, bounded = Math.Clamp(own, Math.Min(LeastRatio, MostRatio), MostRatio);
        int w = own > bounded ? Math.Max(1, (int)Math.Round(image.Height * bounded)) : image.Width;
        int h = own < bounded ? Math.Max(1, (int)Math.Round(image.Width / bounded)) : image.Height;
        return ((image.Width - w) / 2, (image.Height - h) / 2, w, h);
    }
}

/// <summary>Several views of one image, for averaging predictions.</summary>
public static class Crops
{
    /// <summary>The four corners and the middle.</summary>
    /// <exception cref="ArgumentException">The image is smaller than the crop.</exception>
    [Export("vision.transforms.Crops.five")]
    public static IReadOnlyList<Image> Five(Image image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (width > image.Width || height > image.Height) throw new ArgumentException($"A crop of {width}x{height} does not fit into {image.Width}x{image.Height}.", nameof(width));
        int right = image.Width - width, bottom = image.Height - height;
        return
        [
            image.Crop(0, 0, width, height), image.Crop(right, 0, width, height), image.Crop(0, bottom, width, height),
            image.Crop(right, bottom, width, height), image.CropCenter(width, height),
        ];
    }

    /// <summary>The five and those of the mirror image.</summary>
    /// <inheritdoc cref="Five" path="/exception"/>
    [Export("vision.transforms.Crops.ten")]
    public static IReadOnlyList<Image> Ten(Image image, int width, int height) => [.. Five(image, width, height), .. Five(image.FlipHorizontal(), width, height)];
}
