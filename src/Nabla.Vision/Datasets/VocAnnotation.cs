using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Nabla.Formats;

namespace Nabla.Vision;

/// <summary>A rectangle in pixels; the right and lower edges are outside it.</summary>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Upper edge.</param>
/// <param name="Right">Right edge.</param>
/// <param name="Bottom">Lower edge.</param>
[Export("vision.datasets.PixelBox")]
public readonly record struct PixelBox(double Left, double Top, double Right, double Bottom)
{
    /// <summary>Right - left.</summary>
    public double Width => Right - Left;

    /// <summary>Bottom - top.</summary>
    public double Height => Bottom - Top;
}

/// <summary>One object of a <see cref="VocAnnotation"/>.</summary>
/// <param name="Name">Its class.</param>
/// <param name="Box">Where it is; the file's 1-based, inclusive corners are converted.</param>
/// <param name="Difficult">Not counted in the challenge's scores?</param>
/// <param name="Truncated">Does it go on beyond the box?</param>
[Export("vision.datasets.VocObject")]
public sealed record VocObject(string Name, PixelBox Box, bool Difficult, bool Truncated);

/// <summary>An annotation file of PASCAL VOC.</summary>
/// <param name="FileName">The picture's file.</param>
/// <param name="Width">Pixels in a row of the picture.</param>
/// <param name="Height">Rows of the picture.</param>
/// <param name="Objects">What is in it.</param>
[Export("vision.datasets.VocAnnotation")]
public sealed record VocAnnotation(string FileName, int Width, int Height, IReadOnlyList<VocObject> Objects)
{
    private const long MostBytes = 16 << 20;

    /// <summary>The twenty classes of PASCAL VOC.</summary>
    public static IReadOnlyList<string> Classes { get; } =
    [
        "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable", "dog", "horse", "motorbike",
        "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
    ];

    /// <summary>Reads a file.</summary>
    /// <inheritdoc cref="Parse" path="/exception"/>
    [Export("vision.datasets.VocAnnotation.load")]
    public static VocAnnotation Load(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Parse(file, path);
    }

    /// <summary>Reads the XML; document types and entities are refused.</summary>
    /// <param name="xml">The file.</param>
    /// <param name="name">A name for messages.</param>
    /// <exception cref="NablaFormatException">The file is damaged, or says something senseless.</exception>
    [Export("vision.datasets.VocAnnotation.parse")]
    public static VocAnnotation Parse(Stream xml, string? name = null)
    {
        XElement root;
        try
        {
            using var reader = XmlReader.Create(xml, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostBytes });
            // Depth is bounded before the tree is built, as the tree's own methods recurse.
            root = Read(reader, name);
        }
        catch (XmlException error)
        {
            throw new NablaFormatException(name, null, $"is not a well-formed annotation ({error.Message})", "XML without a document type", error);
        }
        if (root.Name.LocalName != "annotation") throw new NablaFormatException(name, null, $"begins with <{root.Name.LocalName}>", "<annotation>");
        XElement size = Need(root, "size", name);
        int width = (int)Number(Need(size, "width", name), name), height = (int)Number(Need(size, "height", name), name);
        List<VocObject> objects = [];
        foreach (XElement element in root.Elements("object"))
        {
            XElement box = Need(element, "bndbox", name);
            PixelBox found = new(
                Number(Need(box, "xmin", name), name) - 1, Number(Need(box, "ymin", name), name) - 1,
                Number(Need(box, "xmax", name), name), Number(Need(box, "ymax", name), name));
            if (found.Width <= 0 || found.Height <= 0) throw new NablaFormatException(name, null, $"has a box of {found.Width} x {found.Height}", "a positive size");
            objects.Add(new(Need(element, "name", name).Value.Trim(), found, Flag(element, "difficult"), Flag(element, "truncated")));
        }
        return new(Need(root, "filename", name).Value.Trim(), width, height, objects);
    }

    private static XElement Read(XmlReader reader, string? name)
    {
        Stack<XElement> open = new();
        XElement? root = null;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (open.Count >= 16) throw new NablaFormatException(name, null, "is nested too deeply", "at most 16 levels");
                    var element = new XElement(reader.LocalName);
                    if (open.TryPeek(out XElement? parent)) parent.Add(element);
                    root ??= element;
                    if (!reader.IsEmptyElement) open.Push(element);
                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    if (open.TryPeek(out XElement? holder)) holder.Add(reader.Value);
                    break;
            }
        }
        return root ?? throw new NablaFormatException(name, null, "is empty", "<annotation>");
    }

    private static XElement Need(XElement parent, string child, string? name) =>
        parent.Element(child) ?? throw new NablaFormatException(name, null, $"has a <{parent.Name.LocalName}> without <{child}>");

    private static double Number(XElement element, string? name) =>
        double.TryParse(element.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && Math.Abs(value) <= 1e9
            ? value : throw new NablaFormatException(name, null, $"has <{element.Name.LocalName}>{element.Value[..Math.Min(20, element.Value.Length)]}", "a number");

    private static bool Flag(XElement element, string child) => element.Element(child)?.Value.Trim() == "1";
}
