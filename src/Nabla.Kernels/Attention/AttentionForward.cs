using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Attention;

/// <summary>
/// Forward pass, one tile of queries at a time: for each tile of keys the scores are a small product, their maxima and sums update the
/// running ones, and the sum of weighted values is rescaled when a maximum grows.
/// </summary>
internal unsafe struct AttentionForward<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const long Grain = 1 << 18;
    private const int MostQueries = 66;
    private readonly AttentionShape _shape;
    private readonly AttentionMask<T> _mask;
    private readonly T _scale;
    private readonly AttentionRows<T> _q, _k, _v, _y;
    private readonly T* _logSumExp;
    private readonly long _height, _tiles;

    public AttentionForward(
        in AttentionShape shape, in AttentionMask<T> mask, double scale, in AttentionRows<T> q, in AttentionRows<T> k, in AttentionRows<T> v, in AttentionRows<T> y, T* logSumExp)
    {
        _shape = shape;
        _mask = mask;
        _scale = MachineVector.FromDouble<T>(scale);
        _q = q;
        _k = k;
        _v = v;
        _y = y;
        _logSumExp = logSumExp;
        _height = AttentionTiles<TLanes, T>.Height(shape.Queries, MostQueries);
        _tiles = (shape.Queries + _height - 1) / _height;
    }

    /// <summary>Too few queries for packing the keys to pay: one token that asks a cache of keys, above all.</summary>
    private readonly bool Few => _shape.Queries < 4;

    /// <summary>Too few keys for packing the values to pay: their rows fit into the first-level cache wherever they lie.</summary>
    private readonly bool InPlace => Few || _shape.Keys <= 64;

    /// <summary>Runs over all heads and tiles of queries.</summary>
    public void Run()
    {
        long work = _height * (_shape.Keys + 1) * (_shape.Width + _shape.ValueWidth);
        WorkPool.For(_shape.Heads * _tiles, Math.Max(1, Grain / work), ref this);
    }

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        long keys = _shape.Keys, padded = AttentionTiles<TLanes, T>.Padded(_shape.ValueWidth), panelSpace = Few ? 0 : AttentionTiles<TLanes, T>.PanelSpace(keys, _shape.Width);
        long valueSpace = !InPlace ? AttentionTiles<TLanes, T>.RowSpace(keys, _shape.ValueWidth) : padded == _shape.ValueWidth ? 0 : keys * padded;
        using var space = new Scratch<T>(panelSpace + valueSpace + _height * (AttentionScores.Stride + padded) + 2 * AttentionScores.Stride);
        T* panels = space.Pointer, values = panels + panelSpace, output = values + valueSpace, scores = output + _height * padded, state = scores + _height * AttentionScores.Stride;
        T* v = values;
        long packed = -1, row = AttentionTiles<TLanes, T>.Panel, pitch = keys * row;
        for (long u = start; u < end; u++)
        {
            long head = u / _tiles, keyHead = head / _shape.Group;
            if (keyHead != packed)
            {
                packed = keyHead;
                if (!Few) AttentionTiles<TLanes, T>.PackPanels(_k.Of(keyHead), _k.Row, keys, _shape.Width, panels);
                if (InPlace)
                {
                    (row, pitch) = (_v.Row, AttentionTiles<TLanes, T>.Panel);
                    v = AttentionTiles<TLanes, T>.PadRows(_v.Of(keyHead), ref row, keys, _shape.ValueWidth, values);
                }
                else
                {
                    AttentionTiles<TLanes, T>.PackRows(_v.Of(keyHead), _v.Row, keys, _shape.ValueWidth, values);
                }
            }

            Tile(head, u % _tiles * _height, panels, v, row, pitch, output, padded, scores, state, state + AttentionScores.Stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Tile(long head, long query, T* panels, T* v, long vRow, long pitch, T* output, long padded, T* scores, T* max, T* sum)
    {
        long rows = Math.Min(_height, _shape.Queries - query);
        long end = _mask.Causal ? Math.Min(_shape.Keys, query + rows) : _shape.Keys;
        for (long i = 0; i < AttentionScores.Stride; i++) (max[i], sum[i]) = (T.NegativeInfinity, T.Zero);
        if (end == 0) new Span<T>(output, (int)(rows * padded)).Clear();
        T* q = _q.Of(head) + query * _q.Row;
        for (long key = 0; key < end; key += AttentionTiles<TLanes, T>.Keys)
        {
            long columns = Math.Min(AttentionTiles<TLanes, T>.Keys, end - key), lead = _mask.Causal ? key - query : -columns;
            if (Few) AttentionTiles<TLanes, T>.Dots(rows, columns, _shape.Width, _scale, q, _q.Row, _k.Of(head / _shape.Group) + key * _k.Row, _k.Row, scores, AttentionScores.Stride);
            else AttentionTiles<TLanes, T>.TimesPanels(rows, columns, lead, _shape.Width, _scale, q, _q.Row, panels + key * _shape.Width, scores);
            AttentionScores.Mask(scores, rows, columns, lead, _mask, head, query, key);
            for (long i = 0; i < rows; i++)
                Update(scores + i * AttentionScores.Stride, AttentionScores.Seen(i, lead, columns), ref max[i], ref sum[i], output + i * padded, padded);
            if (_mask.Causal) AttentionScores.Hide(scores, rows, columns, lead);
            // The sum of the weights is that of all of them: dropout comes after the softmax.
            for (long i = 0; _mask.Dropout.IsActive && i < rows; i++)
                AttentionScores.Drop(scores + i * AttentionScores.Stride, columns, _mask.Dropout, head * _shape.Queries + query + i, _shape.Keys, key);
            AttentionTiles<TLanes, T>.Product(rows, columns, lead, padded, T.One, scores, v + key * vRow, vRow, pitch, output, padded, add: key > 0);
        }

        T* y = _y.Of(head) + query * _y.Row;
        for (long i = 0; i < rows; i++) Finish(sum[i], output + i * padded, y + i * _y.Row);
        LogSums(max, sum, rows);
        Buffer.MemoryCopy(max, _logSumExp + (head * _shape.Queries) + query, rows * sizeof(T), rows * sizeof(T));
    }

    /// <summary>Turns a row of scores into weights relative to the running maximum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Update(T* row, long columns, ref T max, ref T sum, T* output, long width)
    {
        T before = max, high = AttentionScores.Max(row, columns);
        if (high > before)
        {
            max = high;
            if (before != T.NegativeInfinity)
            {
                T factor = MachineMath.ExpNonPositive(before - high);
                sum *= factor;
                for (long c = 0; c < width; c += TLanes.Count) TLanes.Store(output + c, TLanes.Load(output + c) * TLanes.Broadcast(factor));
            }
        }

        sum += AttentionScores.Exp(row, columns, max == T.NegativeInfinity ? T.Zero : max);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Finish(T sum, T* output, T* y)
    {
        T factor = sum == T.Zero ? T.Zero : T.One / sum;
        long width = _shape.ValueWidth, c = 0;
        for (; c <= width - TLanes.Count; c += TLanes.Count) TLanes.Store(y + c, TLanes.Load(output + c) * TLanes.Broadcast(factor));
        for (; c < width; c++) y[c] = output[c] * factor;
    }

    /// <summary>max + log sum in the place of max; +∞ where the sum is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LogSums(T* max, T* sum, long rows)
    {
        for (long i = 0; i < rows; i += TLanes.Count)
        {
            TLanes s = TLanes.Load(sum + i);
            TLanes value = TLanes.Load(max + i) + VectorMath.Log<TLanes, T>(s);
            TLanes.Store(max + i, TLanes.Select(TLanes.Equal(s, TLanes.Zero), TLanes.Constant(double.PositiveInfinity), value));
        }
    }
}
