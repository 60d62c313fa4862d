using Nabla.Kernels.Threading;
using Nabla.Vision.Images;
using Nabla.Vision.Transforms;

namespace Nabla.Vision;

/// <summary>Pictures in one folder per class, as torchvision's <c>ImageFolder</c>: classes are numbered in alphabetical order.</summary>
public static class ImageFolder
{
    /// <summary>Reads all pictures below a folder.</summary>
    /// <param name="folder">Holds one folder per class.</param>
    /// <param name="channels">1 for grey, 3 for colour; pictures are converted.</param>
    /// <param name="classNames">Classes to expect; the folders' names when null.</param>
    /// <param name="limits">Bounds for single pictures.</param>
    /// <param name="size">Rows and columns: pictures are resized in proportion until they cover them, and the middle is taken; null when they have one size already.</param>
    /// <param name="memory">Bytes that the decoded pictures may take; when they need more, each is decoded when it is read, and training holds a few batches at a time.</param>
    /// <exception cref="ArgumentException">The size is not positive, or neither grey nor colour is asked for.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">There are no classes or pictures, or the pictures differ in size.</exception>
    /// <exception cref="ImageFormatException">A picture is damaged; of pictures decoded when read, then.</exception>
    [Export("vision.datasets.ImageFolder.read")]
    public static LabelledImages Read(string folder, int channels = 3, IReadOnlyList<string>? classNames = null, ImageLimits? limits = null, Spatial? size = null, long memory = 1L << 30)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(memory);
        Cover? cover = size?.For(2, nameof(size)) is { } sides ? new(sides[1], sides[0]) : null;
        if (channels is not (1 or 3)) throw new ArgumentOutOfRangeException(nameof(channels), channels, "Pictures are read as grey (1) or colour (3).");
        string[] names = [.. Classes(folder)];
        if (names.Length == 0) throw new InvalidDataException($"The folder '{folder}' has no class folders.");
        classNames ??= names;
        List<(string File, int Label)> found = [];
        foreach (string name in names)
        {
            int label = classNames.ToList().IndexOf(name);
            if (label < 0) throw new InvalidDataException($"'{Path.Combine(folder, name)}' is not one of the classes {string.Join(", ", classNames)}.");
            found.AddRange(Files(Path.Combine(folder, name)).Select(file => (file, label)));
        }
        if (found.Count == 0) throw new InvalidDataException($"The class folders of '{folder}' hold no pictures ({string.Join(", ", ImageCodecs.Extensions)}).");
        // The first picture tells the size of all, and so the memory.
        Image first = Load(found[0].File, channels, limits, cover);
        int[] labels = [.. found.Select(one => one.Label)];
        if ((long)found.Count * first.Data.Length > Math.Min(memory, Array.MaxLength))
        {
            int height = first.Height, width = first.Width;
            return new(i => Planes(Sized(Load(found[i].File, channels, limits, cover), found[i].File, found[0].File, width, height)), labels, channels, height, width, classNames);
        }
        byte[] pixels = new byte[(long)found.Count * first.Data.Length];
        var load = new Loading { Found = found, Channels = channels, Limits = limits, Cover = cover, First = first, Pixels = pixels };
        WorkPool.For(found.Count, 1, ref load);
        return new(pixels, labels, channels, first.Height, first.Width, classNames);
    }

    private static Image Load(string file, int channels, ImageLimits? limits, Cover? cover)
    {
        Image image = Image.Load(file, limits).To8Bit();
        image = channels == 1 ? image.ToGrey() : image.ToRgb();
        return cover?.Apply(image) ?? image;
    }

    private static Image Sized(Image image, string file, string first, int width, int height) => image.Width == width && image.Height == height
        ? image
        : throw new InvalidDataException($"Pictures must have one size, or be given one: '{first}' has {width} x {height}, '{file}' has {image.Width} x {image.Height}.");

    private struct Loading : IRangeBody
    {
        public List<(string File, int Label)> Found;
        public int Channels;
        public ImageLimits? Limits;
        public Cover? Cover;
        public Image First;
        public byte[] Pixels;

        public readonly void Invoke(long start, long end)
        {
            for (int i = (int)start; i < end; i++)
            {
                Image image = i == 0 ? First : Load(Found[i].File, Channels, Limits, Cover);
                Planes(Sized(image, Found[i].File, Found[0].File, First.Width, First.Height)).CopyTo(Pixels, (long)i * First.Data.Length);
            }
        }
    }

    /// <summary>One picture as planes [C, H, W].</summary>
    [Export("vision.datasets.ImageFolder.planes")]
    public static byte[] Planes(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        int plane = image.Width * image.Height, channels = image.Channels;
        byte[] planes = new byte[plane * channels];
        ReadOnlySpan<byte> data = image.Data;
        for (int i = 0; i < plane; i++)
        {
            for (int c = 0; c < channels; c++) planes[(c * plane) + i] = data[(i * channels) + c];
        }
        return planes;
    }

    private static IEnumerable<string> Classes(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        return Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Files(string folder)
    {
        HashSet<string> known = [.. ImageCodecs.Extensions.Select(extension => extension.TrimStart('.').ToUpperInvariant())];
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => known.Contains(Path.GetExtension(file).TrimStart('.').ToUpperInvariant())).Order(StringComparer.Ordinal);
    }
}
