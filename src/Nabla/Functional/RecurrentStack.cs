using Nabla.Kernels.Recurrent;

namespace Nabla;

/// <summary>Layers and directions of a recurrent network over packed rows, with all checks.</summary>
/// <param name="Kind">The kind of layer.</param>
/// <param name="Weights">Layer by layer; with both directions, forward before backward.</param>
/// <param name="Bidirectional">Does every layer also run backwards?</param>
/// <param name="Dropout">Share of each layer's outputs dropped but for the last layer's, in training.</param>
/// <param name="Training">Drop at all?</param>
/// <param name="Generator">Where dropout comes from.</param>
internal sealed record RecurrentStack(RecurrentKind Kind, IReadOnlyList<RecurrentWeights> Weights, bool Bidirectional, double Dropout, bool Training, Generator? Generator)
{
    private int Directions => Bidirectional ? 2 : 1;

    private int Layers => Weights.Count / Directions;

    private int GateCount => Kind switch { RecurrentKind.Lstm => 4, RecurrentKind.Gru => 3, _ => 1 };

    private long Hidden => Weights[0].HiddenWeight.Shape[0] / GateCount;

    private long State => Weights[0].HiddenWeight.Shape[1];

    private long Inputs => Weights[0].InputWeight.Shape[^1];

    private string Name => Kind switch { RecurrentKind.Lstm => "LSTM", RecurrentKind.Gru => "GRU", _ => "RNN" };

    /// <summary>Sequences of one length: x [T, N, I], [N, T, I] when the batch is first, or [T, I].</summary>
    public (Tensor Output, Tensor Hidden, Tensor? Cell) Run(Tensor x, Tensor? hidden, Tensor? cell, bool batchFirst)
    {
        CheckWeights();
        (x, hidden, cell) = (Autocast.Full(x), Full(hidden), Full(cell));
        if (x.Rank is not (2 or 3))
            throw new ShapeMismatchException($"{Name} expects an input with three axes, [{(batchFirst ? "N, T" : "T, N")}, {Inputs}], or [T, {Inputs}] without the batch; got {x.Shape}.", nameof(x));
        bool batched = x.Rank == 3;
        Tensor steps = !batched ? x.Unsqueeze(1) : batchFirst ? x.Transpose(0, 1) : x;
        long t = steps.Shape[0], n = steps.Shape[1];
        if (t == 0) throw new ShapeMismatchException($"{Name} expects at least one time step; got an input of shape {x.Shape}.", nameof(x));
        Check(x, hidden, cell, n, batched);
        Tensor rows = steps.Reshape(new Shape(t * n, steps.Shape[2]));
        long[] sizes = new long[t];
        Array.Fill(sizes, n);
        (Tensor y, Tensor h, Tensor? c) = Layered(rows, sizes, batched ? hidden : hidden?.Unsqueeze(1), batched ? cell : cell?.Unsqueeze(1));
        y = y.Reshape(t, n, y.Shape[1]);
        if (!batched) return (y.Squeeze(1), h.Squeeze(1), c?.Squeeze(1));
        return (batchFirst ? y.Transpose(0, 1) : y, h, c);
    }

    /// <summary>Packed sequences.</summary>
    public (PackedSequence Output, Tensor Hidden, Tensor? Cell) Run(PackedSequence x, Tensor? hidden, Tensor? cell)
    {
        ArgumentNullException.ThrowIfNull(x);
        CheckWeights();
        Tensor rows = Autocast.Full(x.Data);
        (hidden, cell) = (Full(hidden), Full(cell));
        long[] sizes = [.. x.BatchSizes];
        Check(rows, hidden, cell, sizes[0], true);
        if (x.SortedIndices is { } order) (hidden, cell) = (hidden?.IndexSelect(1, order), cell?.IndexSelect(1, order));
        (Tensor y, Tensor h, Tensor? c) = Layered(rows, sizes, hidden, cell);
        if (x.UnsortedIndices is { } back) (h, c) = (h.IndexSelect(1, back), c?.IndexSelect(1, back));
        return (x.With(y), h, c);
    }

    private (Tensor Output, Tensor Hidden, Tensor? Cell) Layered(Tensor rows, long[] sizes, Tensor? hidden, Tensor? cell)
    {
        // Autocast counts a recurrent layer among the products: it gives the lower type, though it computes in float32.
        DType type = Autocast.Lowered(rows.DType);
        bool lstm = Kind == RecurrentKind.Lstm;
        long n = sizes[0];
        List<Tensor> lastStates = [], lastCells = [];
        Tensor x = Computing(rows);
        for (int layer = 0; layer < Layers; layer++)
        {
            Tensor[] directions = new Tensor[Directions];
            for (int direction = 0; direction < Directions; direction++)
            {
                int index = (layer * Directions) + direction;
                RecurrentWeights w = Weights[index];
                RecurrentPlan plan = new(Kind, sizes, Hidden, w.Projection is null ? 0 : State, direction == 1);
                Tensor h = hidden is null ? Tensor.Zeros([n, State], x.DType, x.Backend) : Computing(hidden.Select(0, index));
                List<Tensor> inputs = [x, h];
                if (lstm) inputs.Add(cell is null ? Tensor.Zeros([n, Hidden], x.DType, x.Backend) : Computing(cell.Select(0, index)));
                inputs.AddRange([Computing(w.InputWeight), Computing(w.HiddenWeight)]);
                if (w.InputBias is not null) inputs.AddRange([Computing(w.InputBias), Computing(w.HiddenBias!)]);
                if (w.Projection is not null) inputs.Add(Computing(w.Projection));
                Tensor all = new RecurrentOp(plan, w.InputBias is not null).Apply([.. inputs]);
                long outputs = plan.Rows * State, states = n * State;
                directions[direction] = all.Narrow(0, 0, outputs).Reshape(plan.Rows, State);
                lastStates.Add(all.Narrow(0, outputs, states).Reshape(n, State));
                if (lstm) lastCells.Add(all.Narrow(0, outputs + states, n * Hidden).Reshape(n, Hidden));
            }
            x = Directions == 1 ? directions[0] : Tensor.Cat(directions, 1);
            if (layer < Layers - 1) x = Functional.Dropout(x, Dropout, Training, Generator);
        }
        return (x.To(type), Tensor.Stack(lastStates).To(type), lstm ? Tensor.Stack(lastCells).To(type) : null);
    }

    private static Tensor? Full(Tensor? x) => x is null ? null : Autocast.Full(x);

    private static Tensor Computing(Tensor x) => x.DType.IsReduced() ? x.To(DType.Float32) : x;

    private void Check(Tensor x, Tensor? hidden, Tensor? cell, long n, bool batched)
    {
        DType type = Weights[0].InputWeight.DType;
        if (x.DType != type) throw new ArgumentException($"{Name} has {type.Name()} weights and expects such an input; got {x.DType.Name()}.", nameof(x));
        if (x.Shape[^1] != Inputs) throw new ShapeMismatchException($"{Name} expects an input with {Inputs} features; got shape {x.Shape}.", nameof(x));
        if (Kind == RecurrentKind.Lstm && hidden is null != cell is null) throw new ArgumentException("LSTM expects both initial states or neither.", nameof(cell));
        CheckState(hidden, State, "initial state");
        CheckState(cell, Hidden, "initial cell state");

        void CheckState(Tensor? state, long width, string what)
        {
            if (state is null) return;
            Shape expected = batched ? [Weights.Count, n, width] : [Weights.Count, width];
            if (state.Shape != expected) throw new ShapeMismatchException($"{Name} expects an {what} of shape {expected} (layers times directions{(batched ? ", batch" : string.Empty)}, width); got {state.Shape}.", nameof(hidden));
            if (state.DType != x.DType) throw new ArgumentException($"{Name} expects an {what} of the input's dtype {x.DType.Name()}; got {state.DType.Name()}.", nameof(hidden));
        }
    }

    private void CheckWeights()
    {
        ArgumentNullException.ThrowIfNull(Weights);
        if (Weights.Count == 0 || Weights.Count % Directions != 0)
            throw new ArgumentException($"{Name} expects the weights of {(Bidirectional ? "both directions of each layer" : "one layer or more")}; got {Weights.Count}.", nameof(Weights));
        if (Dropout is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(Dropout), Dropout, "A dropout probability must be in 0..1.");
        if (Weights[0].HiddenWeight.Rank != 2 || Weights[0].HiddenWeight.Shape[0] % GateCount != 0 || Hidden == 0)
            throw new ShapeMismatchException($"{Name} expects a state weight of shape [{GateCount}·H, H]; got {Weights[0].HiddenWeight.Shape}.", nameof(Weights));
        for (int i = 0; i < Weights.Count; i++)
        {
            RecurrentWeights w = Weights[i];
            long inputs = i < Directions ? Inputs : Directions * State, gates = GateCount * Hidden;
            Expect(w.InputWeight, [gates, inputs], "input weight");
            Expect(w.HiddenWeight, [gates, State], "state weight");
            if (w.InputBias is null != w.HiddenBias is null) throw new ArgumentException($"{Name} expects both biases of a layer or neither.", nameof(Weights));
            if (w.InputBias is not null) Expect(w.InputBias, [gates], "input bias");
            if (w.HiddenBias is not null) Expect(w.HiddenBias, [gates], "state bias");
            if (w.Projection is null && State != Hidden) throw new ArgumentException($"{Name} with {Hidden} units and states of {State} expects a projection.", nameof(Weights));
            if (w.Projection is null) continue;
            if (Kind != RecurrentKind.Lstm) throw new ArgumentException($"Only an LSTM projects its state; this is a {Name}.", nameof(Weights));
            Expect(w.Projection, [State, Hidden], "projection");

            void Expect(Tensor tensor, Shape shape, string what)
            {
                if (tensor.Shape != shape) throw new ShapeMismatchException($"{Name} expects weights {i} to have the {what} of shape {shape}; got {tensor.Shape}.", nameof(Weights));
            }
        }
    }
}
