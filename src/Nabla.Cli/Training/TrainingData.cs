using System.Reflection;
using Nabla.Formats;
using Nabla.Vision;

namespace Nabla.Cli.Training;

/// <summary>What a recipe trains and tests on.</summary>
/// <param name="Train">Training pictures.</param>
/// <param name="Test">Test pictures.</param>
/// <param name="Source">Where they came from, for reports.</param>
internal sealed record TrainingData(LabelledImages Train, LabelledImages Test, string Source)
{
    /// <summary>The embedded data of a recipe, or a folder of the user's.</summary>
    /// <param name="recipe">Name of the recipe.</param>
    /// <param name="folder">The folder; null for the embedded data.</param>
    /// <param name="size">Of the pictures; null leaves them as they are.</param>
    public static TrainingData Open(string recipe, string? folder, PictureSize? size = null)
    {
        if (folder is null && recipe is "efficientnet" or "swin") throw new UsageException($"The recipe {recipe} has no data of its own: pass --data FOLDER.");
        TrainingData data = Read(recipe, folder, size);
        return size is { } wanted && new PictureSize(data.Train.Height, data.Train.Width) != wanted
            ? data with { Train = data.Train.Resized((wanted.Height, wanted.Width)), Test = data.Test.Resized((wanted.Height, wanted.Width)) }
            : data;
    }

    private static TrainingData Read(string recipe, string? folder, PictureSize? size)
    {
        if (folder is not null) return FromFolder(recipe, folder, size);
        return recipe == "digits" ? Digits() : new(Embedded("train", "-10k"), Embedded("t10k", string.Empty), "Fashion-MNIST, the embedded 10,000 training pictures");
    }

    private static TrainingData FromFolder(string recipe, string folder, PictureSize? size)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        if (MnistFiles.Recognizes(folder))
        {
            (LabelledImages train, LabelledImages test) = MnistFiles.ReadFolder(folder, recipe.StartsWith("fashion-mnist", StringComparison.Ordinal) ? MnistFiles.FashionClasses : null);
            return new(train, test, $"the IDX files in {folder}");
        }
        if (CifarFiles.Recognizes(folder))
        {
            (LabelledImages train, LabelledImages test) = CifarFiles.ReadFolder(folder);
            return new(train, test, $"the CIFAR files in {folder}");
        }
        string trainFolder = Path.Combine(folder, "train");
        if (!Directory.Exists(trainFolder))
            throw new InvalidDataException($"The folder '{folder}' holds neither IDX files (train-images-idx3-ubyte.gz, ...) nor CIFAR files nor a folder 'train' with one folder per class.");
        string? testFolder = new[] { "test", "val" }.Select(name => Path.Combine(folder, name)).FirstOrDefault(Directory.Exists);
        if (testFolder is null) throw new InvalidDataException($"The folder '{folder}' has 'train' but neither 'test' nor 'val' beside it.");
        Spatial? sides = size is { } wanted ? (wanted.Height, wanted.Width) : null;
        LabelledImages pictures = ImageFolder.Read(trainFolder, size: sides);
        return new(pictures, ImageFolder.Read(testFolder, classNames: pictures.ClassNames, size: sides), $"the pictures in {folder}");
    }

    private static LabelledImages Embedded(string part, string suffix)
    {
        string images = $"data/fashion-mnist/{part}-images{suffix}-idx3-ubyte.gz", labels = $"data/fashion-mnist/{part}-labels{suffix}-idx1-ubyte.gz";
        using Stream first = Resource(images), second = Resource(labels);
        return MnistFiles.Read(first, second, images, labels, MnistFiles.FashionClasses);
    }

    /// <summary>The 8x8 digits: values 0..16 scaled to bytes; the last 359 of 1,797 are the test set.</summary>
    private static TrainingData Digits()
    {
        const int Side = 8, TestCount = 359;
        using Stream stream = Resource("data/digits/digits.csv.gz");
        CsvTable table = CsvFile.Read(stream, "digits.csv.gz", new CsvOptions { LabelColumn = -1 });
        string[] names = [.. Enumerable.Range(0, 10).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        byte[] pixels = new byte[table.Rows * Side * Side];
        int[] labels = new int[table.Rows];
        for (int i = 0; i < table.Rows; i++)
        {
            ReadOnlySpan<float> row = table.Row(i);
            for (int j = 0; j < row.Length; j++) pixels[(i * Side * Side) + j] = (byte)Math.Min(255, row[j] * 16);
            labels[i] = int.Parse(table.Classes[table.Labels[i]], System.Globalization.CultureInfo.InvariantCulture);
        }
        int split = table.Rows - TestCount;
        return new(Part(0, split), Part(split, TestCount), "the embedded 8x8 digits");

        LabelledImages Part(int start, int count) => new(
            pixels.AsSpan(start * Side * Side, count * Side * Side).ToArray(), labels.AsSpan(start, count).ToArray(), 1, Side, Side, names);
    }

    private static Stream Resource(string name) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The embedded file {name} is missing from this build.");
}
