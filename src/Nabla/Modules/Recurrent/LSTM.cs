namespace Nabla;

/// <summary>Long short-term memory over whole sequences. Hochreiter and Schmidhuber (1997); projections: Sak et al. (2014).</summary>
/// <remarks>
/// i, f, o = σ(W·x + b + U·h + b'), g = tanh(...), c = f ⊙ c + i ⊙ g, h = o ⊙ tanh(c), and with projection h = P·h.
/// </remarks>
[Export("nn.LSTM")]
public sealed class LSTM : RecurrentModule
{
    /// <summary>Reads, or creates, <c>weight_ih_l0</c>, <c>weight_hh_l0</c>, <c>bias_ih_l0</c>, <c>bias_hh_l0</c>, <c>weight_hr_l0</c>, the same with <c>_reverse</c>, and so on for every layer.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Features of an input row.</param>
    /// <param name="hidden">Units.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="bias">Add biases?</param>
    /// <param name="batchFirst">Is the batch the first axis?</param>
    /// <param name="dropout">Share of each layer's outputs dropped in training, but for the last layer's, 0..1.</param>
    /// <param name="bidirectional">Run every layer backwards in time as well?</param>
    /// <param name="projection">Width that the state is projected to, less than <paramref name="hidden"/>; 0 for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public LSTM(
        Weights w, int inputs, int hidden, int layers = 1, bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false, int projection = 0)
        : base(w, 4, inputs, hidden, layers, bias, batchFirst, dropout, bidirectional, projection)
    {
    }

    /// <summary>x [T, N, I], [N, T, I] when the batch is first, or [T, I] -> outputs of the last layer [T, N, D·H] and so on (D directions).</summary>
    public override Tensor Forward(Tensor x) => Unroll(x).Output;

    /// <summary>Outputs of the last layer, and the states of all layers after the last step.</summary>
    /// <param name="x">As for <see cref="Forward"/>.</param>
    /// <param name="state">Initial states [layers·D, N, H] (projected: [.., P]) and cell states [layers·D, N, H], without N as the input; zeros when omitted.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public (Tensor Output, Tensor Hidden, Tensor Cell) Unroll(Tensor x, (Tensor Hidden, Tensor Cell)? state = null) =>
        Functional.LSTM(x, CurrentWeights, state, Bidirectional, BatchFirst, Dropout, IsTraining, Generator);

    /// <summary>The same for sequences of several lengths.</summary>
    /// <param name="x">Packed sequences.</param>
    /// <param name="state">As above, in the caller's order of sequences.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public (PackedSequence Output, Tensor Hidden, Tensor Cell) Unroll(PackedSequence x, (Tensor Hidden, Tensor Cell)? state = null) =>
        Functional.LSTM(x, CurrentWeights, state, Bidirectional, Dropout, IsTraining, Generator);
}
