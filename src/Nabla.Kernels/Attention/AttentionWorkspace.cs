using System.Numerics;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Attention;

/// <summary>What one thread needs to run backward through a head of keys: panels, tiles, and sums where rows are not whole vectors.</summary>
internal unsafe struct AttentionWorkspace<TLanes, T> : IDisposable
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Scratch<T> _space;
    private readonly long _queries, _width, _valueWidth, _group, _querySpace, _upstreamSpace;
    private readonly T* _queryPanels, _upstreamPanels, _keySums, _valueSums, _querySums;
    private AttentionGradients<T> _on;
    private long _head;

    /// <summary>Takes the memory.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="height">Queries of a tile.</param>
    public AttentionWorkspace(in AttentionShape shape, long height)
    {
        (_queries, _width, _valueWidth, _group) = (shape.Queries, shape.Width, shape.ValueWidth, shape.Group);
        Padded = AttentionTiles<TLanes, T>.Padded(_width);
        ValuePadded = AttentionTiles<TLanes, T>.Padded(_valueWidth);
        long keyPanels = AttentionTiles<TLanes, T>.PanelSpace(shape.Keys, _width), valuePanels = AttentionTiles<TLanes, T>.PanelSpace(shape.Keys, _valueWidth);
        long keys = AttentionTiles<TLanes, T>.RowSpace(shape.Keys, _width), tile = height * AttentionScores.Stride;
        _querySpace = AttentionTiles<TLanes, T>.RowSpace(_queries, _width);
        _upstreamSpace = AttentionTiles<TLanes, T>.RowSpace(_queries, _valueWidth);
        long keySums = Copies ? AttentionTiles<TLanes, T>.Keys * Padded : 0, valueSums = CopiesValues ? AttentionTiles<TLanes, T>.Keys * ValuePadded : 0;
        long querySums = Copies ? _group * _queries * Padded : 0;
        _space = new Scratch<T>(keyPanels + valuePanels + keys + (_group * (_querySpace + _upstreamSpace)) + (2 * tile) + keySums + valueSums + querySums);
        T* p = _space.Pointer;
        KeyPanels = Take(ref p, keyPanels);
        ValuePanels = Take(ref p, valuePanels);
        Keys = Take(ref p, keys);
        _queryPanels = Take(ref p, _group * _querySpace);
        _upstreamPanels = Take(ref p, _group * _upstreamSpace);
        Weights = Take(ref p, tile);
        Slopes = Take(ref p, tile);
        _keySums = Take(ref p, keySums);
        _valueSums = Take(ref p, valueSums);
        _querySums = Take(ref p, querySums);
    }

    /// <summary>Row lengths in whole vectors.</summary>
    public long Padded { get; }

    /// <summary>Row lengths of values in whole vectors.</summary>
    public long ValuePadded { get; }

    /// <summary>Keys, transposed.</summary>
    public T* KeyPanels { get; }

    /// <summary>Values, transposed.</summary>
    public T* ValuePanels { get; }

    /// <summary>Panels of the rows of keys.</summary>
    public T* Keys { get; }

    /// <summary>A tile of weights.</summary>
    public T* Weights { get; }

    /// <summary>A tile of their gradients.</summary>
    public T* Slopes { get; }

    private readonly bool Copies => Padded != _width;

    private readonly bool CopiesValues => ValuePadded != _valueWidth;

    /// <summary>Panels of the queries of a member of the group.</summary>
    public readonly T* Queries(long member) => _queryPanels + (member * _querySpace);

    /// <summary>Panels of the upstream gradients of a member of the group.</summary>
    public readonly T* Upstream(long member) => _upstreamPanels + (member * _upstreamSpace);

    /// <summary>Where the gradients of the keys from <paramref name="key"/> on are summed, in rows of whole vectors, and how far the rows lie apart.</summary>
    public readonly T* KeySums(long key, out long row)
    {
        row = Copies ? Padded : _on.Gk.Row;
        return Copies ? _keySums : _on.Gk.Of(_head) + (key * row);
    }

    /// <summary>The same for the values.</summary>
    public readonly T* ValueSums(long key, out long row)
    {
        row = CopiesValues ? ValuePadded : _on.Gv.Row;
        return CopiesValues ? _valueSums : _on.Gv.Of(_head) + (key * row);
    }

    /// <summary>The same for the queries of a member of the group.</summary>
    public readonly T* QuerySums(long member, long query, out long row)
    {
        row = Copies ? Padded : _on.Gq.Row;
        return (Copies ? _querySums + (member * _queries * Padded) : _on.Gq.Of((_head * _group) + member)) + (query * row);
    }

    /// <summary>Prepares a head of keys and the query heads that share it.</summary>
    public void Pack(long head, in AttentionShape shape, in AttentionGradients<T> on)
    {
        (_head, _on) = (head, on);
        AttentionTiles<TLanes, T>.PackPanels(on.K.Of(head), on.K.Row, shape.Keys, _width, KeyPanels);
        AttentionTiles<TLanes, T>.PackPanels(on.V.Of(head), on.V.Row, shape.Keys, _valueWidth, ValuePanels);
        AttentionTiles<TLanes, T>.PackRows(on.K.Of(head), on.K.Row, shape.Keys, _width, Keys);
        for (long g = 0; g < _group; g++)
        {
            AttentionTiles<TLanes, T>.PackRows(on.Q.Of((head * _group) + g), on.Q.Row, _queries, _width, Queries(g));
            AttentionTiles<TLanes, T>.PackRows(on.Gy.Of((head * _group) + g), on.Gy.Row, _queries, _valueWidth, Upstream(g));
        }
    }

    /// <summary>Clears the gradients of some queries of a member of the group.</summary>
    public readonly void ClearQueries(long member, long first, long count)
    {
        T* rows = QuerySums(member, first, out long row);
        Clear(rows, row, count, Padded);
    }

    /// <summary>Clears the gradients of a tile of keys and values.</summary>
    public readonly void ClearKeys(long first, long count)
    {
        T* keys = KeySums(first, out long row);
        Clear(keys, row, count, Padded);
        T* values = ValueSums(first, out row);
        Clear(values, row, count, ValuePadded);
    }

    /// <summary>Hands out the gradients of some queries of a member of the group.</summary>
    public readonly void CopyQueries(long member, long first, long count)
    {
        if (Copies) Copy(QuerySums(member, first, out _), Padded, count, _width, _on.Gq.Of((_head * _group) + member) + (first * _on.Gq.Row), _on.Gq.Row);
    }

    /// <summary>Hands out the gradients of a tile of keys and values.</summary>
    public readonly void CopyKeys(long first, long count)
    {
        if (Copies) Copy(_keySums, Padded, count, _width, _on.Gk.Of(_head) + (first * _on.Gk.Row), _on.Gk.Row);
        if (CopiesValues) Copy(_valueSums, ValuePadded, count, _valueWidth, _on.Gv.Of(_head) + (first * _on.Gv.Row), _on.Gv.Row);
    }

    /// <inheritdoc/>
    public readonly void Dispose() => _space.Dispose();

    private static T* Take(ref T* p, long count)
    {
        T* taken = p;
        p += count;
        return taken;
    }

    private static void Clear(T* rows, long row, long count, long width)
    {
        for (long r = 0; r < count; r++) new Span<T>(rows + (r * row), (int)width).Clear();
    }

    private static void Copy(T* source, long stride, long rows, long width, T* target, long targetStride)
    {
        for (long r = 0; r < rows; r++)
            Buffer.MemoryCopy(source + (r * stride), target + (r * targetStride), width * sizeof(T), width * sizeof(T));
    }
}
