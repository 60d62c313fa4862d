using System.Numerics;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Attention;

/// <summary>What one thread needs to run backward through a head of keys: panels, rows in whole vectors, tiles and sums.</summary>
internal unsafe struct AttentionWorkspace<TLanes, T> : IDisposable
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Scratch<T> _space;
    private readonly long _width, _valueWidth;
    private readonly T* _queryCopy, _keyCopy, _upstreamCopy, _sumCopy;
    private T* _gq;

    /// <summary>Takes the memory.</summary>
    public AttentionWorkspace(in AttentionShape shape)
    {
        (_width, _valueWidth) = (shape.Width, shape.ValueWidth);
        Padded = AttentionTiles<TLanes, T>.Padded(shape.Width);
        ValuePadded = AttentionTiles<TLanes, T>.Padded(shape.ValueWidth);
        const long Tile = AttentionTiles<TLanes, T>.Queries * AttentionScores.Stride;
        long queries = shape.Group * shape.Queries, copies = Padded == _width ? 0 : Padded, valueCopies = ValuePadded == _valueWidth ? 0 : ValuePadded;
        long keyPanels = AttentionTiles<TLanes, T>.PanelSpace(shape.Keys, _width), valuePanels = AttentionTiles<TLanes, T>.PanelSpace(shape.Keys, _valueWidth);
        _space = new Scratch<T>(keyPanels + valuePanels + 2 * Tile + AttentionTiles<TLanes, T>.Keys * (Padded + ValuePadded) + copies * (2 * queries + shape.Keys) + valueCopies * queries);
        T* p = _space.Pointer;
        KeyPanels = Take(ref p, keyPanels);
        ValuePanels = Take(ref p, valuePanels);
        Weights = Take(ref p, Tile);
        Slopes = Take(ref p, Tile);
        KeySums = Take(ref p, AttentionTiles<TLanes, T>.Keys * Padded);
        ValueSums = Take(ref p, AttentionTiles<TLanes, T>.Keys * ValuePadded);
        _queryCopy = Take(ref p, copies * queries);
        _sumCopy = Take(ref p, copies * queries);
        _keyCopy = Take(ref p, copies * shape.Keys);
        _upstreamCopy = Take(ref p, valueCopies * queries);
    }

    /// <summary>Row lengths in whole vectors.</summary>
    public long Padded { get; }

    /// <summary>Row lengths of values in whole vectors.</summary>
    public long ValuePadded { get; }

    public T* KeyPanels { get; }

    public T* ValuePanels { get; }

    public T* Weights { get; }

    public T* Slopes { get; }

    public T* KeySums { get; }

    public T* ValueSums { get; }

    public T* Queries { get; private set; }

    public T* Keys { get; private set; }

    public T* Upstream { get; private set; }

    public T* QuerySums { get; private set; }

    /// <summary>Prepares a head of keys and the query heads that share it.</summary>
    public void Pack(long head, in AttentionShape shape, in AttentionGradients<T> on)
    {
        long queries = shape.Group * shape.Queries;
        T* k = on.K + head * shape.Keys * _width;
        AttentionTiles<TLanes, T>.PackPanels(k, shape.Keys, _width, KeyPanels);
        AttentionTiles<TLanes, T>.PackPanels(on.V + head * shape.Keys * _valueWidth, shape.Keys, _valueWidth, ValuePanels);
        Keys = AttentionTiles<TLanes, T>.PadRows(k, shape.Keys, _width, _keyCopy);
        Queries = AttentionTiles<TLanes, T>.PadRows(on.Q + head * queries * _width, queries, _width, _queryCopy);
        Upstream = AttentionTiles<TLanes, T>.PadRows(on.Gy + head * queries * _valueWidth, queries, _valueWidth, _upstreamCopy);
        _gq = on.Gq + head * queries * _width;
        QuerySums = Padded == _width ? _gq : _sumCopy;
    }

    /// <summary>Clears the gradients of some queries.</summary>
    public readonly void ClearQueries(long first, long count) => Clear(QuerySums + first * Padded, count * Padded);

    /// <summary>Clears the gradients of a tile of keys and values.</summary>
    public readonly void ClearKeys(long count)
    {
        Clear(KeySums, count * Padded);
        Clear(ValueSums, count * ValuePadded);
    }

    /// <summary>Hands out the gradients of some queries.</summary>
    public readonly void CopyQueries(long first, long count)
    {
        if (QuerySums != _gq) Copy(QuerySums + first * Padded, Padded, count, _width, _gq + first * _width);
    }

    /// <summary>Hands out the gradients of a tile of keys and values.</summary>
    public readonly void CopyKeys(long first, long count, T* gk, T* gv)
    {
        Copy(KeySums, Padded, count, _width, gk + first * _width);
        Copy(ValueSums, ValuePadded, count, _valueWidth, gv + first * _valueWidth);
    }

    /// <inheritdoc/>
    public readonly void Dispose() => _space.Dispose();

    private static T* Take(ref T* p, long count)
    {
        T* taken = p;
        p += count;
        return taken;
    }

    private static void Clear(T* values, long count)
    {
        for (long i = 0; i < count; i += int.MaxValue) new Span<T>(values + i, (int)Math.Min(int.MaxValue, count - i)).Clear();
    }

    private static void Copy(T* source, long stride, long rows, long width, T* target)
    {
        for (long r = 0; r < rows; r++)
            Buffer.MemoryCopy(source + r * stride, target + r * width, width * sizeof(T), width * sizeof(T));
    }
}
