using Nabla.Vision.Images;

namespace Nabla.Vision;

/// <summary>Pictures in one folder per class, as torchvision's <c>ImageFolder</c>: classes are numbered in alphabetical order.</summary>
public static class ImageFolder
{
    /// <summary>Reads all pictures below a folder.</summary>
    /// <param name="folder">Holds one folder per class.</param>
    /// <param name="channels">1 for grey, 3 for colour; pictures are converted.</param>
    /// <param name="classNames">Classes to expect; the folders' names when null.</param>
    /// <param name="limits">Bounds for single pictures.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">There are no classes or pictures, or the pictures differ in size.</exception>
    /// <exception cref="ImageFormatException">A picture is damaged.</exception>
    [Export("vision.datasets.ImageFolder.read")]
    public static LabelledImages Read(string folder, int channels = 3, IReadOnlyList<string>? classNames = null, ImageLimits? limits = null)
    {
        if (channels is not (1 or 3)) throw new ArgumentOutOfRangeException(nameof(channels), channels, "Pictures are read as grey (1) or colour (3).");
        string[] names = [.. Classes(folder)];
        if (names.Length == 0) throw new InvalidDataException($"The folder '{folder}' has no class folders.");
        classNames ??= names;
        List<byte[]> pictures = [];
        List<int> labels = [];
        (int width, int height, string first) = (0, 0, string.Empty);
        foreach (string name in names)
        {
            int label = classNames.ToList().IndexOf(name);
            if (label < 0) throw new InvalidDataException($"'{Path.Combine(folder, name)}' is not one of the classes {string.Join(", ", classNames)}.");
            foreach (string file in Files(Path.Combine(folder, name)))
            {
                Image image = Image.Load(file, limits).To8Bit();
                image = channels == 1 ? image.ToGrey() : image.ToRgb();
                if (pictures.Count == 0) (width, height, first) = (image.Width, image.Height, file);
                if (image.Width != width || image.Height != height)
                    throw new InvalidDataException($"Pictures must have one size: '{first}' has {width} x {height}, '{file}' has {image.Width} x {image.Height}.");
                pictures.Add(Planes(image));
                labels.Add(label);
            }
        }
        if (pictures.Count == 0) throw new InvalidDataException($"The class folders of '{folder}' hold no pictures ({string.Join(", ", ImageCodecs.Extensions)}).");
        byte[] pixels = new byte[(long)pictures.Count * pictures[0].Length];
        for (int i = 0; i < pictures.Count; i++) pictures[i].CopyTo(pixels, (long)i * pictures[0].Length);
        return new(pixels, [.. labels], channels, height, width, classNames);
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
