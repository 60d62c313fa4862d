using Nabla.Formats;

namespace Nabla.Vision;

/// <summary>Reads the IDX files of the MNIST family.</summary>
public static class MnistFiles
{
    /// <summary>The garments of Fashion-MNIST, in the order of their numbers.</summary>
    [Export("vision.datasets.MnistFiles.fashion_classes")]
    public static IReadOnlyList<string> FashionClasses { get; } =
        ["T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Boot"];

    /// <summary>Reads a pair of files, compressed or not.</summary>
    /// <param name="images">IDX of bytes [N, H, W].</param>
    /// <param name="labels">IDX of bytes [N].</param>
    /// <param name="imagesName">Name of the first file, for messages.</param>
    /// <param name="labelsName">Name of the second file, for messages.</param>
    /// <param name="classNames">Name of each class; numbers when null.</param>
    /// <exception cref="NablaFormatException">A file is damaged, or they do not belong together.</exception>
    [Export("vision.datasets.MnistFiles.read")]
    public static LabelledImages Read(Stream images, Stream labels, string imagesName, string labelsName, IReadOnlyList<string>? classNames = null)
    {
        IdxArray pixels = IdxFile.Read(images, imagesName), numbers = IdxFile.Read(labels, labelsName);
        if (pixels.Type != DType.UInt8 || pixels.Shape.Count != 3)
            throw new NablaFormatException(imagesName, null, $"holds {pixels.Type.Name()} [{string.Join(", ", pixels.Shape)}]", "bytes [N, H, W]");
        if (numbers.Type != DType.UInt8 || numbers.Shape.Count != 1 || numbers.Shape[0] != pixels.Shape[0])
            throw new NablaFormatException(labelsName, null, $"holds {numbers.Type.Name()} [{string.Join(", ", numbers.Shape)}]", $"bytes [{pixels.Shape[0]}], one label a picture");
        int[] classes = [.. numbers.Bytes.ToArray().Select(value => (int)value)];
        classNames ??= [.. Enumerable.Range(0, classes.Length == 0 ? 1 : classes.Max() + 1).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        int worst = classes.Length == 0 ? 0 : classes.Max();
        if (worst >= classNames.Count) throw new NablaFormatException(labelsName, null, $"holds label {worst}", $"class numbers 0..{classNames.Count - 1}");
        return new(pixels.Bytes.ToArray(), classes, 1, pixels.Shape[1], pixels.Shape[2], classNames);
    }

    /// <summary>Reads the four usual files of a folder: the training pair and the test pair.</summary>
    /// <param name="folder">Folder with <c>train-images-idx3-ubyte.gz</c> and its companions, compressed or not.</param>
    /// <param name="classNames">Name of each class; numbers when null.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="NablaFormatException">A file is damaged.</exception>
    [Export("vision.datasets.MnistFiles.read_folder")]
    public static (LabelledImages Train, LabelledImages Test) ReadFolder(string folder, IReadOnlyList<string>? classNames = null) =>
        (ReadPair(folder, "train", classNames), ReadPair(folder, "t10k", classNames));

    /// <summary>Does a folder hold these files?</summary>
    [Export("vision.datasets.MnistFiles.recognizes")]
    public static bool Recognizes(string folder) => Find(folder, "train-images-idx3-ubyte") is not null;

    private static LabelledImages ReadPair(string folder, string part, IReadOnlyList<string>? classNames)
    {
        string images = Need(folder, $"{part}-images-idx3-ubyte"), labels = Need(folder, $"{part}-labels-idx1-ubyte");
        using FileStream first = File.OpenRead(images), second = File.OpenRead(labels);
        return Read(first, second, images, labels, classNames);
    }

    private static string Need(string folder, string name) =>
        Find(folder, name) ?? throw new FileNotFoundException($"The folder '{folder}' has no file {name}.gz (or {name}).", name);

    private static string? Find(string folder, string name)
    {
        string compressed = Path.Combine(folder, name + ".gz"), plain = Path.Combine(folder, name);
        return File.Exists(compressed) ? compressed : File.Exists(plain) ? plain : null;
    }
}
