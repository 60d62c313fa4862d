using Nabla.Formats.Raw;

namespace Nabla.Formats.Safetensors;

/// <summary>A safetensors file, read by memory mapping: opening costs the header only, and tensors are views of the file.</summary>
/// <remarks>
/// The whole header is checked when the file is opened. A tensor of a dtype Nabla does not have (unsigned 16 to 64 bits, 8-bit floats)
/// does not spoil the others: it is listed in <see cref="Entries"/>, and only asking for it is an error.
/// Nothing needs to be disposed; the mapping lives as long as this object or a tensor of it.
/// Format: https://github.com/huggingface/safetensors, "Format".
/// </remarks>
[Export("formats.safetensors.SafetensorsFile")]
public sealed class SafetensorsFile
{
    private readonly SafetensorsHeader _header;
    private readonly ByteRegion _bytes;
    private readonly string? _name;

    private SafetensorsFile(ByteRegion bytes, string? name)
    {
        _header = SafetensorsHeader.Read(bytes, name);
        _bytes = bytes;
        _name = name;
    }

    /// <summary>The tensors in the order of the header.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => _header.Entries.Values;

    /// <summary>The free-form strings of <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>The tensor of that name, as a view of the file.</summary>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    /// <exception cref="NablaFormatException">Its dtype is not one of Nabla's.</exception>
    public TensorData this[string name]
    {
        get
        {
            if (!_header.Entries.TryGetValue(name, out SafetensorsEntry? entry))
                throw new KeyNotFoundException($"{_name ?? "The file"} has no tensor {Quoted.Of(name)}; it has {Entries.Count}.");
            if (entry.DType is not { } type)
                throw new NablaFormatException(_name, _header.DataStart + entry.Begin, $"the tensor {Quoted.Of(name)} has dtype {Quoted.Of(entry.TypeName)}", "one of BOOL, U8, I8, I16, I32, I64, F16, BF16, F32, F64");
            return TensorData.Dense(type, entry.Shape.ToArray(), _bytes.Slice(_header.DataStart + entry.Begin, entry.End - entry.Begin));
        }
    }

    /// <summary>Maps a file and checks its header.</summary>
    /// <exception cref="IOException">The file is absent or cannot be read.</exception>
    /// <exception cref="NablaFormatException">It is not a valid safetensors file.</exception>
    [Export("formats.safetensors.SafetensorsFile.open")]
    public static SafetensorsFile Open(string path) => new(ByteRegion.Map(path), path);

    /// <summary>Reads a file that is already in memory.</summary>
    /// <param name="bytes">All bytes of the file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="NablaFormatException">It is not a valid safetensors file.</exception>
    [Export("formats.safetensors.SafetensorsFile.parse")]
    public static SafetensorsFile Parse(ByteRegion bytes, string? name = null) => new(bytes, name);

    /// <summary>All tensors, in the order of the header.</summary>
    /// <exception cref="NablaFormatException">One of them has a dtype that is not one of Nabla's.</exception>
    public OrderedDictionary<string, TensorData> ReadAll()
    {
        var all = new OrderedDictionary<string, TensorData>(Entries.Count, StringComparer.Ordinal);
        foreach (SafetensorsEntry entry in Entries) all.Add(entry.Name, this[entry.Name]);
        return all;
    }

    /// <summary>Reads all tensors of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mapped">True for read-only tensors over the mapping instead of copies; see <see cref="TensorBridge.ToTensor"/>.</param>
    /// <exception cref="IOException">The file is absent or cannot be read.</exception>
    /// <exception cref="NablaFormatException">It is not a valid safetensors file, or holds a dtype that is not one of Nabla's.</exception>
    [Export("formats.safetensors.load")]
    public static StateDict Load(string path, bool mapped = false)
    {
        SafetensorsFile file = Open(path);
        try
        {
            return TensorBridge.ToTensors(file.ReadAll(), mapped);
        }
        finally
        {
            if (!mapped) file._bytes.Release();
        }
    }

    /// <summary>Writes tensors to a file, atomically; see <see cref="SafetensorsWriter"/>. Tensors that share a storage are written one by one.</summary>
    /// <exception cref="ArgumentException">A name occurs twice or is reserved.</exception>
    /// <exception cref="IOException">The folder is absent or the disk is full; an existing file is untouched.</exception>
    [Export("formats.safetensors.save")]
    public static void Save(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsWriter.Write(path, new TensorBridge.Exporter().Convert(tensors), metadata);
}
