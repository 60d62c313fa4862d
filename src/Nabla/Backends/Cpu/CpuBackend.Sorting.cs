using System.Numerics;
using Nabla.Kernels.Indexing;

namespace Nabla;

public sealed unsafe partial class CpuBackend
{
    /// <summary>A row kernel that writes positions; one for each sorting primitive, run for the element type at hand.</summary>
    private interface IRowPositions
    {
        void Run<T>(T* x, long outer, long n, long* indices)
            where T : unmanaged;
    }

    /// <inheritdoc/>
    public void ArgSort(Tensor x, bool descending, Tensor indices) => Positions(new SortRows(descending), x, indices);

    /// <inheritdoc/>
    public void ArgTopK(Tensor x, long k, bool largest, Tensor indices) => Positions(new TopRows(k, largest), x, indices);

    /// <inheritdoc/>
    public void ArgKth(Tensor x, long k, Tensor indices) => Positions(new KthRows(k), x, indices);

    /// <inheritdoc/>
    public void ArgMedian(Tensor x, bool ignoreNaN, Tensor indices) => Positions(new MedianRows(ignoreNaN), x, indices);

    /// <inheritdoc/>
    public (Tensor Values, Tensor Inverse, Tensor Counts) Unique(Tensor x, bool consecutive)
    {
        switch (x.DType)
        {
            case DType.Float32: return UniqueOf<float>(x, consecutive);
            case DType.Float64: return UniqueOf<double>(x, consecutive);
            case DType.Float16: return UniqueOf<Half>(x, consecutive);
            case DType.Int64: return UniqueOf<long>(x, consecutive);
            case DType.Int32: return UniqueOf<int>(x, consecutive);
            case DType.Int16: return UniqueOf<short>(x, consecutive);
            case DType.Int8: return UniqueOf<sbyte>(x, consecutive);
            case DType.UInt8 or DType.Bool: return UniqueOf<byte>(x, consecutive);
            default:
                using (Tensor wide = Widen(x))
                {
                    (Tensor values, Tensor inverse, Tensor counts) = UniqueOf<float>(wide, consecutive);
                    Tensor narrow = Tensor.Empty(values.Shape, x.DType, this);
                    Copy(values, narrow);
                    values.Dispose();
                    return (narrow, inverse, counts);
                }
        }
    }

    /// <inheritdoc/>
    public void SearchSorted(Tensor sorted, Tensor values, bool right, Tensor places)
    {
        switch (values.DType)
        {
            case DType.Float32: SearchOf<float>(sorted, values, right, places); break;
            case DType.Float64: SearchOf<double>(sorted, values, right, places); break;
            case DType.Int64: SearchOf<long>(sorted, values, right, places); break;
            case DType.Int32: SearchOf<int>(sorted, values, right, places); break;
            case DType.Int16: SearchOf<short>(sorted, values, right, places); break;
            case DType.Int8: SearchOf<sbyte>(sorted, values, right, places); break;
            case DType.UInt8 or DType.Bool: SearchOf<byte>(sorted, values, right, places); break;
            default:
                using (Tensor wideSorted = Widen(sorted))
                using (Tensor wideValues = Widen(values)) SearchOf<float>(wideSorted, wideValues, right, places);
                break;
        }
    }

    private void Positions<TRows>(TRows rows, Tensor x, Tensor indices)
        where TRows : struct, IRowPositions
    {
        long n = x.Rank == 0 ? 1 : x.Shape[^1];
        if (x.Count == 0 || indices.Count == 0) return;
        using Tensor source = x.DType == DType.BFloat16 ? Widen(x) : x.Alias();
        using Pinned<byte> px = Bytes(source);
        using Pinned<long> pi = indices.Pin<long>();
        long outer = x.Count / n;
        switch (source.DType)
        {
            case DType.Float32: rows.Run((float*)px.Pointer, outer, n, pi.Pointer); break;
            case DType.Float64: rows.Run((double*)px.Pointer, outer, n, pi.Pointer); break;
            case DType.Float16: rows.Run((Half*)px.Pointer, outer, n, pi.Pointer); break;
            case DType.Int64: rows.Run((long*)px.Pointer, outer, n, pi.Pointer); break;
            case DType.Int32: rows.Run((int*)px.Pointer, outer, n, pi.Pointer); break;
            case DType.Int16: rows.Run((short*)px.Pointer, outer, n, pi.Pointer); break;
            case DType.Int8: rows.Run((sbyte*)px.Pointer, outer, n, pi.Pointer); break;
            default: rows.Run(px.Pointer, outer, n, pi.Pointer); break;
        }
    }

    private (Tensor Values, Tensor Inverse, Tensor Counts) UniqueOf<T>(Tensor x, bool consecutive)
        where T : unmanaged
    {
        using Tensor values = Tensor.Empty(x.Shape, x.DType, this).Persist();
        using Tensor counts = Tensor.Empty(x.Shape, DType.Int64, this).Persist();
        Tensor inverse = Tensor.Empty(x.Shape, DType.Int64, this);
        using Pinned<T> px = x.Pin<T>(), pv = values.Pin<T>();
        using Pinned<long> pi = inverse.Pin<long>(), pc = counts.Pin<long>();
        long found = x.Count == 0 ? 0
            : consecutive ? UniqueValues.Consecutive(px.Pointer, x.Count, pv.Pointer, pi.Pointer, pc.Pointer)
            : UniqueValues.Sorted(px.Pointer, x.Count, pv.Pointer, pi.Pointer, pc.Pointer);
        return (Head(values, found), inverse, Head(counts, found));
    }

    /// <summary>A copy of the first elements, so that the longer buffer can go.</summary>
    private Tensor Head(Tensor x, long count)
    {
        Tensor y = Tensor.Empty([count], x.DType, this);
        using Tensor head = x.View([count], [1], x.Offset);
        Copy(head, y);
        return y;
    }

    private static void SearchOf<T>(Tensor sorted, Tensor values, bool right, Tensor places)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        bool shared = sorted.Rank == 1;
        long m = shared ? values.Count : values.Shape[^1];
        if (values.Count == 0) return;
        using Pinned<T> ps = sorted.Pin<T>(), pv = values.Pin<T>();
        using Pinned<long> pp = places.Pin<long>();
        Kernels.Indexing.SearchSorted.Run(ps.Pointer, sorted.Shape[^1], shared, pv.Pointer, values.Count / m, m, right, pp.Pointer);
    }

    private readonly struct SortRows(bool descending) : IRowPositions
    {
        public void Run<T>(T* x, long outer, long n, long* indices)
            where T : unmanaged => RowSort.Sort(x, outer, n, descending, indices);
    }

    private readonly struct TopRows(long k, bool largest) : IRowPositions
    {
        public void Run<T>(T* x, long outer, long n, long* indices)
            where T : unmanaged => RowSort.TopK(x, outer, n, k, largest, indices);
    }

    private readonly struct KthRows(long k) : IRowPositions
    {
        public void Run<T>(T* x, long outer, long n, long* indices)
            where T : unmanaged => RowSelection.KthValue(x, outer, n, k, indices);
    }

    private readonly struct MedianRows(bool ignoreNaN) : IRowPositions
    {
        public void Run<T>(T* x, long outer, long n, long* indices)
            where T : unmanaged => RowSelection.Median(x, outer, n, ignoreNaN, indices);
    }
}
