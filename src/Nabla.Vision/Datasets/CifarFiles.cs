using Nabla.Formats;

namespace Nabla.Vision;

/// <summary>Reads the binary versions of CIFAR-10 and CIFAR-100: records of labels and 3 x 32 x 32 bytes.</summary>
public static class CifarFiles
{
    private const int Side = 32, Picture = 3 * Side * Side;

    /// <summary>The classes of CIFAR-10, in the order of their numbers.</summary>
    public static IReadOnlyList<string> TenClasses { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Does a folder hold one of the two?</summary>
    [Export("vision.datasets.CifarFiles.recognizes")]
    public static bool Recognizes(string folder) =>
        File.Exists(Path.Combine(folder, "data_batch_1.bin")) || (File.Exists(Path.Combine(folder, "train.bin")) && File.Exists(Path.Combine(folder, "test.bin")));

    /// <summary>Reads the training and test pictures of a folder: <c>data_batch_1.bin</c> ... (CIFAR-10), or <c>train.bin</c> and <c>test.bin</c> (CIFAR-100).</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="NablaFormatException">A file is damaged.</exception>
    public static (LabelledImages Train, LabelledImages Test) ReadFolder(string folder)
    {
        bool ten = File.Exists(Path.Combine(folder, "data_batch_1.bin"));
        string[] train = ten ? [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")] : ["train.bin"];
        string test = ten ? "test_batch.bin" : "test.bin";
        IReadOnlyList<string> classes = ten
            ? Names(Path.Combine(folder, "batches.meta.txt"), 10) ?? TenClasses
            : Names(Path.Combine(folder, "fine_label_names.txt"), 100) ?? [.. Enumerable.Range(0, 100).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        return (
            Read([.. train.Select(name => Bytes(folder, name))], train, ten ? 1 : 2, classes),
            Read([Bytes(folder, test)], [test], ten ? 1 : 2, classes));
    }

    /// <summary>Reads the records of some files.</summary>
    /// <param name="files">Their contents.</param>
    /// <param name="names">Their names, for messages.</param>
    /// <param name="labelBytes">1 for CIFAR-10; 2 for CIFAR-100, whose second label, the fine one, is taken.</param>
    /// <param name="classNames">Name of each class.</param>
    /// <exception cref="NablaFormatException">A file is not a whole number of records, or a label is not a class.</exception>
    [Export("vision.datasets.CifarFiles.read")]
    public static LabelledImages Read(IReadOnlyList<byte[]> files, IReadOnlyList<string> names, int labelBytes, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(classNames);
        int record = labelBytes + Picture;
        long count = 0;
        for (int i = 0; i < files.Count; i++)
        {
            if (files[i].Length == 0 || files[i].Length % record != 0)
                throw new NablaFormatException(names[i], null, $"has {files[i].Length} bytes", $"a multiple of {record}, one record a picture");
            count += files[i].Length / record;
        }
        byte[] pixels = new byte[count * Picture];
        int[] labels = new int[count];
        int at = 0;
        for (int i = 0; i < files.Count; i++)
        {
            for (int start = 0; start < files[i].Length; start += record, at++)
            {
                labels[at] = files[i][start + labelBytes - 1];
                if (labels[at] >= classNames.Count)
                    throw new NablaFormatException(names[i], start, $"a picture has label {labels[at]}", $"class numbers 0..{classNames.Count - 1}");
                files[i].AsSpan(start + labelBytes, Picture).CopyTo(pixels.AsSpan(at * Picture));
            }
        }
        return new(pixels, labels, 3, Side, Side, classNames);
    }

    private static byte[] Bytes(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return File.Exists(path) ? File.ReadAllBytes(path) : throw new FileNotFoundException($"The folder '{folder}' has no file {name}.", path);
    }

    private static string[]? Names(string path, int count)
    {
        if (!File.Exists(path)) return null;
        string[] names = [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
        return names.Length == count ? names : throw new NablaFormatException(path, null, $"has {names.Length} names", $"{count}");
    }
}
