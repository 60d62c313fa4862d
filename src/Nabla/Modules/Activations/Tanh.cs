namespace Nabla;

/// <summary>Element by element, the hyperbolic tangent.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[Export("nn.Tanh")]
public sealed class Tanh(Weights w) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Tanh(x);
}
