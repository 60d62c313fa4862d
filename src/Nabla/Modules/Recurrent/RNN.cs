namespace Nabla;

/// <summary>A plain recurrent network over whole sequences. Elman (1990).</summary>
/// <remarks>h = f(W·x + b + U·h + b').</remarks>
[Export("nn.RNN")]
public sealed class RNN : RecurrentModule
{
    /// <summary>Reads, or creates, <c>weight_ih_l0</c>, <c>weight_hh_l0</c>, <c>bias_ih_l0</c>, <c>bias_hh_l0</c>, the same with <c>_reverse</c>, and so on for every layer.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Features of an input row.</param>
    /// <param name="hidden">Units.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="bias">Add biases?</param>
    /// <param name="batchFirst">Is the batch the first axis?</param>
    /// <param name="dropout">Share of each layer's outputs dropped in training, but for the last layer's, 0..1.</param>
    /// <param name="bidirectional">Run every layer backwards in time as well?</param>
    /// <param name="nonlinearity">f.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RNN(
        Weights w, int inputs, int hidden, int layers = 1, bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false, RnnNonlinearity nonlinearity = RnnNonlinearity.Tanh)
        : base(w, 1, inputs, hidden, layers, bias, batchFirst, dropout, bidirectional, 0) => Nonlinearity = nonlinearity;

    /// <summary>f.</summary>
    public RnnNonlinearity Nonlinearity { get; }

    /// <summary>x [T, N, I], [N, T, I] when the batch is first, or [T, I] -> outputs of the last layer [T, N, D·H] and so on (D directions).</summary>
    public override Tensor Forward(Tensor x) => Unroll(x).Output;

    /// <summary>Outputs of the last layer, and the states of all layers after the last step.</summary>
    /// <param name="x">As for <see cref="Forward"/>.</param>
    /// <param name="state">Initial states [layers·D, N, H], without N as the input; zeros when omitted.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public (Tensor Output, Tensor Hidden) Unroll(Tensor x, Tensor? state = null) =>
        Functional.RNN(x, CurrentWeights, state, Bidirectional, BatchFirst, Dropout, IsTraining, Nonlinearity, Generator);

    /// <summary>The same for sequences of several lengths.</summary>
    /// <param name="x">Packed sequences.</param>
    /// <param name="state">As above, in the caller's order of sequences.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public (PackedSequence Output, Tensor Hidden) Unroll(PackedSequence x, Tensor? state = null) =>
        Functional.RNN(x, CurrentWeights, state, Bidirectional, Dropout, IsTraining, Nonlinearity, Generator);
}
