using System.Runtime.CompilerServices;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Recurrent;

/// <summary>The forward pass: for each part of the sequences, step after step.</summary>
internal unsafe struct ForwardLoop<TCell, TLanes, T> : IRangeBody
    where TCell : struct, IRecurrentCell
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private readonly RecurrentShape _shape;
    private readonly RecurrentForward<T> _data;
    private readonly long _stateRow;
    private LoopWeights<TLanes, T> _weights;
    private T* _state, _product;
    private long _parts;

    public ForwardLoop(in RecurrentShape shape, in RecurrentForward<T> data)
    {
        (_shape, _data) = (shape, data);
        // A row stride that is no power of two keeps the rows of a tile in different sets of the cache.
        _stateRow = shape.State + (64 / sizeof(T));
    }

    /// <summary>Runs over all sequences and steps.</summary>
    public void Run()
    {
        long batch = _shape.Batch, gates = _shape.Gates;
        using var space = new Scratch<T>(LoopWeights<TLanes, T>.Space(_shape, backward: false) + (batch * _stateRow) + (TCell.SplitsProduct ? batch * gates : 0) + 64);
        _weights = new(_shape, _data.Weight, _data.ProjectionWeight, backward: false, space.Pointer);
        _state = _weights.Rest;
        _product = _state + (batch * _stateRow);
        _parts = StepProduct<TLanes, T>.Parts(batch, _shape.Steps, _weights.State.Work);
        WorkPool.For(_parts, 1, ref this);
    }

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        for (long part = start; part < end; part++)
        {
            long first = StepProduct<TLanes, T>.First(_shape.Batch, _parts, part), last = StepProduct<TLanes, T>.First(_shape.Batch, _parts, part + 1);
            long state = _shape.State;
            for (long r = first; r < last; r++)
            {
                Span<T> row = new(_state + (r * _stateRow), (int)state);
                if (_data.Initial == null) row.Clear();
                else new ReadOnlySpan<T>(_data.Initial + (r * state), (int)state).CopyTo(row);
            }
            for (long position = 0; position < _shape.Steps; position++)
            {
                long t = _shape.StepAt(position), stop = Math.Min(last, _shape.Sizes[t]);
                if (stop > first) Step(t, first, stop);
            }
            for (long r = first; r < last; r++)
                new ReadOnlySpan<T>(_state + (r * _stateRow), (int)state).CopyTo(new(_data.Final + (r * state), (int)state));
        }
    }

    private readonly void Step(long t, long first, long stop)
    {
        long gates = _shape.Gates, hidden = _shape.Hidden, state = _shape.State, at = _shape.Offsets[t];
        bool shared = _parts == 1;
        T* before = _state + (first * _stateRow);
        if (TCell.SplitsProduct) StepProduct<TLanes, T>.Run(_weights.State, before, _stateRow, stop - first, _product + (first * gates), gates, false, shared);
        else StepProduct<TLanes, T>.Run(_weights.State, before, _stateRow, stop - first, _data.Gates + ((at + first) * gates), gates, true, shared);
        bool projects = _shape.Projection > 0;
        for (long r = first; r < stop; r++)
        {
            CellRow<T> row = default;
            row.Width = (nint)hidden;
            row.Gates = _data.Gates + ((at + r) * gates);
            row.State = projects ? _weights.Raw + (r * hidden) : _state + (r * _stateRow);
            row.Output = !projects ? _data.Output + ((at + r) * state) : _data.Raw != null ? _data.Raw + ((at + r) * hidden) : row.State;
            T* kept = _data.Kept == null ? null : _data.Kept + ((at + r) * hidden);
            if (TCell.HasCell)
            {
                row.Cell = _data.Cell + (r * hidden);
                row.CellKept = kept;
            }
            if (TCell.SplitsProduct)
            {
                row.Product = _product + (r * gates);
                row.Bias = _data.Bias;
                row.Kept = kept;
            }
            TCell.Squash<TLanes, T>(row);
            Cells(row);
        }
        if (!projects)
            return;
        StepProduct<TLanes, T>.Run(_weights.Projection, _weights.Raw + (first * hidden), hidden, stop - first, before, _stateRow, false, shared);
        for (long r = first; r < stop; r++)
            new ReadOnlySpan<T>(_state + (r * _stateRow), (int)state).CopyTo(new(_data.Output + ((at + r) * state), (int)state));
    }

    [MethodImpl(AggressiveOptimization)]
    private static void Cells(in CellRow<T> row)
    {
        nint j = 0;
        for (; j <= row.Width - TLanes.Count; j += TLanes.Count)
            TCell.Forward<TLanes, T>(row, j);
        for (; j < row.Width; j++)
            TCell.Forward<Lanes1<T>, T>(row, j);
    }
}
