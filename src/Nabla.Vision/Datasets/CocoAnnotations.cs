using System.Text.Json;
using Nabla.Formats;

namespace Nabla.Vision;

/// <summary>A picture of a COCO file.</summary>
/// <param name="Id">Its number.</param>
/// <param name="FileName">Its file.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
[Export("vision.datasets.CocoImage")]
public sealed record CocoImage(long Id, string FileName, int Width, int Height);

/// <summary>A class of a COCO file.</summary>
/// <param name="Id">Its number, from 1 and with gaps.</param>
/// <param name="Name">Its name.</param>
/// <param name="Supercategory">What it belongs to; empty if not said.</param>
[Export("vision.datasets.CocoCategory")]
public sealed record CocoCategory(long Id, string Name, string Supercategory);

/// <summary>An object of a COCO file.</summary>
/// <param name="Id">Its number.</param>
/// <param name="ImageId">The picture it is in.</param>
/// <param name="CategoryId">Its class.</param>
/// <param name="Box">Where it is.</param>
/// <param name="Area">Pixels it covers.</param>
/// <param name="Crowd">Several objects in one?</param>
/// <param name="Polygons">Its outline as lists of x, y, x, y, ...; empty where the file gives none, or runs.</param>
[Export("vision.datasets.CocoObject")]
public sealed record CocoObject(long Id, long ImageId, long CategoryId, PixelBox Box, double Area, bool Crowd, IReadOnlyList<double[]> Polygons);

/// <summary>An instances file of COCO.</summary>
/// <param name="Images">All pictures.</param>
/// <param name="Categories">All classes, by number.</param>
/// <param name="Objects">All objects.</param>
[Export("vision.datasets.CocoAnnotations")]
public sealed record CocoAnnotations(IReadOnlyList<CocoImage> Images, IReadOnlyList<CocoCategory> Categories, IReadOnlyList<CocoObject> Objects)
{
    private ILookup<long, CocoObject>? _byImage;

    /// <summary>The objects of one picture.</summary>
    public IEnumerable<CocoObject> Of(CocoImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return (_byImage ??= Objects.ToLookup(one => one.ImageId))[image.Id];
    }

    /// <summary>Reads a file.</summary>
    /// <inheritdoc cref="Parse" path="/exception"/>
    [Export("vision.datasets.CocoAnnotations.load")]
    public static CocoAnnotations Load(string path) => Parse(File.ReadAllBytes(path), path);

    /// <summary>Reads the JSON.</summary>
    /// <param name="json">The file.</param>
    /// <param name="name">A name for messages.</param>
    /// <exception cref="NablaFormatException">The file is damaged, or an object names a picture or class that is not there.</exception>
    [Export("vision.datasets.CocoAnnotations.parse")]
    public static CocoAnnotations Parse(ReadOnlyMemory<byte> json, string? name = null)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 16 });
            JsonElement root = document.RootElement;
            CocoImage[] images = [.. root.GetProperty("images").EnumerateArray().Select(one =>
                new CocoImage(one.GetProperty("id").GetInt64(), Text(one, "file_name"), one.GetProperty("width").GetInt32(), one.GetProperty("height").GetInt32()))];
            CocoCategory[] categories = [.. root.GetProperty("categories").EnumerateArray().Select(one =>
                new CocoCategory(one.GetProperty("id").GetInt64(), Text(one, "name"), one.TryGetProperty("supercategory", out JsonElement above) ? above.GetString() ?? string.Empty : string.Empty)).OrderBy(one => one.Id)];
            CocoObject[] objects = root.TryGetProperty("annotations", out JsonElement list) ? [.. list.EnumerateArray().Select(one => Read(one, name))] : [];
            Check(images, categories, objects, name);
            return new(images, categories, objects);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new NablaFormatException(name, null, $"is not a COCO file ({error.Message})", "images, categories and annotations", error);
        }
    }

    private static CocoObject Read(JsonElement one, string? name)
    {
        double[] box = [.. one.GetProperty("bbox").EnumerateArray().Select(value => value.GetDouble())];
        long id = one.GetProperty("id").GetInt64();
        if (box.Length != 4 || box.Any(value => !double.IsFinite(value)) || box[2] < 0 || box[3] < 0)
            throw new NablaFormatException(name, null, $"object {id} has the box [{string.Join(", ", box.Take(6))}]", "x, y, width and height");
        List<double[]> polygons = [];
        if (one.TryGetProperty("segmentation", out JsonElement outline) && outline.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement part in outline.EnumerateArray())
            {
                double[] points = [.. part.EnumerateArray().Select(value => value.GetDouble())];
                if (points.Length % 2 != 0) throw new NablaFormatException(name, null, $"object {id} has an outline of {points.Length} numbers", "pairs");
                polygons.Add(points);
            }
        }
        return new(
            id, one.GetProperty("image_id").GetInt64(), one.GetProperty("category_id").GetInt64(), new(box[0], box[1], box[0] + box[2], box[1] + box[3]),
            one.TryGetProperty("area", out JsonElement area) ? area.GetDouble() : box[2] * box[3],
            one.TryGetProperty("iscrowd", out JsonElement crowd) && crowd.ValueKind == JsonValueKind.Number && crowd.GetInt32() == 1, polygons);
    }

    private static void Check(CocoImage[] images, CocoCategory[] categories, CocoObject[] objects, string? name)
    {
        HashSet<long> pictures = [.. images.Select(one => one.Id)], classes = [.. categories.Select(one => one.Id)];
        if (pictures.Count < images.Length) throw new NablaFormatException(name, null, "gives two pictures one number");
        if (classes.Count < categories.Length) throw new NablaFormatException(name, null, "gives two classes one number");
        foreach (CocoObject one in objects)
        {
            if (!pictures.Contains(one.ImageId)) throw new NablaFormatException(name, null, $"object {one.Id} is in picture {one.ImageId}", "one of the file's pictures");
            if (!classes.Contains(one.CategoryId)) throw new NablaFormatException(name, null, $"object {one.Id} is of class {one.CategoryId}", "one of the file's classes");
        }
    }

    private static string Text(JsonElement one, string key) => one.GetProperty(key).GetString() ?? throw new JsonException($"'{key}' is null");
}
