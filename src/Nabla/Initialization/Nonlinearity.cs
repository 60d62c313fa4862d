namespace Nabla;

/// <summary>What follows a layer, for the gain of its initial weights.</summary>
[Export("nn.init.Nonlinearity")]
public enum Nonlinearity
{
    /// <summary>Nothing, or a convolution.</summary>
    Linear,

    /// <summary>Sigmoid.</summary>
    Sigmoid,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>Rectifier.</summary>
    ReLU,

    /// <summary>Leaky rectifier.</summary>
    LeakyReLU,

    /// <summary>Self-normalising unit.</summary>
    SELU,
}
