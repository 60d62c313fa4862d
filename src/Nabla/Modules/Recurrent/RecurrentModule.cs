namespace Nabla;

/// <summary>What RNN, LSTM and GRU share: sizes, options and parameters.</summary>
[Export("nn.RNNBase")]
public abstract class RecurrentModule : Module
{
    private readonly Parameter?[][] _parameters;

    private protected RecurrentModule(
        Weights w, int gates, int inputs, int hidden, int layers, bool bias, bool batchFirst, double dropout, bool bidirectional, int projection)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        if (dropout is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "A dropout probability must be in 0..1.");
        if (projection < 0 || projection >= hidden)
            throw new ArgumentOutOfRangeException(nameof(projection), projection, $"A projection must be smaller than the {hidden} units, and 0 for none.");
        (Inputs, Hidden, Layers, BatchFirst, Dropout, Bidirectional, Projection) = (inputs, hidden, layers, batchFirst, dropout, bidirectional, projection);
        int directions = bidirectional ? 2 : 1, state = projection > 0 ? projection : hidden;
        Initializer draw = Init.Uniform(1 / Math.Sqrt(hidden));
        _parameters = new Parameter?[layers * directions][];
        for (int i = 0; i < _parameters.Length; i++)
        {
            string suffix = $"_l{i / directions}{(i % directions == 1 ? "_reverse" : string.Empty)}";
            _parameters[i] =
            [
                w.Get($"weight_ih{suffix}", [gates * hidden, i < directions ? inputs : directions * state], draw),
                w.Get($"weight_hh{suffix}", [gates * hidden, state], draw),
                bias ? w.Get($"bias_ih{suffix}", [gates * hidden], draw) : null,
                bias ? w.Get($"bias_hh{suffix}", [gates * hidden], draw) : null,
                projection > 0 ? w.Get($"weight_hr{suffix}", [projection, hidden], draw) : null,
            ];
        }
    }

    /// <summary>Features of an input row.</summary>
    public int Inputs { get; }

    /// <summary>Units.</summary>
    public int Hidden { get; }

    /// <summary>Number of layers.</summary>
    public int Layers { get; }

    /// <summary>Is the batch the first axis of inputs and outputs?</summary>
    public bool BatchFirst { get; }

    /// <summary>Share of each layer's outputs dropped in training, but for the last layer's.</summary>
    public double Dropout { get; }

    /// <summary>Does every layer also run backwards in time?</summary>
    public bool Bidirectional { get; }

    /// <summary>Width of the projected state; 0 when it is not projected.</summary>
    public int Projection { get; }

    /// <summary>The current weights, layer by layer; with both directions, forward before backward.</summary>
    public IReadOnlyList<RecurrentWeights> CurrentWeights =>
        [.. _parameters.Select(p => new RecurrentWeights(p[0]!.Value, p[1]!.Value, p[2]?.Value, p[3]?.Value, p[4]?.Value))];
}
