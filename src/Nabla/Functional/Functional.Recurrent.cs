using Nabla.Kernels.Recurrent;

namespace Nabla;

public static partial class Functional
{
    /// <summary>A plain recurrent network: h = f(W·x + b + U·h + b'). Elman (1990).</summary>
    /// <param name="x">[T, N, I], [N, T, I] when the batch is first, or [T, I].</param>
    /// <param name="weights">Layer by layer; with both directions, forward before backward.</param>
    /// <param name="state">Initial states [weights, N, H], without N as the input; zeros when omitted.</param>
    /// <param name="bidirectional">Do the layers run in both directions?</param>
    /// <param name="batchFirst">Is the batch the first axis?</param>
    /// <param name="dropout">Share of each layer's outputs dropped in training, but for the last layer's, 0..1.</param>
    /// <param name="training">Drop at all?</param>
    /// <param name="nonlinearity">f.</param>
    /// <param name="generator">Where dropout comes from; <see cref="Generator.Default"/> when null.</param>
    /// <returns>Outputs of the last layer [T, N, D·H] (laid out as the input) and last states [weights, N, H].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">The weights are incomplete, or dtypes differ.</exception>
    [Export("nn.functional.rnn")]
    public static (Tensor Output, Tensor Hidden) RNN(
        Tensor x, IReadOnlyList<RecurrentWeights> weights, Tensor? state = null, bool bidirectional = false, bool batchFirst = false, double dropout = 0,
        bool training = false, RnnNonlinearity nonlinearity = RnnNonlinearity.Tanh, Generator? generator = null)
    {
        (Tensor y, Tensor h, _) = new RecurrentStack(KindOf(nonlinearity), weights, bidirectional, dropout, training, generator).Run(x, state, null, batchFirst);
        return (y, h);
    }

    /// <summary>The same for sequences of several lengths.</summary>
    /// <inheritdoc cref="RNN(Tensor, IReadOnlyList{RecurrentWeights}, Tensor, bool, bool, double, bool, RnnNonlinearity, Generator)"/>
    public static (PackedSequence Output, Tensor Hidden) RNN(
        PackedSequence x, IReadOnlyList<RecurrentWeights> weights, Tensor? state = null, bool bidirectional = false, double dropout = 0, bool training = false,
        RnnNonlinearity nonlinearity = RnnNonlinearity.Tanh, Generator? generator = null)
    {
        (PackedSequence y, Tensor h, _) = new RecurrentStack(KindOf(nonlinearity), weights, bidirectional, dropout, training, generator).Run(x, state, null);
        return (y, h);
    }

    /// <summary>Gated recurrent units; gates r, z, n. Cho et al. (2014).</summary>
    /// <param name="x">[T, N, I], [N, T, I] when the batch is first, or [T, I].</param>
    /// <param name="weights">Layer by layer; with both directions, forward before backward.</param>
    /// <param name="state">Initial states [weights, N, H], without N as the input; zeros when omitted.</param>
    /// <param name="bidirectional">Do the layers run in both directions?</param>
    /// <param name="batchFirst">Is the batch the first axis?</param>
    /// <param name="dropout">Share of each layer's outputs dropped in training, but for the last layer's, 0..1.</param>
    /// <param name="training">Drop at all?</param>
    /// <param name="generator">Where dropout comes from; <see cref="Generator.Default"/> when null.</param>
    /// <returns>Outputs of the last layer [T, N, D·H] (laid out as the input) and last states [weights, N, H].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">The weights are incomplete, or dtypes differ.</exception>
    [Export("nn.functional.gru")]
    public static (Tensor Output, Tensor Hidden) GRU(
        Tensor x, IReadOnlyList<RecurrentWeights> weights, Tensor? state = null, bool bidirectional = false, bool batchFirst = false, double dropout = 0,
        bool training = false, Generator? generator = null)
    {
        (Tensor y, Tensor h, _) = new RecurrentStack(RecurrentKind.Gru, weights, bidirectional, dropout, training, generator).Run(x, state, null, batchFirst);
        return (y, h);
    }

    /// <summary>The same for sequences of several lengths.</summary>
    /// <inheritdoc cref="GRU(Tensor, IReadOnlyList{RecurrentWeights}, Tensor, bool, bool, double, bool, Generator)"/>
    public static (PackedSequence Output, Tensor Hidden) GRU(
        PackedSequence x, IReadOnlyList<RecurrentWeights> weights, Tensor? state = null, bool bidirectional = false, double dropout = 0, bool training = false, Generator? generator = null)
    {
        (PackedSequence y, Tensor h, _) = new RecurrentStack(RecurrentKind.Gru, weights, bidirectional, dropout, training, generator).Run(x, state, null);
        return (y, h);
    }

    /// <summary>Long short-term memory; gates i, f, g, o. Hochreiter and Schmidhuber (1997).</summary>
    /// <param name="x">[T, N, I], [N, T, I] when the batch is first, or [T, I].</param>
    /// <param name="weights">Layer by layer; with both directions, forward before backward.</param>
    /// <param name="state">Initial states [weights, N, H] (projected: [.., P]) and cell states [weights, N, H], without N as the input; zeros when omitted.</param>
    /// <param name="bidirectional">Do the layers run in both directions?</param>
    /// <param name="batchFirst">Is the batch the first axis?</param>
    /// <param name="dropout">Share of each layer's outputs dropped in training, but for the last layer's, 0..1.</param>
    /// <param name="training">Drop at all?</param>
    /// <param name="generator">Where dropout comes from; <see cref="Generator.Default"/> when null.</param>
    /// <returns>Outputs of the last layer [T, N, D·H] (laid out as the input), last states and last cell states [weights, N, H].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">The weights are incomplete, or dtypes differ.</exception>
    [Export("nn.functional.lstm")]
    public static (Tensor Output, Tensor Hidden, Tensor Cell) LSTM(
        Tensor x, IReadOnlyList<RecurrentWeights> weights, (Tensor Hidden, Tensor Cell)? state = null, bool bidirectional = false, bool batchFirst = false,
        double dropout = 0, bool training = false, Generator? generator = null)
    {
        (Tensor y, Tensor h, Tensor? c) = new RecurrentStack(RecurrentKind.Lstm, weights, bidirectional, dropout, training, generator).Run(x, state?.Hidden, state?.Cell, batchFirst);
        return (y, h, c!);
    }

    /// <summary>The same for sequences of several lengths.</summary>
    /// <inheritdoc cref="LSTM(Tensor, IReadOnlyList{RecurrentWeights}, ValueTuple{Tensor, Tensor}?, bool, bool, double, bool, Generator)"/>
    public static (PackedSequence Output, Tensor Hidden, Tensor Cell) LSTM(
        PackedSequence x, IReadOnlyList<RecurrentWeights> weights, (Tensor Hidden, Tensor Cell)? state = null, bool bidirectional = false, double dropout = 0,
        bool training = false, Generator? generator = null)
    {
        (PackedSequence y, Tensor h, Tensor? c) = new RecurrentStack(RecurrentKind.Lstm, weights, bidirectional, dropout, training, generator).Run(x, state?.Hidden, state?.Cell);
        return (y, h, c!);
    }

    private static RecurrentKind KindOf(RnnNonlinearity nonlinearity) => nonlinearity switch
    {
        RnnNonlinearity.Tanh => RecurrentKind.Tanh,
        RnnNonlinearity.ReLU => RecurrentKind.Relu,
        _ => throw new ArgumentOutOfRangeException(nameof(nonlinearity), nonlinearity, "Expected Tanh or ReLU."),
    };
}
