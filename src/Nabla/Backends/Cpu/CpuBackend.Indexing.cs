using System.Numerics;
using Nabla.Kernels.Indexing;

namespace Nabla;

public sealed unsafe partial class CpuBackend
{
    /// <inheritdoc/>
    public void Gather(Tensor x, int axis, Tensor index, Tensor y)
    {
        using Pinned<byte> px = Bytes(x), py = Bytes(y);
        using Pinned<long> pi = index.Pin<long>();
        Kernels.Indexing.Gather.Along(px.Pointer, x.Strides, x.Shape[axis], axis, pi.Pointer, index.Shape.Span, py.Pointer, x.DType.Size());
    }

    /// <inheritdoc/>
    public void Scatter(Tensor y, int axis, Tensor index, Tensor source)
    {
        using Pinned<byte> py = Bytes(y), ps = Bytes(source);
        using Pinned<long> pi = index.Pin<long>();
        Kernels.Indexing.Scatter.Set(py.Pointer, y.Strides, y.Shape[axis], axis, pi.Pointer, index.Shape.Span, ps.Pointer, source.Strides, y.DType.Size());
    }

    /// <inheritdoc/>
    public void ScatterAdd(Tensor y, int axis, Tensor index, Tensor source)
    {
        switch (y.DType)
        {
            case DType.Float32: ScatterAddOf<float>(y, axis, index, source); break;
            case DType.Float64: ScatterAddOf<double>(y, axis, index, source); break;
            case DType.Int64: ScatterAddOf<long>(y, axis, index, source); break;
            case DType.Int32: ScatterAddOf<int>(y, axis, index, source); break;
            default: throw Unsupported("scatter-add", y.DType);
        }
    }

    /// <inheritdoc/>
    public void ScatterReduce(ScatterReduction kind, Tensor y, int axis, Tensor index, Tensor source)
    {
        switch (y.DType)
        {
            case DType.Float32: ScatterReduceOf<float>(kind, y, axis, index, source); break;
            case DType.Float64: ScatterReduceOf<double>(kind, y, axis, index, source); break;
            case DType.Int64: ScatterReduceOf<long>(kind, y, axis, index, source); break;
            case DType.Int32: ScatterReduceOf<int>(kind, y, axis, index, source); break;
            case DType.Int16: ScatterReduceOf<short>(kind, y, axis, index, source); break;
            case DType.Int8: ScatterReduceOf<sbyte>(kind, y, axis, index, source); break;
            case DType.UInt8: ScatterReduceOf<byte>(kind, y, axis, index, source); break;
            case DType.Float16: ScatterReduceOf<Half>(kind, y, axis, index, source); break;
            default: throw Unsupported("scatter-reduce", y.DType);
        }
    }

    /// <inheritdoc/>
    public void IndexSelect(Tensor x, int axis, Tensor index, Tensor y)
    {
        (long outer, long n, long inner) = Around(x.Shape, axis);
        using Pinned<byte> px = Bytes(x), py = Bytes(y);
        using Pinned<long> pi = index.Pin<long>();
        RowSelect.Select(px.Pointer, outer, n, inner, pi.Pointer, index.Count, py.Pointer, x.DType.Size());
    }

    /// <inheritdoc/>
    public void IndexAdd(Tensor y, int axis, Tensor index, Tensor source)
    {
        switch (y.DType)
        {
            case DType.Float32: IndexAddOf<float>(y, axis, index, source); break;
            case DType.Float64: IndexAddOf<double>(y, axis, index, source); break;
            case DType.Int64: IndexAddOf<long>(y, axis, index, source); break;
            case DType.Int32: IndexAddOf<int>(y, axis, index, source); break;
            default: throw Unsupported("index-add", y.DType);
        }
    }

    /// <inheritdoc/>
    public void IndexCopy(Tensor y, int axis, Tensor index, Tensor source)
    {
        (long outer, long n, long inner) = Around(y.Shape, axis);
        using Pinned<byte> py = Bytes(y), ps = Bytes(source);
        using Pinned<long> pi = index.Pin<long>();
        RowSelect.Store(py.Pointer, outer, n, inner, pi.Pointer, index.Count, ps.Pointer, y.DType.Size());
    }

    /// <inheritdoc/>
    public Tensor MaskedSelect(Tensor x, Tensor mask)
    {
        using Pinned<byte> px = Bytes(x), pm = mask.Pin<byte>();
        Tensor y = Tensor.Empty([Masks.Count(pm.Pointer, mask.Count)], x.DType, this);
        using Pinned<byte> py = Bytes(y);
        Masks.Select(px.Pointer, pm.Pointer, mask.Count, py.Pointer, x.DType.Size());
        return y;
    }

    /// <inheritdoc/>
    public Tensor NonZero(Tensor mask)
    {
        using Pinned<byte> pm = mask.Pin<byte>();
        Tensor y = Tensor.Empty([Masks.Count(pm.Pointer, mask.Count), mask.Rank], DType.Int64, this);
        using Pinned<long> py = y.Pin<long>();
        if (mask.Rank > 0) Masks.NonZero(pm.Pointer, mask.Shape.Span, py.Pointer);
        return y;
    }

    /// <summary>A byte pointer to the first element, whatever the dtype.</summary>
    private static Pinned<byte> Bytes(Tensor x) => new(x.Storage, x.Offset * x.DType.Size());

    /// <summary>Extents before, at and after an axis.</summary>
    private static (long Outer, long N, long Inner) Around(Shape shape, int axis)
    {
        long outer = 1, inner = 1;
        for (int i = 0; i < axis; i++) outer *= shape[i];
        for (int i = axis + 1; i < shape.Rank; i++) inner *= shape[i];
        return (outer, shape.Rank == 0 ? 1 : shape[axis], inner);
    }

    private static void ScatterAddOf<T>(Tensor y, int axis, Tensor index, Tensor source)
        where T : unmanaged, INumber<T>
    {
        using Pinned<T> py = y.PinForWriting<T>(), ps = source.Pin<T>();
        using Pinned<long> pi = index.Pin<long>();
        Kernels.Indexing.Scatter.Add(py.Pointer, y.Strides, y.Shape[axis], axis, pi.Pointer, index.Shape.Span, ps.Pointer, source.Strides);
    }

    private static void ScatterReduceOf<T>(ScatterReduction kind, Tensor y, int axis, Tensor index, Tensor source)
        where T : unmanaged, INumber<T>
    {
        using Pinned<T> py = y.PinForWriting<T>(), ps = source.Pin<T>();
        using Pinned<long> pi = index.Pin<long>();
        ReadOnlySpan<long> shape = index.Shape.Span;
        switch (kind)
        {
            case ScatterReduction.Sum: Kernels.Indexing.Scatter.Reduce<T, ScatterAdd>(py.Pointer, y.Strides, y.Shape[axis], axis, pi.Pointer, shape, ps.Pointer, source.Strides); break;
            case ScatterReduction.Product: Kernels.Indexing.Scatter.Reduce<T, ScatterMultiply>(py.Pointer, y.Strides, y.Shape[axis], axis, pi.Pointer, shape, ps.Pointer, source.Strides); break;
            case ScatterReduction.Max: Kernels.Indexing.Scatter.Reduce<T, ScatterMax>(py.Pointer, y.Strides, y.Shape[axis], axis, pi.Pointer, shape, ps.Pointer, source.Strides); break;
            case ScatterReduction.Min: Kernels.Indexing.Scatter.Reduce<T, ScatterMin>(py.Pointer, y.Strides, y.Shape[axis], axis, pi.Pointer, shape, ps.Pointer, source.Strides); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "This reduction is not a scatter primitive.");
        }
    }

    private static void IndexAddOf<T>(Tensor y, int axis, Tensor index, Tensor source)
        where T : unmanaged, INumber<T>
    {
        (long outer, long n, long inner) = Around(y.Shape, axis);
        using Pinned<T> py = y.PinForWriting<T>(), ps = source.Pin<T>();
        using Pinned<long> pi = index.Pin<long>();
        RowSelect.Add(py.Pointer, outer, n, inner, pi.Pointer, index.Count, ps.Pointer, T.One);
    }
}
