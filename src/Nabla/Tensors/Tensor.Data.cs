using System.Runtime.InteropServices;

namespace Nabla;

public sealed partial class Tensor
{
    /// <summary>The elements, row-major, for reading and writing. Counts as a change in place.</summary>
    /// <typeparam name="T">The .NET type that matches <see cref="DType"/>.</typeparam>
    /// <exception cref="InvalidOperationException">The tensor is not contiguous, is read-only, or T is not its element type.</exception>
    [Export("Tensor.as_span")]
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        if (Storage.IsReadOnly) throw new InvalidOperationException($"This tensor of shape {Shape} is a view of read-only memory (a mapped file); clone it before writing.");
        Storage.Touch();
        return RawSpan<T>();
    }

    /// <summary>The elements, row-major, for reading.</summary>
    /// <typeparam name="T">The .NET type that matches <see cref="DType"/>.</typeparam>
    /// <exception cref="InvalidOperationException">The tensor is not contiguous, or T is not its element type.</exception>
    [Export("Tensor.as_read_only_span")]
    public ReadOnlySpan<T> AsReadOnlySpan<T>()
        where T : unmanaged => RawSpan<T>();

    /// <summary>Lends the elements, row-major, to <paramref name="fill"/>; unlike <see cref="AsSpan"/> the buffer can be pooled afterwards.</summary>
    /// <typeparam name="T">The .NET type that matches <see cref="DType"/>.</typeparam>
    /// <exception cref="InvalidOperationException">The tensor is not contiguous, is read-only, or T is not its element type.</exception>
    [Export("Tensor.write")]
    public unsafe void Write<T>(SpanAction<T> fill)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(fill);
        CheckElementType<T>();
        CheckContiguous();
        using Pinned<T> data = PinForWriting<T>();
        Storage.Touch();
        fill(new(data.Pointer, checked((int)Count)));
    }

    /// <summary>A row-major copy of the elements, from any layout.</summary>
    /// <typeparam name="T">The .NET type that matches <see cref="DType"/>.</typeparam>
    [Export("Tensor.to_array")]
    public T[] ToArray<T>()
        where T : unmanaged
    {
        CheckElementType<T>();
        T[] result = new T[checked((int)Count)];
        if (IsContiguous)
        {
            using Pinned<T> data = Pin<T>();
            unsafe
            {
                new ReadOnlySpan<T>(data.Pointer, result.Length).CopyTo(result);
            }
            return result;
        }
        using Tensor packed = EmptyLike();
        Backend.Copy(this, packed);
        return packed.ToArray<T>();
    }

    /// <summary>Copies the elements of a contiguous tensor, row-major.</summary>
    /// <typeparam name="T">The .NET type that matches <see cref="DType"/>.</typeparam>
    /// <exception cref="ArgumentException">The target is too short.</exception>
    /// <exception cref="InvalidOperationException">The tensor is not contiguous, or T is not its element type.</exception>
    [Export("Tensor.copy_to")]
    public unsafe void CopyTo<T>(Span<T> target)
        where T : unmanaged
    {
        CheckElementType<T>();
        CheckContiguous();
        using Pinned<T> data = Pin<T>();
        new ReadOnlySpan<T>(data.Pointer, checked((int)Count)).CopyTo(target);
    }

    /// <summary>The value of a tensor with exactly one element, converted to <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
    [Export("Tensor.item")]
    public T Item<T>()
        where T : unmanaged
    {
        if (Count != 1) throw new InvalidOperationException($"Item needs a tensor with one element; this one has shape {Shape}.");
        if (DTypes.Of<T>() == DType) return ReadElement<T>();
        using Tensor converted = Empty(Shape, DTypes.Of<T>(), Backend);
        Backend.Copy(this, converted);
        return converted.ReadElement<T>();
    }

    /// <summary>The value of a tensor with exactly one element, as a double.</summary>
    public double Item() => Item<double>();

    /// <summary>The raw bytes of a contiguous tensor, row-major, native byte order.</summary>
    /// <exception cref="InvalidOperationException">The tensor is not contiguous or exceeds 2 GiB.</exception>
    [Export("Tensor.as_bytes")]
    public ReadOnlySpan<byte> AsBytes()
    {
        CheckContiguous();
        int size = DType.Size();
        return Storage.Expose(Offset * size, Count * size);
    }

    internal Span<T> RawSpan<T>()
        where T : unmanaged
    {
        CheckElementType<T>();
        CheckContiguous();
        int size = DType.Size();
        return MemoryMarshal.Cast<byte, T>(Storage.Expose(Offset * size, Count * size));
    }

    private unsafe T ReadElement<T>()
        where T : unmanaged
    {
        using Pinned<T> data = Pin<T>();
        return *data.Pointer;
    }

    private void CheckElementType<T>()
        where T : unmanaged
    {
        if (DTypes.Of<T>() != DType)
            throw new InvalidOperationException($"The tensor holds {DType.Name()}, not {typeof(T).Name}; convert with To(DType.{DTypes.Of<T>()}) first.");
    }

    private void CheckContiguous()
    {
        if (!IsContiguous)
            throw new InvalidOperationException($"The tensor of shape {Shape} with strides [{string.Join(", ", StrideArray)}] is not contiguous; call Contiguous() first.");
    }
}
