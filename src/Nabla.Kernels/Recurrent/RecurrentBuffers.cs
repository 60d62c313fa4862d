namespace Nabla.Kernels.Recurrent;

/// <summary>What a forward pass over time reads and writes; rows are contiguous, R is the number of rows of all steps, B of sequences.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly unsafe struct RecurrentForward<T>
    where T : unmanaged
{
    /// <summary>[R, gates]: products of inputs and weights with all biases (but see <see cref="Bias"/>); becomes the values of the gates.</summary>
    public T* Gates { get; init; }

    /// <summary>[gates, state]: weights of the state.</summary>
    public T* Weight { get; init; }

    /// <summary>[hidden]: of a GRU, the bias inside the reset gate; null for none.</summary>
    public T* Bias { get; init; }

    /// <summary>[projection, hidden]: projects the state; null without projection.</summary>
    public T* ProjectionWeight { get; init; }

    /// <summary>[B, state]: initial state; null for zeros.</summary>
    public T* Initial { get; init; }

    /// <summary>[R, state]: receives the outputs.</summary>
    public T* Output { get; init; }

    /// <summary>[B, state]: receives the last state of every sequence.</summary>
    public T* Final { get; init; }

    /// <summary>[B, hidden]: initial cell state, overwritten with the last one; null without cells.</summary>
    public T* Cell { get; init; }

    /// <summary>[R, hidden]: receives the cell states (LSTM) or the part inside the reset gate (GRU) for backward; null when there will be none.</summary>
    public T* Kept { get; init; }

    /// <summary>[R, hidden]: receives the states before projection; null when they are not kept or not projected.</summary>
    public T* Raw { get; init; }
}

/// <summary>What a backward pass over time reads and writes.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly unsafe struct RecurrentBackward<T>
    where T : unmanaged
{
    /// <summary>[R, gates]: values of the gates.</summary>
    public T* Gates { get; init; }

    /// <summary>[gates, state]: weights of the state.</summary>
    public T* Weight { get; init; }

    /// <summary>[projection, hidden]; null without projection.</summary>
    public T* ProjectionWeight { get; init; }

    /// <summary>[B, state]: initial state; null for zeros.</summary>
    public T* Initial { get; init; }

    /// <summary>[B, hidden]: initial cell state; null for zeros.</summary>
    public T* InitialCell { get; init; }

    /// <summary>[R, state]: outputs of the forward pass.</summary>
    public T* Output { get; init; }

    /// <summary>[R, hidden]: what the forward pass kept.</summary>
    public T* Kept { get; init; }

    /// <summary>[R, state]: gradient of the outputs.</summary>
    public T* OutputGrad { get; init; }

    /// <summary>[B, state]: gradient of the last states, overwritten with that of the initial ones.</summary>
    public T* StateGrad { get; init; }

    /// <summary>[B, hidden]: the same for the cell states; null without cells.</summary>
    public T* CellGrad { get; init; }

    /// <summary>[R, gates]: receives the gradients of the sums before the gates.</summary>
    public T* GatesGrad { get; init; }

    /// <summary>[R, gates]: of a GRU, receives the gradients of the products of states and weights; else null.</summary>
    public T* ProductGrad { get; init; }

    /// <summary>[R, state]: receives the state before every step.</summary>
    public T* Before { get; init; }

    /// <summary>[R, state]: with projection, receives the whole gradient of every output; else null.</summary>
    public T* ProjectionGrad { get; init; }
}
