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
    private readonly long _queries, _width, _valueWidth;
    private readonly T* _queryCopy, _keyCopy, _upstreamCopy, _sumCopy;
    private AttentionGradients<T> _on;
    private readonly long _group;
    private long _head;

    /// <summary>Takes the memory.</summary>
    public AttentionWorkspace(in AttentionShape shape)
    {
        (_queries, _width, _valueWidth, _group) = (shape.Queries, shape.Width, shape.ValueWidth, shape.Group);
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

    public T* Keys { get; private set; }

    public long KeyRow { get; private set; }

    public long QueryRow { get; private set; }

    public readonly long QuerySumRow => Copies ? Padded : _on.Gq.Row;

    public long UpstreamRow { get; private set; }

    private readonly bool Copies => Padded != _width;

    /// <summary>Queries of a member of the group in whole vectors.</summary>
    public readonly T* Queries(long member, long query) => (Copies ? _queryCopy + (member * _queries * Padded) : _on.Q.Of((_head * _group) + member)) + (query * QueryRow);

    /// <summary>Upstream gradients of a member of the group in whole vectors.</summary>
    public readonly T* Upstream(long member, long query) =>
        (ValuePadded != _valueWidth ? _upstreamCopy + (member * _queries * ValuePadded) : _on.Gy.Of((_head * _group) + member)) + (query * UpstreamRow);

    /// <summary>Gradients of the queries of a member of the group in whole vectors.</summary>
    public readonly T* QuerySums(long member, long query) => (Copies ? _sumCopy + (member * _queries * Padded) : _on.Gq.Of((_head * _group) + member)) + (query * QuerySumRow);

    /// <summary>Prepares a head of keys and the query heads that share it.</summary>
    public void Pack(long head, in AttentionShape shape, in AttentionGradients<T> on)
    {
        (_head, _on) = (head, on);
        T* k = on.K.Of(head);
        AttentionTiles<TLanes, T>.PackPanels(k, on.K.Row, shape.Keys, _width, KeyPanels);
        AttentionTiles<TLanes, T>.PackPanels(on.V.Of(head), on.V.Row, shape.Keys, _valueWidth, ValuePanels);
        (KeyRow, QueryRow, UpstreamRow) = (on.K.Row, on.Q.Row, on.Gy.Row);
        long row = KeyRow;
        Keys = AttentionTiles<TLanes, T>.PadRows(k, ref row, shape.Keys, _width, _keyCopy);
        KeyRow = row;
        for (long g = 0; g < _group; g++)
        {
            row = on.Q.Row;
            AttentionTiles<TLanes, T>.PadRows(on.Q.Of((head * _group) + g), ref row, _queries, _width, _queryCopy + (g * _queries * Padded));
            QueryRow = row;
            row = on.Gy.Row;
            AttentionTiles<TLanes, T>.PadRows(on.Gy.Of((head * _group) + g), ref row, _queries, _valueWidth, _upstreamCopy + (g * _queries * ValuePadded));
            UpstreamRow = row;
        }
    }

    /// <summary>Clears the gradients of some queries of a member of the group.</summary>
    public readonly void ClearQueries(long member, long first, long count)
    {
        for (long r = 0; r < count; r++) new Span<T>(QuerySums(member, first + r), (int)Padded).Clear();
    }

    /// <summary>Clears the gradients of a tile of keys and values.</summary>
    public readonly void ClearKeys(long count)
    {
        new Span<T>(KeySums, (int)(count * Padded)).Clear();
        new Span<T>(ValueSums, (int)(count * ValuePadded)).Clear();
    }

    /// <summary>Hands out the gradients of some queries of a member of the group.</summary>
    public readonly void CopyQueries(long member, long first, long count)
    {
        if (Copies) Copy(QuerySums(member, first), Padded, count, _width, _on.Gq.Of((_head * _group) + member) + (first * _on.Gq.Row), _on.Gq.Row);
    }

    /// <summary>Hands out the gradients of a tile of keys and values.</summary>
    public readonly void CopyKeys(long first, long count)
    {
        Copy(KeySums, Padded, count, _width, _on.Gk.Of(_head) + (first * _on.Gk.Row), _on.Gk.Row);
        Copy(ValueSums, ValuePadded, count, _valueWidth, _on.Gv.Of(_head) + (first * _on.Gv.Row), _on.Gv.Row);
    }

    /// <inheritdoc/>
    public readonly void Dispose() => _space.Dispose();

    private static T* Take(ref T* p, long count)
    {
        T* taken = p;
        p += count;
        return taken;
    }

    private static void Copy(T* source, long stride, long rows, long width, T* target, long targetStride)
    {
        for (long r = 0; r < rows; r++)
            Buffer.MemoryCopy(source + r * stride, target + r * targetStride, width * sizeof(T), width * sizeof(T));
    }
}
