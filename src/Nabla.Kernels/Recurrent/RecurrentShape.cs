namespace Nabla.Kernels.Recurrent;

/// <summary>Which rows of packed data belong to which time step, and the sizes of a recurrent layer.</summary>
/// <remarks>
/// The rows of all steps lie one after another: step t has the first <c>Sizes[t]</c> sequences, and sizes never grow. Sequences of one length
/// simply have the same size at every step.
/// </remarks>
public readonly unsafe struct RecurrentShape
{
    /// <summary>Describes a layer.</summary>
    /// <param name="kind">The kind of layer.</param>
    /// <param name="steps">Number of time steps.</param>
    /// <param name="sizes">Sequences at each step, never growing; [steps].</param>
    /// <param name="offsets">Row where each step begins; [steps].</param>
    /// <param name="batch">Sequences in all: the size of the first step.</param>
    /// <param name="hidden">Units.</param>
    /// <param name="projection">Width of the projected state; 0 when the state is not projected.</param>
    /// <param name="reverse">Does time run backwards?</param>
    public RecurrentShape(RecurrentKind kind, long steps, long* sizes, long* offsets, long batch, long hidden, long projection, bool reverse)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(projection);
        Sizes = sizes;
        Offsets = offsets;
        (Kind, Steps, Batch, Hidden, Projection, Reverse) = (kind, steps, batch, hidden, projection, reverse);
    }

    /// <summary>The kind of layer.</summary>
    public RecurrentKind Kind { get; }

    /// <summary>Number of time steps.</summary>
    public long Steps { get; }

    /// <summary>Sequences at each step.</summary>
    public long* Sizes { get; }

    /// <summary>Row where each step begins.</summary>
    public long* Offsets { get; }

    /// <summary>Sequences in all.</summary>
    public long Batch { get; }

    /// <summary>Units.</summary>
    public long Hidden { get; }

    /// <summary>Width of the projected state; 0 when the state is not projected.</summary>
    public long Projection { get; }

    /// <summary>Does time run backwards?</summary>
    public bool Reverse { get; }

    /// <summary>Width of the state and of an output row.</summary>
    public long State => Projection == 0 ? Hidden : Projection;

    /// <summary>Width of a row of gates.</summary>
    public long Gates => Hidden * Kind switch { RecurrentKind.Lstm => 4, RecurrentKind.Gru => 3, _ => 1 };

    /// <summary>The step that is computed as number <paramref name="position"/>.</summary>
    internal long StepAt(long position) => Reverse ? Steps - 1 - position : position;

    /// <summary>The row that the state of <paramref name="sequence"/> came from at step <paramref name="t"/>; -1 where it is the initial state.</summary>
    internal long Previous(long t, long sequence)
    {
        long from = Reverse ? t + 1 : t - 1;
        return from < 0 || from >= Steps || sequence >= Sizes[from] ? -1 : Offsets[from] + sequence;
    }
}
