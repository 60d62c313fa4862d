using System.Runtime.CompilerServices;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Recurrent;

/// <summary>The backward pass: for each part of the sequences, from the last step to the first.</summary>
internal unsafe struct BackwardLoop<TCell, TLanes, T> : IRangeBody
    where TCell : struct, IRecurrentCell
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private readonly RecurrentShape _shape;
    private readonly RecurrentBackward<T> _data;
    private LoopWeights<TLanes, T> _weights;
    private T* _zeros;
    private long _parts;

    public BackwardLoop(in RecurrentShape shape, in RecurrentBackward<T> data) => (_shape, _data) = (shape, data);

    /// <summary>Runs over all sequences and steps.</summary>
    public void Run()
    {
        long zeros = Math.Max(_shape.State, _shape.Hidden);
        using var space = new Scratch<T>(LoopWeights<TLanes, T>.Space(_shape, backward: true) + zeros + 64);
        _weights = new(_shape, _data.Weight, _data.ProjectionWeight, backward: true, space.Pointer);
        _zeros = _weights.Rest;
        new Span<T>(_zeros, (int)zeros).Clear();
        _parts = StepProduct<TLanes, T>.Parts(_shape.Batch, _shape.Steps, _weights.State.Work);
        WorkPool.For(_parts, 1, ref this);
    }

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        for (long part = start; part < end; part++)
        {
            long first = StepProduct<TLanes, T>.First(_shape.Batch, _parts, part), last = StepProduct<TLanes, T>.First(_shape.Batch, _parts, part + 1);
            for (long position = _shape.Steps - 1; position >= 0; position--)
            {
                long t = _shape.StepAt(position), stop = Math.Min(last, _shape.Sizes[t]);
                if (stop > first) Step(t, first, stop);
            }
        }
    }

    private readonly void Step(long t, long first, long stop)
    {
        long gates = _shape.Gates, hidden = _shape.Hidden, state = _shape.State, at = _shape.Offsets[t];
        bool shared = _parts == 1, projects = _shape.Projection > 0;
        if (projects)
        {
            for (long r = first; r < stop; r++)
                Sum(_data.OutputGrad + ((at + r) * state), _data.StateGrad + (r * state), _data.ProjectionGrad + ((at + r) * state), (nint)state);
            StepProduct<TLanes, T>.Run(_weights.Projection, _data.ProjectionGrad + ((at + first) * state), state, stop - first, _weights.Raw + (first * hidden), hidden, false, shared);
        }
        for (long r = first; r < stop; r++)
        {
            long from = _shape.Previous(t, r);
            CellGradient<T> row = default;
            row.Width = (nint)hidden;
            row.Gates = _data.Gates + ((at + r) * gates);
            row.Output = _data.Output + ((at + r) * state);
            row.Before = from >= 0 ? _data.Output + (from * state) : _data.Initial != null ? _data.Initial + (r * state) : _zeros;
            row.Upstream = projects ? _weights.Raw + (r * hidden) : _data.OutputGrad + ((at + r) * state);
            row.State = projects ? null : _data.StateGrad + (r * state);
            row.Grad = _data.GatesGrad + ((at + r) * gates);
            if (TCell.HasCell)
            {
                row.Cell = _data.Kept + ((at + r) * hidden);
                row.CellBefore = from >= 0 ? _data.Kept + (from * hidden) : _data.InitialCell != null ? _data.InitialCell + (r * hidden) : _zeros;
                row.CellGrad = _data.CellGrad + (r * hidden);
            }
            if (TCell.SplitsProduct)
            {
                row.Kept = _data.Kept + ((at + r) * hidden);
                row.ProductGrad = _data.ProductGrad + ((at + r) * gates);
            }
            Cells(row);
            if (_data.Before != null)
                new ReadOnlySpan<T>(row.Before, (int)state).CopyTo(new(_data.Before + ((at + r) * state), (int)state));
        }
        T* slopes = (TCell.SplitsProduct ? _data.ProductGrad : _data.GatesGrad) + ((at + first) * gates);
        StepProduct<TLanes, T>.Run(_weights.State, slopes, gates, stop - first, _data.StateGrad + (first * state), state, TCell.SplitsProduct, shared);
    }

    private static void Sum(T* a, T* b, T* to, nint count)
    {
        nint j = 0;
        for (; j <= count - TLanes.Count; j += TLanes.Count)
            TLanes.Store(to + j, TLanes.Load(a + j) + TLanes.Load(b + j));
        for (; j < count; j++)
            Lanes1<T>.Store(to + j, Lanes1<T>.Load(a + j) + Lanes1<T>.Load(b + j));
    }

    [MethodImpl(AggressiveOptimization)]
    private static void Cells(in CellGradient<T> row)
    {
        nint j = 0;
        for (; j <= row.Width - TLanes.Count; j += TLanes.Count)
            TCell.Backward<TLanes, T>(row, j);
        for (; j < row.Width; j++)
            TCell.Backward<Lanes1<T>, T>(row, j);
    }
}
