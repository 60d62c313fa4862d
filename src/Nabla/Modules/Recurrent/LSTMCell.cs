namespace Nabla;

/// <summary>One step of long short-term memory. Hochreiter and Schmidhuber (1997).</summary>
[Export("nn.LSTMCell")]
public sealed class LSTMCell : RecurrentCell
{
    /// <summary>Reads, or creates, <c>weight_ih</c>, <c>weight_hh</c>, <c>bias_ih</c> and <c>bias_hh</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Features of an input row.</param>
    /// <param name="hidden">Units.</param>
    /// <param name="bias">Add biases?</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public LSTMCell(Weights w, int inputs, int hidden, bool bias = true)
        : base(w, 4, inputs, hidden, bias)
    {
    }

    /// <summary>x [N, I] or [I] -> the state after one step from zeros.</summary>
    public override Tensor Forward(Tensor x) => Step(x).Hidden;

    /// <summary>One step.</summary>
    /// <param name="x">[N, I] or [I].</param>
    /// <param name="state">State and cell state [N, H] or [H]; zeros when omitted.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public (Tensor Hidden, Tensor Cell) Step(Tensor x, (Tensor Hidden, Tensor Cell)? state = null) => Functional.LSTMCell(x, CurrentWeights, state);
}
