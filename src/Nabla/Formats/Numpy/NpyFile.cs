using System.Runtime.InteropServices;
using Nabla.Formats.Raw;

namespace Nabla.Formats.Numpy;

/// <summary>Single arrays: <c>.npy</c> of versions 1.0 to 3.0.</summary>
/// <remarks>
/// C and Fortran order become strides. Big-endian data are converted. Unsigned 16- and 32-bit integers become the next wider signed ones, unsigned
/// 64-bit ones int64 when they fit. bfloat16, which NumPy lacks, is written as float32 (exactly). Arrays of Python objects are refused.
/// Format: numpy.lib.format.
/// </remarks>
public static class NpyFile
{
    /// <summary>Maps a file and reads its array; little-endian data are views of the mapping.</summary>
    /// <exception cref="IOException">The file is absent or cannot be read.</exception>
    /// <exception cref="NablaFormatException">It is not a valid <c>.npy</c> file of numbers.</exception>
    [Export("formats.numpy.NpyFile.open")]
    public static TensorData Open(string path) => Parse(ByteRegion.Map(path), path);

    /// <summary>Reads a file that is already in memory.</summary>
    /// <param name="bytes">All bytes of the file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="NablaFormatException">It is not a valid <c>.npy</c> file of numbers.</exception>
    [Export("formats.numpy.NpyFile.parse")]
    public static TensorData Parse(ByteRegion bytes, string? name = null)
    {
        NpyHeader header = NpyHeader.Read(bytes, name);
        try
        {
            return NpyType.Parse(header.Descriptor).Decode(bytes.Slice(header.DataStart, bytes.Length - header.DataStart), header.Shape, header.Fortran);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new NablaFormatException(name, header.DataStart, e.Message, null, e);
        }
    }

    /// <summary>Writes an array to a file, atomically, in version 1.0 and C order.</summary>
    /// <exception cref="IOException">The folder is absent or the disk is full; an existing file is untouched.</exception>
    [Export("formats.numpy.NpyFile.write")]
    public static void Write(string path, TensorData array) => AtomicFile.Write(path, stream => Write(stream, array));

    /// <summary>Writes an array to a stream, in version 1.0 and C order.</summary>
    public static void Write(Stream stream, TensorData array)
    {
        stream.Write(NpyHeader.Write(NpyType.Name(array.DType), array.Shape));
        if (array.DType == DType.BFloat16) WriteWidened(stream, array);
        else array.WriteTo(stream);
    }

    private static void WriteWidened(Stream stream, TensorData array)
    {
        var rows = new StridedReader(array);
        var narrow = new BFloat16[1 << 14];
        var wide = new float[narrow.Length];
        for (int bytes; (bytes = rows.Read(MemoryMarshal.AsBytes(narrow.AsSpan()))) > 0;)
        {
            int n = bytes / 2;
            for (int i = 0; i < n; i++) wide[i] = narrow[i];
            stream.Write(MemoryMarshal.AsBytes(wide.AsSpan(0, n)));
        }
    }

    /// <summary>Reads the array of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mapped">True for a read-only tensor over the mapping instead of a copy; see <see cref="TensorBridge.ToTensor"/>.</param>
    /// <exception cref="IOException">The file is absent or cannot be read.</exception>
    /// <exception cref="NablaFormatException">It is not a valid <c>.npy</c> file of numbers.</exception>
    [Export("formats.numpy.NpyFile.load")]
    public static Tensor Load(string path, bool mapped = false)
    {
        ByteRegion bytes = ByteRegion.Map(path);
        try
        {
            return Parse(bytes, path).ToTensor(mapped);
        }
        finally
        {
            if (!mapped) bytes.Release();
        }
    }

    /// <summary>Writes a tensor to a file, atomically, in version 1.0 and C order.</summary>
    /// <exception cref="IOException">The folder is absent or the disk is full; an existing file is untouched.</exception>
    [Export("formats.numpy.NpyFile.save")]
    public static void Save(string path, Tensor tensor) => Write(path, tensor.ToData());
}
