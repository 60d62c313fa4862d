using System.Runtime.InteropServices;

namespace Nabla.Formats;

/// <summary>The content of an IDX file: element type, shape and elements in the machine's byte order.</summary>
[Export("formats.IdxArray")]
public sealed class IdxArray
{
    private readonly byte[] _bytes;

    /// <summary>An array of these bytes, which are not copied.</summary>
    /// <param name="type">uint8, int8, int16, int32, float32 or float64.</param>
    /// <param name="shape">Length of each axis, the last one fastest; 1 to 16 axes.</param>
    /// <param name="bytes">The elements, row-major, in the machine's byte order.</param>
    /// <exception cref="ArgumentException">IDX has no such type or shape, or the bytes do not fit them.</exception>
    public IdxArray(DType type, IReadOnlyList<int> shape, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(bytes);
        if (!IdxFile.Supports(type)) throw new ArgumentException($"IDX has no {type.Name()}; expected uint8, int8, int16, int32, float32 or float64.", nameof(type));
        if (shape.Count is 0 or > 16 || shape.Any(length => length < 0)) throw new ArgumentException($"The shape [{string.Join(", ", shape)}]; expected 1 to 16 lengths, none negative.", nameof(shape));
        Int128 expected = shape.Aggregate((Int128)type.Size(), (product, length) => Int128.Min(product * length, long.MaxValue));
        if (bytes.Length != expected) throw new ArgumentException($"{bytes.Length} bytes; {type.Name()} elements of shape [{string.Join(", ", shape)}] take {expected}.", nameof(bytes));
        Type = type;
        Shape = [.. shape];
        _bytes = bytes;
    }

    /// <summary>The element type.</summary>
    public DType Type { get; }

    /// <summary>Length of each axis.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Count => _bytes.Length / Type.Size();

    /// <summary>The elements as bytes, row-major, in the machine's byte order.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The elements.</summary>
    /// <typeparam name="T">The .NET type of <see cref="Type"/>.</typeparam>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public ReadOnlySpan<T> As<T>()
        where T : unmanaged
    {
        if (DTypes.Of<T>() != Type) throw new InvalidOperationException($"The elements are {Type.Name()}, not {typeof(T).Name}.");
        return MemoryMarshal.Cast<byte, T>(_bytes);
    }
}
