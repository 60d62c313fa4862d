using Nabla.Formats.PyTorch.Pickle;
using Nabla.Formats.Raw;
using Nabla.Formats.Zip;

namespace Nabla.Formats.PyTorch;

/// <summary>A file written by <c>torch.save</c>, in the zip container or the one before PyTorch 1.6. Reading it executes nothing.</summary>
/// <remarks>
/// The file is memory-mapped and tensors are views of the mapping, so reading does not double the memory. The unpickler knows
/// a fixed list of globals (tensors, storages, dtypes, ordered dictionaries, namespaces, NumPy numbers and arrays, paths); any other
/// name is an error, or a placeholder with <see cref="UnknownGlobals.Opaque"/>.
/// </remarks>
[Export("formats.pytorch.PyTorchFile")]
public sealed class PyTorchFile
{
    private readonly string? _name;

    private PyTorchFile(object? root, string? name)
    {
        Root = root;
        _name = name;
    }

    /// <summary>
    /// The saved object as plain .NET: null, bool, long, <see cref="System.Numerics.BigInteger"/>, double, string, <c>byte[]</c>,
    /// <c>List&lt;object?&gt;</c>, <see cref="PickleTuple"/>, <see cref="PickleDict"/>, <see cref="PickleSet"/>, <see cref="TensorData"/>,
    /// <see cref="TorchStorage"/>, <see cref="PickleArray"/>, <see cref="DType"/>, <see cref="System.Numerics.Complex"/>, and with
    /// <see cref="UnknownGlobals.Opaque"/> also <see cref="PickleGlobal"/> and <see cref="PickleOpaque"/>. It may contain itself.
    /// </summary>
    public object? Root { get; }

    /// <summary>Maps and reads a file.</summary>
    /// <exception cref="IOException">The file is absent or cannot be read.</exception>
    /// <exception cref="NablaFormatException">It is damaged, no PyTorch file, or names a global that is not allowed.</exception>
    [Export("formats.pytorch.PyTorchFile.open")]
    public static PyTorchFile Open(string path, PyTorchReadOptions? options = null) => Parse(ByteRegion.Map(path), path, options);

    /// <summary>Reads a file that is already in memory.</summary>
    /// <param name="bytes">All bytes of the file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="NablaFormatException">As for <see cref="Open"/>.</exception>
    [Export("formats.pytorch.PyTorchFile.parse")]
    public static PyTorchFile Parse(ByteRegion bytes, string? name = null, PyTorchReadOptions? options = null)
    {
        options ??= PyTorchReadOptions.Default;
        var limits = new PickleLimits(options.MaxPickleBytes, options.MaxValues, options.UnknownGlobals == UnknownGlobals.Opaque);
        if (ZipArchiveReader.Matches(bytes)) return new(TorchZipReader.Read(bytes, name, options, limits), name);
        if (bytes.Length > 2 && bytes.Span(0, 1)[0] == 0x80) return new(TorchLegacyReader.Read(bytes, name, limits), name);
        if (bytes.Length > 512 && bytes.Span(257, 5).SequenceEqual("ustar"u8)) throw new NablaFormatException(name, 0, "the file is a tar archive, the container of PyTorch 0.1", "a file saved again by a newer version");
        throw new NablaFormatException(name, 0, "the file is neither a zip archive nor a pickle", "a file written by torch.save");
    }

    /// <summary>The tensors of a state dict by name, in the order of the file.</summary>
    /// <param name="at">
    /// Where it lies in the saved object, as keys joined by dots (<c>ema.shadow</c>). By default it is the object itself, or what lies under
    /// <c>state_dict</c>, <c>model_state_dict</c>, <c>model</c>, <c>module</c>, <c>net</c>, <c>network</c>, <c>weights</c> or <c>params</c>. A whole module, read with
    /// <see cref="UnknownGlobals.Opaque"/>, gives its parameters and buffers.
    /// </param>
    /// <exception cref="NablaFormatException">There is none; the message lists the keys that are there.</exception>
    public OrderedDictionary<string, TensorData> StateDict(string? at = null) => StateDictFinder.Find(Root, at, _name);

    /// <summary>Reads the tensors of a state dict; those that shared a storage go on sharing one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="at">Where the state dict lies; see <see cref="StateDict"/>.</param>
    /// <param name="mapped">True for read-only tensors over the mapping instead of copies; see <see cref="TensorBridge.ToTensor"/>.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="IOException">The file is absent or cannot be read.</exception>
    /// <exception cref="NablaFormatException">It is damaged, no PyTorch file, names a global that is not allowed, or holds no state dict.</exception>
    [Export("load")]
    public static Nabla.StateDict Load(string path, string? at = null, bool mapped = false, PyTorchReadOptions? options = null)
    {
        ByteRegion bytes = ByteRegion.Map(path);
        try
        {
            return TensorBridge.ToTensors(Parse(bytes, path, options).StateDict(at), mapped);
        }
        finally
        {
            if (!mapped) bytes.Release();
        }
    }

    /// <summary>Writes an object that <c>torch.load</c> reads, atomically; see <see cref="PyTorchWriter"/>. Tensors may stand anywhere in it.</summary>
    /// <exception cref="ArgumentException">A value has no counterpart, or the object contains itself.</exception>
    /// <exception cref="IOException">The folder is absent or the disk is full; an existing file is untouched.</exception>
    [Export("save")]
    public static void Save(string path, object? root) => PyTorchWriter.Write(path, root);
}
