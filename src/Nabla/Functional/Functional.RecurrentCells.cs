using Nabla.Kernels.Recurrent;

namespace Nabla;

public static partial class Functional
{
    /// <summary>One step of a plain recurrent network.</summary>
    /// <param name="x">[N, I] or [I].</param>
    /// <param name="weights">The weights.</param>
    /// <param name="state">[N, H] or [H]; zeros when omitted.</param>
    /// <param name="nonlinearity">f.</param>
    /// <returns>The new state [N, H] or [H].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    [Export("nn.functional.rnn_cell")]
    public static Tensor RNNCell(Tensor x, RecurrentWeights weights, Tensor? state = null, RnnNonlinearity nonlinearity = RnnNonlinearity.Tanh) =>
        Cell(KindOf(nonlinearity), x, weights, state, null).Hidden;

    /// <summary>One step of gated recurrent units; gates r, z, n.</summary>
    /// <param name="x">[N, I] or [I].</param>
    /// <param name="weights">The weights.</param>
    /// <param name="state">[N, H] or [H]; zeros when omitted.</param>
    /// <returns>The new state [N, H] or [H].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    [Export("nn.functional.gru_cell")]
    public static Tensor GRUCell(Tensor x, RecurrentWeights weights, Tensor? state = null) => Cell(RecurrentKind.Gru, x, weights, state, null).Hidden;

    /// <summary>One step of long short-term memory; gates i, f, g, o.</summary>
    /// <param name="x">[N, I] or [I].</param>
    /// <param name="weights">The weights.</param>
    /// <param name="state">State and cell state [N, H] or [H]; zeros when omitted.</param>
    /// <returns>The new state and cell state [N, H] or [H].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    [Export("nn.functional.lstm_cell")]
    public static (Tensor Hidden, Tensor Cell) LSTMCell(Tensor x, RecurrentWeights weights, (Tensor Hidden, Tensor Cell)? state = null)
    {
        (Tensor h, Tensor? c) = Cell(RecurrentKind.Lstm, x, weights, state?.Hidden, state?.Cell);
        return (h, c!);
    }

    private static (Tensor Hidden, Tensor? Cell) Cell(RecurrentKind kind, Tensor x, RecurrentWeights weights, Tensor? hidden, Tensor? cell)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (x.Rank is not (1 or 2)) throw new ShapeMismatchException($"A recurrent cell expects an input of shape [N, I] or [I]; got {x.Shape}.", nameof(x));
        (_, Tensor h, Tensor? c) = new RecurrentStack(kind, [weights], false, 0, false, null).Run(x.Unsqueeze(0), hidden?.Unsqueeze(0), cell?.Unsqueeze(0), batchFirst: false);
        return (h.Squeeze(0), c?.Squeeze(0));
    }
}
