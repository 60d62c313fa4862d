namespace Nabla;

/// <summary>The nonlinearity of a plain recurrent layer.</summary>
[Export("nn.RNNNonlinearity")]
public enum RnnNonlinearity
{
    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>Rectifier.</summary>
    ReLU,
}
