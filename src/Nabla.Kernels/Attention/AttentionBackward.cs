using System.Numerics;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Attention;

/// <summary>Operands of the backward pass.</summary>
internal unsafe struct AttentionGradients<T> where T : unmanaged
{
    public T* Q, K, V, Y, LogSumExp, Gy, Gq, Gk, Gv;
}

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
    private readonly AttentionShape _shape;
    private readonly AttentionMask<T> _mask;
    private readonly T _scale;
    private readonly AttentionGradients<T> _on;
    private readonly long _queryTiles, _keyTiles;
    private T* _delta;
    private Part _part;

    public AttentionBackward(in AttentionShape shape, in AttentionMask<T> mask, double scale, in AttentionGradients<T> operands)
    {
        _shape = shape;
        _mask = mask;
        _scale = MachineVector.FromDouble<T>(scale);
        _on = operands;
        _queryTiles = (shape.Queries + AttentionTiles<TLanes, T>.Queries - 1) / AttentionTiles<TLanes, T>.Queries;
        _keyTiles = (shape.Keys + AttentionTiles<TLanes, T>.Keys - 1) / AttentionTiles<TLanes, T>.Keys;
    }

    private enum Part
    {
        Both,
        Keys,
        Queries,
    }

    /// <summary>Computes all gradients.</summary>
    public void Run()
    {
        using var delta = new Scratch<T>(_shape.Heads * _shape.Queries);
        _delta = delta.Pointer;
        var deltas = new DeltaBody { On = _on, Delta = _delta, Width = _shape.ValueWidth };
        WorkPool.For(_shape.Heads * _shape.Queries, Math.Max(1, 16384 / _shape.ValueWidth), ref deltas);
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

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        using var workspace = new AttentionWorkspace<TLanes, T>(_shape);
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
                    workspace.ClearQueries(0, _shape.Group * _shape.Queries);
                    for (long t = 0; t < _keyTiles; t++) KeyTile(head, t, workspace);
                    workspace.CopyQueries(0, _shape.Group * _shape.Queries);
                    break;
                case Part.Keys:
                    KeyTile(head, u % _keyTiles, workspace);
                    break;
                default:
                    QueryTile(head, u % queryUnits / _queryTiles, u % _queryTiles, workspace);
                    break;
            }
        }
    }

    private readonly void KeyTile(long keyHead, long tile, in AttentionWorkspace<TLanes, T> w)
    {
        long key = tile * AttentionTiles<TLanes, T>.Keys, columns = Math.Min(AttentionTiles<TLanes, T>.Keys, _shape.Keys - key);
        w.ClearKeys(columns);
        long first = _mask.Causal ? key / AttentionTiles<TLanes, T>.Queries : 0;
        for (long g = 0; g < _shape.Group; g++)
        {
            for (long t = first; t < _queryTiles; t++) Step(keyHead, g, t, key, columns, w);
        }

        w.CopyKeys(key, columns, _on.Gk + keyHead * _shape.Keys * _shape.Width, _on.Gv + keyHead * _shape.Keys * _shape.ValueWidth);
    }

    private readonly void QueryTile(long keyHead, long member, long tile, in AttentionWorkspace<TLanes, T> w)
    {
        long query = tile * AttentionTiles<TLanes, T>.Queries, rows = Math.Min(AttentionTiles<TLanes, T>.Queries, _shape.Queries - query);
        long end = _mask.Causal ? Math.Min(_shape.Keys, query + rows) : _shape.Keys;
        w.ClearQueries(member * _shape.Queries + query, rows);
        for (long key = 0; key < end; key += AttentionTiles<TLanes, T>.Keys)
            Step(keyHead, member, tile, key, Math.Min(AttentionTiles<TLanes, T>.Keys, _shape.Keys - key), w);
        w.CopyQueries(member * _shape.Queries + query, rows);
    }

    /// <summary>One tile of scores: weights again, then what it adds to the gradients of its keys, values and queries.</summary>
    private readonly void Step(long keyHead, long member, long tile, long key, long columns, in AttentionWorkspace<TLanes, T> w)
    {
        const int Stride = AttentionScores.Stride;
        long query = tile * AttentionTiles<TLanes, T>.Queries, rows = Math.Min(AttentionTiles<TLanes, T>.Queries, _shape.Queries - query);
        if (_mask.Causal && query + rows <= key) return;
        long head = keyHead * _shape.Group + member, row = head * _shape.Queries + query, local = member * _shape.Queries + query;
        AttentionTiles<TLanes, T>.TimesPanels(rows, columns, _shape.Width, _scale, _on.Q + row * _shape.Width, w.KeyPanels + key * _shape.Width, w.Weights, Stride);
        AttentionScores.Mask(w.Weights, rows, columns, _mask, head, query, key);
        for (long i = 0; i < rows; i++) AttentionScores.Exp(w.Weights + i * Stride, columns, _on.LogSumExp[row + i]);
        AttentionTiles<TLanes, T>.TimesPanels(rows, columns, _shape.ValueWidth, T.One, _on.Gy + row * _shape.ValueWidth, w.ValuePanels + key * _shape.ValueWidth, w.Slopes, Stride);
        for (long i = 0; _mask.Dropout.IsActive && i < rows; i++) AttentionScores.Drop(w.Slopes + i * Stride, columns, _mask.Dropout, row + i, _shape.Keys, key);
        for (long i = 0; i < rows; i++) AttentionScores.Gradient(w.Slopes + i * Stride, w.Weights + i * Stride, columns, _delta[row + i], _scale);
        if (_part != Part.Queries)
        {
            for (long i = 0; _mask.Dropout.IsActive && i < rows; i++) AttentionScores.Drop(w.Weights + i * Stride, columns, _mask.Dropout, row + i, _shape.Keys, key);
            AttentionTiles<TLanes, T>.AddProduct(columns, w.ValuePadded, rows, w.Weights, 1, Stride, w.Upstream + local * w.ValuePadded, w.ValuePadded, w.ValueSums, w.ValuePadded);
            AttentionTiles<TLanes, T>.AddProduct(columns, w.Padded, rows, w.Slopes, 1, Stride, w.Queries + local * w.Padded, w.Padded, w.KeySums, w.Padded);
        }

        if (_part != Part.Keys)
            AttentionTiles<TLanes, T>.AddProduct(rows, w.Padded, columns, w.Slopes, Stride, 1, w.Keys + key * w.Padded, w.Padded, w.QuerySums + local * w.Padded, w.Padded);
    }

    private struct DeltaBody : IRangeBody
    {
        public AttentionGradients<T> On;
        public T* Delta;
        public long Width;

        public readonly void Invoke(long start, long end)
        {
            for (long r = start; r < end; r++)
            {
                T* g = On.Gy + r * Width, y = On.Y + r * Width;
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
