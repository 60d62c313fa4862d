using System.Numerics;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Recurrent;

/// <summary>Recurrent layers: the loop over time, forward and backward, with the products of the inputs already made.</summary>
/// <remarks>
/// The weights of the state are packed once for all steps, and each step is a product and one pass over the gates. Sequences are independent, so
/// threads share them out without meeting at every step; few sequences share the columns of each product instead. Results have the same bits at any number of threads.
/// The gradients of all weights are products over all rows, left to the caller.
/// </remarks>
public static class Recurrence
{
    /// <summary>Runs the layer over time.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="shape">Sizes and order.</param>
    /// <param name="data">Operands.</param>
    public static void Forward<T>(in RecurrentShape shape, in RecurrentForward<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.Batch == 0 || shape.Steps == 0)
            return;
        switch (shape.Kind)
        {
            case RecurrentKind.Lstm: Forward<LstmCell, T>(shape, data); break;
            case RecurrentKind.Gru: Forward<GruCell, T>(shape, data); break;
            case RecurrentKind.Relu: Forward<ElmanCell<ReluSquash>, T>(shape, data); break;
            default: Forward<ElmanCell<TanhSquash>, T>(shape, data); break;
        }
    }

    /// <summary>Gradients of the gates' sums, of the initial states, and what the gradients of the weights are made from.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="shape">As in the forward pass.</param>
    /// <param name="data">Operands.</param>
    public static void Backward<T>(in RecurrentShape shape, in RecurrentBackward<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.Batch == 0 || shape.Steps == 0)
            return;
        switch (shape.Kind)
        {
            case RecurrentKind.Lstm: Backward<LstmCell, T>(shape, data); break;
            case RecurrentKind.Gru: Backward<GruCell, T>(shape, data); break;
            case RecurrentKind.Relu: Backward<ElmanCell<ReluSquash>, T>(shape, data); break;
            default: Backward<ElmanCell<TanhSquash>, T>(shape, data); break;
        }
    }

    private static void Forward<TCell, T>(in RecurrentShape shape, in RecurrentForward<T> data)
        where TCell : struct, IRecurrentCell
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Lanes512<T>.IsAccelerated) new ForwardLoop<TCell, Lanes512<T>, T>(shape, data).Run();
        else if (Lanes256<T>.IsAccelerated) new ForwardLoop<TCell, Lanes256<T>, T>(shape, data).Run();
        else if (Lanes128<T>.IsAccelerated) new ForwardLoop<TCell, Lanes128<T>, T>(shape, data).Run();
        else new ForwardLoop<TCell, Lanes1<T>, T>(shape, data).Run();
    }

    private static void Backward<TCell, T>(in RecurrentShape shape, in RecurrentBackward<T> data)
        where TCell : struct, IRecurrentCell
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Lanes512<T>.IsAccelerated) new BackwardLoop<TCell, Lanes512<T>, T>(shape, data).Run();
        else if (Lanes256<T>.IsAccelerated) new BackwardLoop<TCell, Lanes256<T>, T>(shape, data).Run();
        else if (Lanes128<T>.IsAccelerated) new BackwardLoop<TCell, Lanes128<T>, T>(shape, data).Run();
        else new BackwardLoop<TCell, Lanes1<T>, T>(shape, data).Run();
    }
}
