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

/// <summary>What the values stand for.</summary>
internal static class TransformerActivations
{
    /// <summary>The nonlinearity of x.</summary>
    public static Tensor Apply(this TransformerActivation activation, Tensor x) => activation switch
    {
        TransformerActivation.ReLU => Functional.ReLU(x),
        TransformerActivation.GELU => Functional.GELU(x),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "Expected ReLU or GELU."),
    };
}
