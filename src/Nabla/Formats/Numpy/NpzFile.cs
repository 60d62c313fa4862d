using Nabla.Formats.Raw;
using Nabla.Formats.Zip;

namespace Nabla.Formats.Numpy;

/// <summary>Named arrays in a zip archive: <c>.npz</c>, stored or deflated.</summary>
public static class NpzFile
{
    /// <summary>Maps a file and reads all its arrays, in the order of the archive; stored ones are views of the mapping.</summary>
    /// <param name="path">The file.</param>
    /// <param name="verify">True (the default) to compare checksums.</param>
    /// <exception cref="IOException">The file is absent or cannot be read.</exception>
    /// <exception cref="NablaFormatException">It is not a valid <c>.npz</c> file of numbers.</exception>
    [Export("formats.numpy.NpzFile.open")]
    public static OrderedDictionary<string, TensorData> Open(string path, bool verify = true) => Parse(ByteRegion.Map(path), path, verify);

    /// <summary>Reads a file that is already in memory.</summary>
    /// <param name="bytes">All bytes of the file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="verify">True (the default) to compare checksums.</param>
    /// <exception cref="NablaFormatException">It is not a valid <c>.npz</c> file of numbers.</exception>
    [Export("formats.numpy.NpzFile.parse")]
    public static OrderedDictionary<string, TensorData> Parse(ByteRegion bytes, string? name = null, bool verify = true)
    {
        ZipArchiveReader zip = ZipArchiveReader.Open(bytes, name);
        var arrays = new OrderedDictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (ZipItem item in zip.Items.Values)
        {
            if (!item.Name.EndsWith(".npy", StringComparison.Ordinal)) throw zip.Error(item.Header, $"the archive holds {Quoted.Of(item.Name)}", "arrays only, with names that end in .npy");
            arrays.Add(item.Name[..^4], NpyFile.Parse(zip.Read(item, verify), name is null ? item.Name : $"{name}({Quoted.Of(item.Name).Trim('\'')})"));
        }
        return arrays;
    }

    /// <summary>Writes arrays to a file, atomically.</summary>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="arrays">Names (without <c>.npy</c>) and arrays.</param>
    /// <param name="compress">True to deflate them, as <c>numpy.savez_compressed</c> does.</param>
    /// <exception cref="ArgumentException">A name occurs twice, is empty, or climbs out of the archive.</exception>
    /// <exception cref="IOException">The folder is absent or the disk is full; an existing file is untouched.</exception>
    [Export("formats.numpy.NpzFile.write")]
    public static void Write(string path, IEnumerable<KeyValuePair<string, TensorData>> arrays, bool compress = false) =>
        AtomicFile.Write(path, stream => Write(stream, arrays, compress));

    /// <summary>Writes arrays to a stream.</summary>
    /// <inheritdoc cref="Write(string, IEnumerable{KeyValuePair{string, TensorData}}, bool)"/>
    public static void Write(Stream stream, IEnumerable<KeyValuePair<string, TensorData>> arrays, bool compress = false)
    {
        var zip = new ZipArchiveWriter(stream);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, TensorData array) in arrays)
        {
            if (!names.Add(name)) throw new ArgumentException($"The name {Quoted.Of(name)} occurs twice.", nameof(arrays));
            if (!ZipArchiveReader.IsPlain(name + ".npy")) throw new ArgumentException($"The name {Quoted.Of(name)} is not a plain relative path.", nameof(arrays));
            if (compress) zip.Deflate(name + ".npy", s => NpyFile.Write(s, array), (1 << 12) + array.Count * 8);
            else zip.Store(name + ".npy", s => NpyFile.Write(s, array), align: 64);
        }
        zip.Finish();
    }

    /// <summary>Reads all arrays of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mapped">True for read-only tensors over the mapping instead of copies; see <see cref="TensorBridge.ToTensor"/>.</param>
    /// <exception cref="IOException">The file is absent or cannot be read.</exception>
    /// <exception cref="NablaFormatException">It is not a valid <c>.npz</c> file of numbers.</exception>
    [Export("formats.numpy.NpzFile.load")]
    public static StateDict Load(string path, bool mapped = false)
    {
        ByteRegion bytes = ByteRegion.Map(path);
        try
        {
            return TensorBridge.ToTensors(Parse(bytes, path), mapped);
        }
        finally
        {
            if (!mapped) bytes.Release();
        }
    }

    /// <summary>Writes tensors to a file, atomically.</summary>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="tensors">Names (without <c>.npy</c>) and tensors.</param>
    /// <param name="compress">True to deflate them, as <c>numpy.savez_compressed</c> does.</param>
    /// <exception cref="ArgumentException">A name occurs twice, is empty, or climbs out of the archive.</exception>
    /// <exception cref="IOException">The folder is absent or the disk is full; an existing file is untouched.</exception>
    [Export("formats.numpy.NpzFile.save")]
    public static void Save(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, bool compress = false) =>
        Write(path, new TensorBridge.Exporter().Convert(tensors), compress);
}
