using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Nabla.Formats.Raw;

namespace Nabla.Formats.Numpy;

/// <summary>A NumPy array-protocol type such as <c>&lt;f4</c>, and how its elements become ours.</summary>
/// <param name="Descriptor">As written in the file.</param>
/// <param name="Size">Bytes of an element in the file.</param>
/// <param name="Swap">True when the elements are big-endian.</param>
/// <param name="DType">The dtype of the result.</param>
/// <param name="Widen">True for unsigned integers of 16 to 64 bits, which become the next wider signed ones (64 bits: when they fit).</param>
internal sealed record NpyType(string Descriptor, int Size, bool Swap, DType DType, bool Widen)
{
    /// <exception cref="NotSupportedException">There are no such tensors.</exception>
    public static NpyType Parse(string descriptor)
    {
        ReadOnlySpan<char> code = descriptor;
        bool swap = code.StartsWith('>');
        bool ordered = code.StartsWith('<') || swap;
        if (code.Length > 0 && code[0] is '<' or '>' or '|' or '=') code = code[1..];
        (DType type, int size, bool widen) = code switch
        {
            "b1" or "?" => (DType.Bool, 1, false),
            "u1" => (DType.UInt8, 1, false),
            "i1" => (DType.Int8, 1, false),
            "i2" => (DType.Int16, 2, false),
            "i4" => (DType.Int32, 4, false),
            "i8" => (DType.Int64, 8, false),
            "u2" => (DType.Int32, 2, true),
            "u4" => (DType.Int64, 4, true),
            "u8" => (DType.Int64, 8, true),
            "f2" => (DType.Float16, 2, false),
            "f4" => (DType.Float32, 4, false),
            "f8" => (DType.Float64, 8, false),
            "V2" when ordered => (DType.BFloat16, 2, false), // how ml_dtypes saves bfloat16
            _ => throw new NotSupportedException($"the dtype is {Quoted.Of(descriptor)}; expected b1, i1 to i8, u1 to u8, f2, f4 or f8" + (code.StartsWith('O') ? " (arrays of Python objects are not read)" : "")),
        };
        return new(descriptor, size, swap && size > 1, type, widen);
    }

    /// <summary>The descriptor an array of <paramref name="type"/> is written with. bfloat16 has none in NumPy: it is written as float32, exactly.</summary>
    public static string Name(DType type) => type switch
    {
        DType.Bool => "|b1",
        DType.UInt8 => "|u1",
        DType.Int8 => "|i1",
        DType.Int16 => "<i2",
        DType.Int32 => "<i4",
        DType.Int64 => "<i8",
        DType.Float16 => "<f2",
        DType.Float32 or DType.BFloat16 => "<f4",
        DType.Float64 => "<f8",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown dtype."),
    };

    /// <summary>The tensor of these bytes: a view of them where possible, else converted.</summary>
    /// <param name="bytes">Exactly the elements.</param>
    /// <param name="shape">Sizes.</param>
    /// <param name="fortran">True when the first index runs fastest.</param>
    /// <exception cref="ArgumentException">The shape and the bytes do not agree.</exception>
    /// <exception cref="NotSupportedException">An unsigned 64-bit value exceeds int64.</exception>
    public TensorData Decode(ByteRegion bytes, ReadOnlySpan<long> shape, bool fortran)
    {
        long count = TensorData.CountOf(shape);
        if (bytes.Length != count * Size) throw new ArgumentException($"the array has {bytes.Length} bytes; expected {count * Size} for {count} elements of {Quoted.Of(Descriptor)}");
        if (Swap) bytes = Swapped(bytes, Size);
        if (Widen) bytes = Widened(bytes, count);
        long[] strides = TensorData.RowMajor(shape);
        if (fortran)
        {
            long[] reversed = shape.ToArray();
            Array.Reverse(reversed);
            strides = TensorData.RowMajor(reversed);
            Array.Reverse(strides);
        }
        return new(DType, shape, strides, 0, bytes);
    }

    /// <summary>A copy with the bytes of every element reversed.</summary>
    internal static ByteRegion Swapped(ByteRegion bytes, int size)
    {
        ByteRegion result = ByteRegion.Allocate(bytes.Length);
        for (long at = 0; at < bytes.Length;)
        {
            int n = (int)Math.Min(bytes.Length - at, 1 << 20);
            ReadOnlySpan<byte> from = bytes.Span(at, n);
            Span<byte> to = result.Writable(at, n);
            switch (size)
            {
                case 2: BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(from), MemoryMarshal.Cast<byte, ushort>(to)); break;
                case 4: BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(from), MemoryMarshal.Cast<byte, uint>(to)); break;
                case 8: BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(from), MemoryMarshal.Cast<byte, ulong>(to)); break;
                default: from.CopyTo(to); break;
            }
            at += n;
        }
        GC.KeepAlive(bytes);
        return result;
    }

    private ByteRegion Widened(ByteRegion bytes, long count)
    {
        int wide = DType.Size();
        ByteRegion result = Size == wide ? bytes : ByteRegion.Allocate(count * wide);
        for (long i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> from = bytes.Span(i * Size, Size);
            switch (Size)
            {
                case 2: BinaryPrimitives.WriteInt32LittleEndian(result.Writable(i * 4, 4), BinaryPrimitives.ReadUInt16LittleEndian(from)); break;
                case 4: BinaryPrimitives.WriteInt64LittleEndian(result.Writable(i * 8, 8), BinaryPrimitives.ReadUInt32LittleEndian(from)); break;
                default:
                    if (BinaryPrimitives.ReadUInt64LittleEndian(from) > long.MaxValue) throw new NotSupportedException($"element {i} is {BinaryPrimitives.ReadUInt64LittleEndian(from)}, beyond int64");
                    break;
            }
        }
        GC.KeepAlive(bytes);
        return result;
    }
}
