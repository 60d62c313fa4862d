using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Nabla.Formats;

/// <summary>The IDX format of the MNIST family: a typed array with up to 255 axes, plain or gzip-compressed.</summary>
/// <remarks>
/// Two zero bytes, a type code, the number of axes, the axes' lengths as big-endian 32-bit numbers, then the elements,
/// big-endian, the last axis fastest. Source: Y. LeCun, C. Cortes, <i>The MNIST database of handwritten digits</i>.
/// </remarks>
public static class IdxFile
{
    private const int BlockSize = 1 << 20;
    private const int MaxAxes = 16;

    private static readonly (byte Code, DType Type)[] Types =
    [
        (0x08, DType.UInt8), (0x09, DType.Int8), (0x0B, DType.Int16), (0x0C, DType.Int32), (0x0D, DType.Float32), (0x0E, DType.Float64),
    ];

    /// <summary>Reads a file, gzip-compressed or not; its content tells which.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">Most bytes of elements, at most 2 GiB.</param>
    /// <exception cref="NablaFormatException">The file is damaged, truncated, too long, or claims more than <paramref name="maxBytes"/>.</exception>
    /// <exception cref="IOException">The file is absent or cannot be read.</exception>
    [Export("formats.IdxFile.read")]
    public static IdxArray Read(string path, long maxBytes = int.MaxValue) =>
        Read(new FileStream(path, FileMode.Open, FileAccess.Read), path, maxBytes, leaveOpen: false);

    /// <summary>Reads a stream to its end, gzip-compressed or not; the stream stays open.</summary>
    /// <param name="stream">The input.</param>
    /// <param name="name">A name for error messages.</param>
    /// <param name="maxBytes">Most bytes of elements, at most 2 GiB.</param>
    /// <exception cref="NablaFormatException">The data is damaged, truncated, too long, or claims more than <paramref name="maxBytes"/>.</exception>
    public static IdxArray Read(Stream stream, string? name = null, long maxBytes = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(stream, name, maxBytes, leaveOpen: true);
    }

    /// <summary>Writes the array, uncompressed.</summary>
    [Export("formats.IdxFile.write")]
    public static void Write(Stream stream, IdxArray array)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(array);
        Span<byte> number = stackalloc byte[4];
        stream.Write([0, 0, Types.Single(t => t.Type == array.Type).Code, (byte)array.Shape.Count]);
        foreach (int length in array.Shape)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, length);
            stream.Write(number);
        }
        byte[] elements = [.. array.Bytes];
        SwapToOrFromBigEndian(elements, array.Type.Size());
        stream.Write(elements);
    }

    /// <summary>True for the element types the format knows.</summary>
    internal static bool Supports(DType type) => Types.Any(t => t.Type == type);

    private static IdxArray Read(Stream stream, string? name, long maxBytes, bool leaveOpen)
    {
        using var input = new CompressedInput(stream, name, leaveOpen);
        Span<byte> start = stackalloc byte[4];
        ReadHeader(input, start, name);
        if (start[0] != 0 || start[1] != 0) throw new NablaFormatException(name, 0, $"the file begins with {start[0]:X2}{start[1]:X2}", "0000, as IDX does");
        DType type = default;
        bool known = false;
        foreach ((byte code, DType candidate) in Types)
        {
            if (code == start[2]) (type, known) = (candidate, true);
        }
        if (!known) throw new NablaFormatException(name, 2, $"the element type is {start[2]:X2}", "08, 09, 0B, 0C, 0D or 0E");
        if (start[3] is 0 or > MaxAxes) throw new NablaFormatException(name, 3, $"the array has {start[3]} axes", $"1 to {MaxAxes}");

        int[] shape = new int[start[3]];
        Int128 bytes = type.Size();
        for (int i = 0; i < shape.Length; i++)
        {
            ReadHeader(input, start, name);
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(start);
            if (shape[i] < 0) throw new NablaFormatException(name, 4 + 4 * i, $"axis {i} has {(uint)shape[i]} elements", $"at most {int.MaxValue}");
            bytes *= shape[i];
            if (bytes > Math.Min(maxBytes, Array.MaxLength))
                throw new NablaFormatException(name, 4 + 4 * i, $"the array takes {bytes} bytes or more", $"at most {Math.Min(maxBytes, Array.MaxLength)}");
        }

        byte[] elements = ReadElements(input, (int)bytes, name);
        if (input.ReadByte() >= 0) throw new NablaFormatException(name, input.Delivered - 1, "the file goes on after the last element", $"{bytes} bytes of elements");
        SwapToOrFromBigEndian(elements, type.Size());
        return new IdxArray(type, shape, elements);
    }

    private static void ReadHeader(CompressedInput input, Span<byte> buffer, string? name)
    {
        long at = input.Delivered;
        if (input.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
            throw new NablaFormatException(name, at, "the file ends within its header");
    }

    /// <summary>Memory grows with what really arrives: a short file cannot claim gigabytes.</summary>
    private static byte[] ReadElements(CompressedInput input, int count, string? name)
    {
        byte[] elements = new byte[Math.Min(count, BlockSize)];
        int done = 0;
        while (done < count)
        {
            if (done == elements.Length) Array.Resize(ref elements, (int)Math.Min(count, 4L * done));
            int read = input.Read(elements.AsSpan(done));
            if (read == 0) throw new NablaFormatException(name, input.Delivered, $"the file ends after {done} bytes of elements", $"{count}");
            done += read;
        }
        return elements;
    }

    private static void SwapToOrFromBigEndian(Span<byte> elements, int size)
    {
        if (!BitConverter.IsLittleEndian) return;
        switch (size)
        {
            case 2:
                Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(elements);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                Span<uint> words = MemoryMarshal.Cast<byte, uint>(elements);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 8:
                Span<ulong> longs = MemoryMarshal.Cast<byte, ulong>(elements);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
