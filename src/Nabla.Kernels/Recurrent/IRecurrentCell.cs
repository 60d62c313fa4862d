using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Recurrent;

/// <summary>What happens to one sequence at one step once its products are known; written once for scalars and all vectors.</summary>
internal interface IRecurrentCell
{
    /// <summary>Is the product of state and weights kept apart from that of the input, because a gate acts on it alone?</summary>
    static abstract bool SplitsProduct { get; }

    /// <summary>Is there a cell state beside the hidden one?</summary>
    static abstract bool HasCell { get; }

    /// <summary>Squashes the gates of a row that need nothing but their sums; before <see cref="Forward"/>, and in loops of their own, which the compiler can take in whole.</summary>
    static abstract void Squash<V, T>(in CellRow<T> row)
        where V : struct, ILanes<V, T>
        where T : unmanaged;

    /// <summary>Gates and new state of the units <paramref name="j"/> to <paramref name="j"/> + V.Count - 1.</summary>
    static abstract void Forward<V, T>(in CellRow<T> row, nint j)
        where V : struct, ILanes<V, T>
        where T : unmanaged;

    /// <summary>Gradients of the gates and of the previous state.</summary>
    static abstract void Backward<V, T>(in CellGradient<T> row, nint j)
        where V : struct, ILanes<V, T>
        where T : unmanaged;
}

/// <summary>The rows that a cell reads and writes in the forward pass.</summary>
internal unsafe struct CellRow<T>
    where T : unmanaged
{
    /// <summary>Sums before the gates, which become the gates' values.</summary>
    public T* Gates;

    /// <summary>Product of state and weights, where it is kept apart.</summary>
    public T* Product;

    /// <summary>Bias of the part of it that a gate acts on; null for none.</summary>
    public T* Bias;

    /// <summary>Receives that part, for backward; null when nobody asks.</summary>
    public T* Kept;

    /// <summary>Cell state, updated in place.</summary>
    public T* Cell;

    /// <summary>Receives the new cell state, for backward; null when nobody asks.</summary>
    public T* CellKept;

    /// <summary>Hidden state, read and overwritten.</summary>
    public T* State;

    /// <summary>Receives the new hidden state as well.</summary>
    public T* Output;

    /// <summary>Units.</summary>
    public nint Width;
}

/// <summary>The rows that a cell reads and writes in the backward pass.</summary>
internal unsafe struct CellGradient<T>
    where T : unmanaged
{
    /// <summary>Values of the gates.</summary>
    public T* Gates;

    /// <summary>Part of the product that a gate acts on.</summary>
    public T* Kept;

    /// <summary>Cell states after and before the step.</summary>
    public T* Cell, CellBefore;

    /// <summary>Hidden states after and before the step.</summary>
    public T* Output, Before;

    /// <summary>Gradient of the output row.</summary>
    public T* Upstream;

    /// <summary>Gradient of the state that later steps left; null when it is in <see cref="Upstream"/>. Receives what reaches the state before directly.</summary>
    public T* State;

    /// <summary>Gradient of the cell state, updated in place.</summary>
    public T* CellGrad;

    /// <summary>Receives the gradients of the sums before the gates.</summary>
    public T* Grad;

    /// <summary>Receives those of the product, where it is kept apart.</summary>
    public T* ProductGrad;

    /// <summary>Units.</summary>
    public nint Width;
}
