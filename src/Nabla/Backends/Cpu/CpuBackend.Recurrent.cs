using System.Numerics;
using Nabla.Kernels.Recurrent;

namespace Nabla;

public sealed unsafe partial class CpuBackend : IFusedRecurrent
{
    /// <inheritdoc/>
    public void Recurrent(RecurrentPlan plan, Tensor gates, Tensor weight, Tensor? bias, Tensor? projection, Tensor initial, Tensor? cell, Tensor y, Tensor? kept, Tensor? raw)
    {
        if (gates.DType == DType.Float64) Run<double>();
        else if (gates.DType == DType.Float32) Run<float>();
        else throw Unsupported("a recurrent layer", gates.DType);

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using Pinned<T> pg = gates.Pin<T>(), pw = weight.Pin<T>(), pb = Optional<T>(bias), pp = Optional<T>(projection), pi = initial.Pin<T>();
            using Pinned<T> pc = Optional<T>(cell), py = y.Pin<T>(), pk = Optional<T>(kept), pr = Optional<T>(raw);
            T* final = py.Pointer + (plan.Rows * plan.State), cells = final + (plan.Batch * plan.State);
            if (cell is null) cells = null;
            else new ReadOnlySpan<T>(pc.Pointer, checked((int)cell.Count)).CopyTo(new(cells, checked((int)cell.Count)));
            fixed (long* sizes = plan.SizeArray, offsets = plan.OffsetArray)
            {
                Kernels.Recurrent.Recurrence.Forward(ShapeOf(plan, sizes, offsets), new RecurrentForward<T>
                {
                    Gates = pg.Pointer,
                    Weight = pw.Pointer,
                    Bias = pb.Pointer,
                    ProjectionWeight = pp.Pointer,
                    Initial = pi.Pointer,
                    Output = py.Pointer,
                    Final = final,
                    Cell = cells,
                    Kept = pk.Pointer,
                    Raw = pr.Pointer,
                });
            }
        }
    }

    /// <inheritdoc/>
    public void RecurrentBackward(
        RecurrentPlan plan, Tensor g, Tensor gates, Tensor weight, Tensor? projection, Tensor initial, Tensor? cell, Tensor y, Tensor? kept,
        Tensor gGates, Tensor? gProduct, Tensor before, Tensor? gProjected, Tensor gInitial, Tensor? gCell)
    {
        if (gates.DType == DType.Float64) Run<double>();
        else Run<float>();

        void Run<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            using Pinned<T> pg = g.Pin<T>(), pa = gates.Pin<T>(), pw = weight.Pin<T>(), pp = Optional<T>(projection), pi = initial.Pin<T>(), pc = Optional<T>(cell);
            using Pinned<T> py = y.Pin<T>(), pk = Optional<T>(kept), pgg = gGates.Pin<T>(), pgp = Optional<T>(gProduct), pb = before.Pin<T>();
            using Pinned<T> pgr = Optional<T>(gProjected), pgi = gInitial.Pin<T>(), pgc = Optional<T>(gCell);
            T* final = pg.Pointer + (plan.Rows * plan.State), cells = final + (plan.Batch * plan.State);
            new ReadOnlySpan<T>(final, checked((int)gInitial.Count)).CopyTo(new(pgi.Pointer, (int)gInitial.Count));
            if (gCell is not null) new ReadOnlySpan<T>(cells, checked((int)gCell.Count)).CopyTo(new(pgc.Pointer, (int)gCell.Count));
            fixed (long* sizes = plan.SizeArray, offsets = plan.OffsetArray)
            {
                Kernels.Recurrent.Recurrence.Backward(ShapeOf(plan, sizes, offsets), new RecurrentBackward<T>
                {
                    Gates = pa.Pointer,
                    Weight = pw.Pointer,
                    ProjectionWeight = pp.Pointer,
                    Initial = pi.Pointer,
                    InitialCell = pc.Pointer,
                    Output = py.Pointer,
                    Kept = pk.Pointer,
                    OutputGrad = pg.Pointer,
                    StateGrad = pgi.Pointer,
                    CellGrad = pgc.Pointer,
                    GatesGrad = pgg.Pointer,
                    ProductGrad = pgp.Pointer,
                    Before = pb.Pointer,
                    ProjectionGrad = pgr.Pointer,
                });
            }
        }
    }

    private static RecurrentShape ShapeOf(RecurrentPlan plan, long* sizes, long* offsets) =>
        new(plan.Kind, plan.Steps, sizes, offsets, plan.Batch, plan.Hidden, plan.Projection, plan.Reverse);
}
