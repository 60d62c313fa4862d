using System.Numerics;
using Nabla.Kernels.Recurrent;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Recurrent;

/// <summary>Random operands of one recurrent layer, run forward and backward by the kernels.</summary>
internal sealed unsafe class RecurrentCase(RecurrentKind kind, long[] sizes, int hidden, int projection, bool reverse)
{
    public RecurrentKind Kind => kind;

    public long[] Sizes => sizes;

    public int Hidden => hidden;

    public int Projection => projection;

    public bool Reverse => reverse;

    public int State => projection > 0 ? projection : hidden;

    public int GateCount => kind switch { RecurrentKind.Lstm => 4, RecurrentKind.Gru => 3, _ => 1 };

    public int Gates => GateCount * hidden;

    public int Rows => (int)sizes.Sum();

    public int Batch => (int)sizes[0];

    /// <summary>Operands by name, the same numbers for both element types.</summary>
    public double[] Operand(string name)
    {
        (long count, int seed) = name switch
        {
            "sums" => ((long)Rows * Gates, 1),
            "weight" => ((long)Gates * State, 2),
            "bias" => (hidden, 3),
            "projection" => ((long)projection * hidden, 4),
            "initial" => ((long)Batch * State, 5),
            "cell" => ((long)Batch * hidden, 6),
            "g" => ((long)Rows * State, 7),
            "gState" => ((long)Batch * State, 8),
            _ => ((long)Batch * hidden, 9),
        };
        double scale = name is "weight" or "projection" ? 1 / Math.Sqrt(hidden) : 1;
        return [.. Draw.Uniform<float>(new Random(seed), count).Select(value => value * scale)];
    }

    /// <summary>Outputs, last states, last cells; then gradients of sums, products, initial states and cells, and the states before each step.</summary>
    public (double[] Forward, double[] Backward) Run<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long[] offsets = [.. sizes.Select((_, t) => sizes[..t].Sum())];
        bool lstm = kind == RecurrentKind.Lstm, gru = kind == RecurrentKind.Gru, projects = projection > 0;
        using Guarded<T> gates = Of<T>("sums"), weight = Of<T>("weight"), bias = Of<T>("bias"), hr = Of<T>("projection"), initial = Of<T>("initial"), cell = Of<T>("cell"), start = Of<T>("cell");
        using Guarded<T> y = new(Rows * State), final = new(Batch * State), kept = new(Rows * hidden), raw = new(Rows * hidden);
        using Guarded<T> g = Of<T>("g"), gState = Of<T>("gState"), gCell = Of<T>("gCell");
        using Guarded<T> gGates = new(Rows * Gates), gProduct = new(Rows * Gates), before = new(Rows * State), gProjected = new(Rows * State);
        fixed (long* pSizes = sizes, pOffsets = offsets)
        {
            RecurrentShape shape = new(kind, sizes.Length, pSizes, pOffsets, Batch, hidden, projection, reverse);
            Recurrence.Forward(shape, new RecurrentForward<T>
            {
                Gates = gates.P,
                Weight = weight.P,
                Bias = gru ? bias.P : null,
                ProjectionWeight = projects ? hr.P : null,
                Initial = initial.P,
                Output = y.P,
                Final = final.P,
                Cell = lstm ? cell.P : null,
                Kept = lstm || gru ? kept.P : null,
                Raw = projects ? raw.P : null,
            });
            Recurrence.Backward(shape, new RecurrentBackward<T>
            {
                Gates = gates.P,
                Weight = weight.P,
                ProjectionWeight = projects ? hr.P : null,
                Initial = initial.P,
                InitialCell = lstm ? start.P : null,
                Output = y.P,
                Kept = lstm || gru ? kept.P : null,
                OutputGrad = g.P,
                StateGrad = gState.P,
                CellGrad = lstm ? gCell.P : null,
                GatesGrad = gGates.P,
                ProductGrad = gru ? gProduct.P : null,
                Before = before.P,
                ProjectionGrad = projects ? gProjected.P : null,
            });
        }
        return ([.. Numbers(y), .. Numbers(final), .. lstm ? Numbers(cell) : []], [.. Numbers(gGates), .. gru ? Numbers(gProduct) : [], .. Numbers(gState), .. lstm ? Numbers(gCell) : [], .. Numbers(before)]);
    }

    private static double[] Numbers<T>(Guarded<T> values)
        where T : unmanaged, INumberBase<T> => Close.Doubles<T>(values.Span);

    private Guarded<T> Of<T>(string name)
        where T : unmanaged, INumberBase<T> => new([.. Operand(name).Select(T.CreateTruncating)]);
}
