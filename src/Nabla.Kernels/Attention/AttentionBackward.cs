using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Attention;

/// <summary>
/// Backward pass over tiles of scores. With heads enough for the threads, each head runs once through its tiles; otherwise one run over the
/// tiles of keys and one over the tiles of queries share the work. Every sum adds its tiles in the same order either way.
/// </summary>
/// <remarks>
/// With P the weights, M the dropout (all ones without) and δ = Σ gy ⊙ y:  ∂v = (P ⊙ M)ᵀ·gy, ∂S = P ⊙ (M ⊙ gy·vᵀ - δ), ∂q = scale·∂S·k, ∂k = scale·∂Sᵀ·q.
/// </remarks>
internal unsafe struct AttentionBackward<TLanes, T> : IRangeBody
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const long Grain = 1 << 18;
    private const long MaskRoom = 1 << 22;
    private const int MaskParts = 16;
    private readonly AttentionShape _shape;
    private readonly AttentionMask<T> _mask;
    private readonly T _scale;
    private readonly AttentionGradients<T> _on;
    private readonly long _height, _queryTiles, _keyTiles;
    private T* _delta, _maskSums;
    private long _parts, _samples, _heads;
    private Part _part;

    public AttentionBackward(in AttentionShape shape, in AttentionMask<T> mask, double scale, in AttentionGradients<T> operands)
    {
        _shape = shape;
        _mask = mask;
        _scale = MachineVector.FromDouble<T>(scale);
        _on = operands;
        _height = AttentionTiles<TLanes, T>.Height(shape.Queries, AttentionTiles<TLanes, T>.Queries);
        _queryTiles = (shape.Queries + _height - 1) / _height;
        _keyTiles = (shape.Keys + AttentionTiles<TLanes, T>.Keys - 1) / AttentionTiles<TLanes, T>.Keys;
    }

    private enum Part
    {
        Both,
        Keys,
        Queries,
        Mask,
    }

    /// <summary>Computes all gradients.</summary>
    public void Run()
    {
        using var delta = new Scratch<T>(_shape.Heads * _shape.Queries);
        _delta = delta.Pointer;
        var deltas = new DeltaBody { On = _on, Delta = _delta, Queries = _shape.Queries, Width = _shape.ValueWidth };
        WorkPool.For(_shape.Heads * _shape.Queries, Math.Max(1, 16384 / _shape.ValueWidth), ref deltas);
        if (_on.Mask.Values != null)
        {
            RunWithMask();
            return;
        }

        long heads = _shape.KeyHeads, work = _shape.Group * (_shape.Queries + 1) * (_shape.Keys + 1) * (_shape.Width + _shape.ValueWidth);
        if (heads >= WorkPool.Threads || heads * work <= Grain)
        {
            _part = Part.Both;
            WorkPool.For(heads, Math.Max(1, Grain / work), ref this);
            return;
        }

        _part = Part.Keys;
        WorkPool.For(heads * _keyTiles, 1, ref this);
        _part = Part.Queries;
        WorkPool.For(heads * _shape.Group * _queryTiles, 1, ref this);
    }

    /// <summary>The samples are cut into parts, whose number depends on the shape alone; each sums its own gradient of the mask, and these are added in order.</summary>
    private void RunWithMask()
    {
        _part = Part.Mask;
        _heads = Math.Max(1, _on.Mask.Places.HeadsPerSample);
        _samples = _shape.Heads / _heads;
        long count = _on.Mask.Count;
        _parts = Math.Max(1, Math.Min(Math.Min(MaskParts, _samples), MaskRoom / Math.Max(1, count)));
        using var sums = new Scratch<T>(_parts * count);
        _maskSums = sums.Pointer;
        for (long i = 0; i < _parts * count; i += int.MaxValue) new Span<T>(_maskSums + i, (int)Math.Min(int.MaxValue, (_parts * count) - i)).Clear();
        WorkPool.For(MaskUnits, 1, ref this);
        var total = new MaskBody { Sums = _maskSums, Parts = _parts, Count = count, Values = _on.Mask.Values };
        WorkPool.For(count, 16384, ref total);
    }

    /// <summary>Heads that share a matrix of the mask belong to one unit.</summary>
    private readonly long MaskUnits => _on.Mask.Places.HeadStride == 0 ? _parts : _parts * _heads;

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        using var workspace = new AttentionWorkspace<TLanes, T>(_shape, _height);
        if (_part == Part.Mask)
        {
            long each = MaskUnits / _parts;
            for (long u = start; u < end; u++)
            {
                long part = u / each, first = part * _samples / _parts, last = (part + 1) * _samples / _parts;
                for (long sample = first; sample < last; sample++)
                {
                    for (long h = u % each; h < _heads; h += each)
                    {
                        long head = (sample * _heads) + h;
                        workspace.Pack(head, _shape, _on);
                        Head(head, workspace, _maskSums + (part * _on.Mask.Count) + _on.Mask.Places.Offset(head));
                    }
                }
            }

            return;
        }

        long queryUnits = _shape.Group * _queryTiles;
        long packed = -1;
        for (long u = start; u < end; u++)
        {
            long head = _part switch { Part.Both => u, Part.Keys => u / _keyTiles, _ => u / queryUnits };
            if (head != packed)
            {
                workspace.Pack(head, _shape, _on);
                packed = head;
            }

            switch (_part)
            {
                case Part.Both:
                    Head(head, workspace, null);
                    break;
                case Part.Keys:
                    KeyTile(head, u % _keyTiles, workspace, null);
                    break;
                default:
                    QueryTile(head, u % queryUnits / _queryTiles, u % _queryTiles, workspace);
                    break;
            }
        }
    }

    private readonly void Head(long keyHead, in AttentionWorkspace<TLanes, T> w, T* mask)
    {
        for (long g = 0; _shape.Keys == 0 && g < _shape.Group; g++) w.ClearQueries(g, 0, _shape.Queries);
        for (long t = 0; t < _keyTiles; t++) KeyTile(keyHead, t, w, mask);
        for (long g = 0; g < _shape.Group; g++) w.CopyQueries(g, 0, _shape.Queries);
    }

    private readonly void KeyTile(long keyHead, long tile, in AttentionWorkspace<TLanes, T> w, T* mask)
    {
        long key = tile * AttentionTiles<TLanes, T>.Keys, columns = Math.Min(AttentionTiles<TLanes, T>.Keys, _shape.Keys - key);
        long first = _mask.Causal ? Math.Min(key / _height, _queryTiles) : 0;
        bool add = false;
        for (long g = 0; g < _shape.Group; g++)
        {
            for (long t = first; t < _queryTiles; t++) add |= Step(keyHead, g, t, key, columns, w, mask, add);
        }

        if (!add) w.ClearKeys(key, columns);
        w.CopyKeys(key, columns);
    }

    private readonly void QueryTile(long keyHead, long member, long tile, in AttentionWorkspace<TLanes, T> w)
    {
        long query = tile * _height, rows = Math.Min(_height, _shape.Queries - query);
        long end = _mask.Causal ? Math.Min(_shape.Keys, query + rows) : _shape.Keys;
        if (end == 0) w.ClearQueries(member, query, rows);
        for (long key = 0; key < end; key += AttentionTiles<TLanes, T>.Keys)
            Step(keyHead, member, tile, key, Math.Min(AttentionTiles<TLanes, T>.Keys, _shape.Keys - key), w, null, true);
        w.CopyQueries(member, query, rows);
    }

    /// <summary>
    /// One tile of scores: weights again, then what it adds to the gradients of its keys, values, queries and mask. False if the tile is hidden; with
    /// <paramref name="add"/> false the gradients of keys and values begin here, those of the queries with the first key.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly bool Step(long keyHead, long member, long tile, long key, long columns, in AttentionWorkspace<TLanes, T> w, T* mask, bool add)
    {
        const int Stride = AttentionScores.Stride;
        long query = tile * _height, rows = Math.Min(_height, _shape.Queries - query);
        if (_mask.Causal && query + rows <= key) return false;
        long head = keyHead * _shape.Group + member, row = head * _shape.Queries + query, lead = _mask.Causal ? key - query : -columns;
        AttentionTiles<TLanes, T>.TimesPanels(rows, columns, lead, _shape.Width, _scale, _on.Q.Of(head) + query * _on.Q.Row, _on.Q.Row, w.KeyPanels + key * _shape.Width, w.Weights);
        AttentionScores.Mask(w.Weights, rows, columns, lead, _mask, head, query, key);
        AttentionTiles<TLanes, T>.TimesPanels(rows, columns, lead, _shape.ValueWidth, T.One, _on.Gy.Of(head) + query * _on.Gy.Row, _on.Gy.Row, w.ValuePanels + key * _shape.ValueWidth, w.Slopes);
        for (long i = 0; i < rows; i++)
        {
            T* weights = w.Weights + i * Stride, slopes = w.Slopes + i * Stride;
            long seen = AttentionScores.Seen(i, lead, columns);
            AttentionScores.Exp(weights, seen, _on.LogSumExp[row + i]);
            if (_mask.Dropout.IsActive) AttentionScores.Drop(slopes, seen, _mask.Dropout, row + i, _shape.Keys, key);
            if (mask != null) AttentionScores.AddGradient(slopes, weights, seen, _delta[row + i], mask + ((query + i) * _shape.Keys) + key);
            AttentionScores.Gradient(slopes, weights, seen, _delta[row + i]);
            if (_mask.Dropout.IsActive && _part != Part.Queries) AttentionScores.Drop(weights, seen, _mask.Dropout, row + i, _shape.Keys, key);
        }

        if (_mask.Causal)
        {
            AttentionScores.Hide(w.Weights, rows, columns, lead);
            AttentionScores.Hide(w.Slopes, rows, columns, lead);
        }

        int panel = AttentionTiles<TLanes, T>.Panel;
        if (_part != Part.Queries)
        {
            T* values = w.ValueSums(key, out long valueRow);
            AttentionTiles<TLanes, T>.TransposedProduct(
                rows, columns, lead, w.ValuePadded, T.One, w.Weights, w.Upstream(member) + query * panel, panel, _shape.Queries * panel, values, valueRow, add);
            T* keys = w.KeySums(key, out long keyRow);
            AttentionTiles<TLanes, T>.TransposedProduct(rows, columns, lead, w.Padded, _scale, w.Slopes, w.Queries(member) + query * panel, panel, _shape.Queries * panel, keys, keyRow, add);
        }

        if (_part != Part.Keys)
        {
            T* queries = w.QuerySums(member, query, out long queryRow);
            AttentionTiles<TLanes, T>.Product(rows, columns, lead, w.Padded, _scale, w.Slopes, w.Keys + key * panel, panel, _shape.Keys * panel, queries, queryRow, add: key > 0);
        }

        return true;
    }

    private struct DeltaBody : IRangeBody
    {
        public AttentionGradients<T> On;
        public T* Delta;
        public long Queries, Width;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Invoke(long start, long end)
        {
            for (long r = start; r < end;)
            {
                (long head, long query) = Math.DivRem(r, Queries);
                long last = Math.Min(end, (head + 1) * Queries);
                T* g = On.Gy.Of(head) + query * On.Gy.Row, y = On.Y.Of(head) + query * On.Y.Row;
                for (; r < last; r++, g += On.Gy.Row, y += On.Y.Row)
                {
                    Vector<T> sum = default;
                    long c = 0;
                    for (; c <= Width - Vector<T>.Count; c += Vector<T>.Count) sum = MachineVector.Fma(MachineVector.Load(g + c), MachineVector.Load(y + c), sum);
                    T total = Vector.Sum(sum);
                    for (; c < Width; c++) total += g[c] * y[c];
                    Delta[r] = total;
                }
            }
        }
    }

    private struct MaskBody : IRangeBody
    {
        public T* Sums, Values;
        public long Parts, Count;

        public readonly void Invoke(long start, long end)
        {
            Buffer.MemoryCopy(Sums + start, Values + start, (end - start) * sizeof(T), (end - start) * sizeof(T));
            for (long part = 1; part < Parts; part++) MachineVector.AddTo(Values + start, Sums + (part * Count) + start, end - start);
        }
    }
}
