namespace Nabla;

/// <summary>The nonlinearity between the two linear layers of a Transformer block.</summary>
[Export("nn.TransformerActivation")]
public enum TransformerActivation
{
    /// <summary>Rectifier.</summary>
    ReLU,

    /// <summary>Gaussian error linear unit.</summary>
    GELU,
}
