using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Formats.Raw;

/// <summary>A tensor as it lies in a file: element type, shape, strides and the bytes behind it, checked but not interpreted.</summary>
/// <remarks>
/// The view is proven to stay inside <see cref="Storage"/> when it is made, so readers of untrusted files need no further checks.
/// Elements are little-endian. Several tensors may share one storage (tied weights).
/// </remarks>
[Export("formats.raw.TensorData")]
public sealed class TensorData
{
    /// <summary>The largest number of dimensions accepted.</summary>
    [Export("formats.raw.TensorData.max_rank")]
    public const int MaxRank = 64;

    private readonly long[] _shape;
    private readonly long[] _strides;

    /// <summary>A strided view of <paramref name="storage"/>.</summary>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Sizes, at most <see cref="MaxRank"/>.</param>
    /// <param name="strides">Steps in elements, one per size, not negative.</param>
    /// <param name="offset">First element.</param>
    /// <param name="storage">The bytes.</param>
    /// <exception cref="ArgumentException">A size is negative, the sizes overflow, or the view reaches outside the storage.</exception>
    public TensorData(DType type, ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, long offset, ByteRegion storage)
    {
        if (shape.Length != strides.Length) throw new ArgumentException($"{shape.Length} sizes but {strides.Length} strides.", nameof(strides));
        DType = type;
        _shape = shape.ToArray();
        _strides = strides.ToArray();
        Offset = offset;
        Storage = storage;
        Count = CountOf(shape);
        long capacity = storage.Length / type.Size();
        if (offset < 0 || offset > capacity) throw new ArgumentException($"The view begins at element {offset}, the storage has {capacity}.", nameof(offset));
        Extent = 0;
        if (Count == 0) return;
        Int128 last = offset;
        for (int i = 0; i < shape.Length; i++)
        {
            if (strides[i] < 0) throw new ArgumentException($"Stride {strides[i]} of axis {i} is negative.", nameof(strides));
            last += (Int128)(shape[i] - 1) * strides[i];
        }
        if (last >= capacity) throw new ArgumentException($"The view reaches element {last}, the storage has {capacity}.", nameof(shape));
        Extent = (long)last + 1 - offset;
    }

    /// <summary>Element type.</summary>
    public DType DType { get; }

    /// <summary>Sizes; empty for a scalar.</summary>
    public ReadOnlySpan<long> Shape => _shape;

    /// <summary>Steps in elements, one per size; 0 repeats an element.</summary>
    public ReadOnlySpan<long> Strides => _strides;

    /// <summary>First element of the view within <see cref="Storage"/>.</summary>
    public long Offset { get; }

    /// <summary>The bytes, shared by every tensor that views them.</summary>
    public ByteRegion Storage { get; }

    /// <summary>Number of elements.</summary>
    public long Count { get; }

    /// <summary>True when the tensor was stored as a parameter, or as one that requires a gradient.</summary>
    public bool RequiresGrad { get; init; }

    /// <summary>True when the elements lie densely in row-major order.</summary>
    public bool IsContiguous
    {
        get
        {
            long expected = 1;
            for (int i = _shape.Length - 1; i >= 0; i--)
            {
                if (_shape[i] != 1 && _strides[i] != expected && Count > 0) return false;
                expected *= Math.Max(_shape[i], 1);
            }
            return true;
        }
    }

    /// <summary>Elements from the first to the last one viewed, gaps included.</summary>
    internal long Extent { get; }

    /// <summary>A dense row-major tensor at the start of <paramref name="storage"/>.</summary>
    /// <exception cref="ArgumentException">The storage is too small, or a size is negative.</exception>
    [Export("formats.raw.TensorData.dense")]
    public static TensorData Dense(DType type, ReadOnlySpan<long> shape, ByteRegion storage)
    {
        CountOf(shape);
        return new(type, shape, RowMajor(shape), 0, storage);
    }

    /// <summary>Copies <paramref name="values"/>, in row-major order, into a tensor of its own.</summary>
    /// <exception cref="ArgumentException">The number of values does not fit the shape.</exception>
    /// <exception cref="NotSupportedException">No dtype has such elements.</exception>
    [Export("formats.raw.TensorData.of")]
    public static TensorData Of<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        if (CountOf(shape) != values.Length) throw new ArgumentException($"{values.Length} values do not fill shape [{string.Join(", ", shape.ToArray())}].", nameof(values));
        return Dense(DTypes.Of<T>(), shape, ByteRegion.CopyOf(MemoryMarshal.AsBytes(values)));
    }

    /// <summary>The elements in row-major order.</summary>
    /// <exception cref="InvalidOperationException">The dtype has other elements, or there are too many for one array.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        if (DTypes.Of<T>() != DType) throw new InvalidOperationException($"The tensor holds {DType.Name()}, not {DTypes.Of<T>().Name()}.");
        if (Count * Unsafe.SizeOf<T>() > Array.MaxLength) throw new InvalidOperationException($"{Count} elements do not fit one array.");
        var values = new T[Count];
        Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan());
        var rows = new StridedReader(this);
        while (bytes.Length > 0) bytes = bytes[rows.Read(bytes)..];
        return values;
    }

    /// <summary>Writes the elements in row-major order, little-endian.</summary>
    public void WriteTo(Stream stream)
    {
        if (IsContiguous)
        {
            WriteRange(stream, Offset, Count);
            return;
        }
        byte[] buffer = new byte[(int)Math.Min(1 << 16, Count * DType.Size())];
        var rows = new StridedReader(this);
        for (int n; (n = rows.Read(buffer)) > 0;) stream.Write(buffer, 0, n);
    }

    /// <summary>Writes elements of the storage as they lie, gaps included.</summary>
    internal void WriteRange(Stream stream, long first, long count)
    {
        int size = DType.Size();
        for (long at = first * size, end = (first + count) * size; at < end;)
        {
            int n = (int)Math.Min(end - at, 1 << 22);
            stream.Write(Storage.Span(at, n));
            at += n;
        }
        GC.KeepAlive(Storage);
    }

    /// <summary>The product of the sizes, refusing negative sizes and overflow (zero sizes count as one for the latter).</summary>
    internal static long CountOf(ReadOnlySpan<long> shape)
    {
        if (shape.Length > MaxRank) throw new ArgumentException($"{shape.Length} dimensions; at most {MaxRank} are supported.", nameof(shape));
        long span = 1;
        bool empty = false;
        foreach (long size in shape)
        {
            if (size < 0) throw new ArgumentException($"Size {size} is negative.", nameof(shape));
            empty |= size == 0;
            if (span > long.MaxValue / 16 / Math.Max(size, 1)) throw new ArgumentException($"The sizes [{string.Join(", ", shape.ToArray())}] overflow.", nameof(shape));
            span *= Math.Max(size, 1);
        }
        return empty ? 0 : span;
    }

    /// <summary>Row-major strides of a shape that <see cref="CountOf"/> accepted.</summary>
    internal static long[] RowMajor(ReadOnlySpan<long> shape)
    {
        var strides = new long[shape.Length];
        long step = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= Math.Max(shape[i], 1);
        }
        return strides;
    }
}
