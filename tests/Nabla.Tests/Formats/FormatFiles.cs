using System.Text;
using Nabla.Formats.Raw;

namespace Nabla.Tests.Formats;

/// <summary>Where the committed files lie, and short ways to make tensors and bytes.</summary>
internal static class FormatFiles
{
    public static string Golden { get; } = FindGolden();

    /// <summary>A file of tests/golden/formats.</summary>
    public static string Own(string name) => Path.Combine(Golden, "formats", name);

    /// <summary>A file of tests/golden/files.</summary>
    public static string Torch(string name) => Path.Combine(Golden, "files", name);

    public static ByteRegion Region(byte[] bytes) => ByteRegion.CopyOf(bytes);

    public static byte[] Written(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    /// <summary>Text as Latin-1 bytes: <c>"\x80\x02."</c>.</summary>
    public static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>Row-major bytes of a view.</summary>
    public static byte[] Content(TensorData data) => Written(data.WriteTo);

    /// <summary>One tensor of each dtype, filled with distinct bytes.</summary>
    public static OrderedDictionary<string, TensorData> EveryType(params long[] shape)
    {
        var all = new OrderedDictionary<string, TensorData>();
        foreach (DType type in Enum.GetValues<DType>())
        {
            var bytes = new byte[shape.Aggregate(1L, (a, b) => a * b) * type.Size()];
            for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(type == DType.Bool ? i % 2 : 7 * i + (int)type);
            all.Add("t." + type.Name(), TensorData.Dense(type, shape, Region(bytes)));
        }
        return all;
    }

    private static string FindGolden()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Nabla.slnx"))) return Path.Combine(folder, "tests", "golden");
        throw new DirectoryNotFoundException("The tests must run inside the repository.");
    }
}
