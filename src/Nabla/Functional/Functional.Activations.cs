namespace Nabla;

public static partial class Functional
{
    /// <summary>Element by element, max(x, 0).</summary>
    [Export("nn.functional.relu")]
    public static Tensor ReLU(Tensor x) => x.Relu();

    /// <summary>Element by element, 1 / (1 + e^-x).</summary>
    [Export("nn.functional.sigmoid")]
    public static Tensor Sigmoid(Tensor x) => x.Sigmoid();

    /// <summary>Element by element, the hyperbolic tangent.</summary>
    [Export("nn.functional.tanh")]
    public static Tensor Tanh(Tensor x) => x.Tanh();
}
