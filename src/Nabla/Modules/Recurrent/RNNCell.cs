namespace Nabla;

/// <summary>One step of a plain recurrent network. Elman (1990).</summary>
[Export("nn.RNNCell")]
public sealed class RNNCell : RecurrentCell
{
    /// <summary>Reads, or creates, <c>weight_ih</c>, <c>weight_hh</c>, <c>bias_ih</c> and <c>bias_hh</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Features of an input row.</param>
    /// <param name="hidden">Units.</param>
    /// <param name="bias">Add biases?</param>
    /// <param name="nonlinearity">f.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RNNCell(Weights w, int inputs, int hidden, bool bias = true, RnnNonlinearity nonlinearity = RnnNonlinearity.Tanh)
        : base(w, 1, inputs, hidden, bias) => Nonlinearity = nonlinearity;

    /// <summary>f.</summary>
    public RnnNonlinearity Nonlinearity { get; }

    /// <summary>x [N, I] or [I] -> the state after one step from zeros.</summary>
    public override Tensor Forward(Tensor x) => Step(x);

    /// <summary>One step.</summary>
    /// <param name="x">[N, I] or [I].</param>
    /// <param name="state">State [N, H] or [H]; zeros when omitted.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public Tensor Step(Tensor x, Tensor? state = null) => Functional.RNNCell(x, CurrentWeights, state, Nonlinearity);
}
