using Nabla.Vision.Images;
using Nabla.Vision.Transforms;

namespace Nabla.Vision;

/// <summary>Pictures of one size with class numbers, held in memory as bytes or decoded whenever one is read.</summary>
[Export("vision.datasets.LabelledImages")]
public sealed class LabelledImages : IDataset<int>
{
    // Enough for a mean; reading all of a large set only to normalise would cost an epoch.
    private const int StatisticsSample = 4096;

    private readonly byte[] _pixels;
    private readonly Func<int, byte[]>? _decode;
    private readonly int[] _labels;

    /// <summary>Wraps pixels and labels.</summary>
    /// <param name="pixels">[N, C, H, W], row-major.</param>
    /// <param name="labels">N class numbers.</param>
    /// <param name="channels">C.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="classNames">Name of each class.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label is not a class.</exception>
    public LabelledImages(byte[] pixels, int[] labels, int channels, int height, int width, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classNames);
        if (pixels.LongLength != (long)labels.Length * channels * height * width)
            throw new ArgumentException($"{pixels.LongLength} bytes are not {labels.Length} pictures of {channels} x {height} x {width}.", nameof(pixels));
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= classNames.Count)
                throw new ArgumentException($"Label {i} is {labels[i]}; expected a class number in 0..{classNames.Count - 1}.", nameof(labels));
        }
        (_pixels, _labels, Channels, Height, Width, ClassNames) = (pixels, labels, channels, height, width, classNames);
    }

    /// <summary>Describes pictures that are decoded when they are read.</summary>
    /// <param name="decode">Gives the pixels [C, H, W] of a picture; from any thread.</param>
    /// <param name="labels">N class numbers.</param>
    /// <param name="channels">C.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="classNames">Name of each class.</param>
    internal LabelledImages(Func<int, byte[]> decode, int[] labels, int channels, int height, int width, IReadOnlyList<string> classNames) =>
        (_pixels, _decode, _labels, Channels, Height, Width, ClassNames) = ([], decode, labels, channels, height, width, classNames);

    /// <inheritdoc/>
    public int Count => _labels.Length;

    /// <summary>Channels of a picture.</summary>
    public int Channels { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Name of each class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Class number of each picture.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Whether pictures are decoded when they are read, instead of being held in memory.</summary>
    public bool IsLazy => _decode is not null;

    /// <summary>Bytes of one picture.</summary>
    public int PictureSize => Channels * Height * Width;

    /// <summary>The position itself: pixels are copied when a batch is made.</summary>
    public int this[int index] => index;

    /// <summary>The pixels of a picture, [C, H, W].</summary>
    public ReadOnlySpan<byte> Pixels(int index) => _decode is null ? _pixels.AsSpan(checked(index * PictureSize), PictureSize) : _decode(index);

    /// <summary>Mean and standard deviation of each channel, with pixels in 0..1; of pictures that are decoded when read, those of 4,096 spread evenly over the set.</summary>
    public (double[] Mean, double[] Deviation) Statistics()
    {
        double[] mean = new double[Channels], deviation = new double[Channels];
        int plane = Height * Width, seen = IsLazy ? Math.Min(Count, StatisticsSample) : Count;
        long[] sums = new long[Channels], squares = new long[Channels];
        for (int i = 0; i < seen; i++)
        {
            ReadOnlySpan<byte> pixels = Pixels((int)((long)i * Count / seen));
            for (int c = 0; c < Channels; c++)
            {
                long sum = 0, square = 0;
                foreach (byte value in pixels.Slice(c * plane, plane))
                {
                    sum += value;
                    square += value * value;
                }
                sums[c] += sum;
                squares[c] += square;
            }
        }
        long count = (long)seen * plane;
        for (int c = 0; c < Channels; c++)
        {
            mean[c] = count == 0 ? 0 : sums[c] / (255.0 * count);
            deviation[c] = count == 0 ? 1 : Math.Sqrt(Math.Max(1e-8, (squares[c] / (255.0 * 255 * count)) - (mean[c] * mean[c])));
        }
        return (mean, deviation);
    }

    /// <summary>The same pictures at another size: resized in proportion until they cover it, the middle taken.</summary>
    /// <param name="size">Rows and columns.</param>
    /// <exception cref="ArgumentException">The size is not positive.</exception>
    public LabelledImages Resized(Spatial size)
    {
        int[] sides = size.For(2, nameof(size));
        (int height, int width) = (sides[0], sides[1]);
        Cover cover = new(width, height);
        if (IsLazy) return new(i => ImageFolder.Planes(cover.Apply(ToImage(i))), [.. _labels], Channels, height, width, ClassNames);
        byte[] pixels = new byte[(long)Count * Channels * height * width];
        for (int i = 0; i < Count; i++) ImageFolder.Planes(cover.Apply(ToImage(i))).CopyTo(pixels, (long)i * Channels * height * width);
        return new(pixels, [.. _labels], Channels, height, width, ClassNames);
    }

    /// <summary>A picture for showing.</summary>
    public Image ToImage(int index)
    {
        ReadOnlySpan<byte> planes = Pixels(index);
        byte[] interleaved = new byte[planes.Length];
        int plane = Height * Width;
        for (int c = 0; c < Channels; c++)
        {
            for (int i = 0; i < plane; i++) interleaved[(i * Channels) + c] = planes[(c * plane) + i];
        }
        return new(Width, Height, Channels, interleaved);
    }
}
