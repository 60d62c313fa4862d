using Nabla.Kernels.Recurrent;

namespace Nabla;

/// <summary>One direction of one recurrent layer: its sizes, and which rows of the packed data belong to which time step.</summary>
public sealed class RecurrentPlan
{
    internal RecurrentPlan(RecurrentKind kind, long[] sizes, long hidden, long projection, bool reverse)
    {
        (Kind, SizeArray, Hidden, Projection, Reverse) = (kind, sizes, hidden, projection, reverse);
        OffsetArray = new long[sizes.Length];
        for (int t = 0; t < sizes.Length; t++)
        {
            OffsetArray[t] = Rows;
            Rows += sizes[t];
        }
    }

    /// <summary>The kind of layer.</summary>
    public RecurrentKind Kind { get; }

    /// <summary>Number of time steps.</summary>
    public long Steps => SizeArray.Length;

    /// <summary>Sequences at each step; never growing.</summary>
    public IReadOnlyList<long> Sizes => SizeArray;

    /// <summary>Row where each step begins.</summary>
    public IReadOnlyList<long> Offsets => OffsetArray;

    /// <summary>Rows of all steps.</summary>
    public long Rows { get; }

    /// <summary>Number of sequences.</summary>
    public long Batch => SizeArray.Length == 0 ? 0 : SizeArray[0];

    /// <summary>Units.</summary>
    public long Hidden { get; }

    /// <summary>Width of the projected state; 0 without projection.</summary>
    public long Projection { get; }

    /// <summary>Does time run backwards?</summary>
    public bool Reverse { get; }

    /// <summary>Width of the state and of the output.</summary>
    public long State => Projection == 0 ? Hidden : Projection;

    /// <summary>Width of a row of gates.</summary>
    public long Gates => Hidden * Kind switch { RecurrentKind.Lstm => 4, RecurrentKind.Gru => 3, _ => 1 };

    internal long[] SizeArray { get; }

    internal long[] OffsetArray { get; }

    /// <summary>Has the layer a cell state beside the hidden one?</summary>
    internal bool HasCell => Kind == RecurrentKind.Lstm;

    /// <summary>The steps in the order in which they are computed.</summary>
    internal IEnumerable<int> Order => Reverse ? Enumerable.Range(0, SizeArray.Length).Reverse() : Enumerable.Range(0, SizeArray.Length);
}
