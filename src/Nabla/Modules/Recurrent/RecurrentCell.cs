namespace Nabla;

/// <summary>What RNNCell, LSTMCell and GRUCell share: sizes and parameters.</summary>
[Export("nn.RNNCellBase")]
public abstract class RecurrentCell : Module
{
    private readonly Parameter _inputWeight, _hiddenWeight;
    private readonly Parameter? _inputBias, _hiddenBias;

    private protected RecurrentCell(Weights w, int gates, int inputs, int hidden, bool bias)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        (Inputs, Hidden) = (inputs, hidden);
        Initializer draw = Init.Uniform(1 / Math.Sqrt(hidden));
        _inputWeight = w.Get("weight_ih", [gates * hidden, inputs], draw);
        _hiddenWeight = w.Get("weight_hh", [gates * hidden, hidden], draw);
        _inputBias = bias ? w.Get("bias_ih", [gates * hidden], draw) : null;
        _hiddenBias = bias ? w.Get("bias_hh", [gates * hidden], draw) : null;
    }

    /// <summary>Features of an input row.</summary>
    public int Inputs { get; }

    /// <summary>Units.</summary>
    public int Hidden { get; }

    /// <summary>The current weights.</summary>
    public RecurrentWeights CurrentWeights => new(_inputWeight, _hiddenWeight, _inputBias?.Value, _hiddenBias?.Value);
}
