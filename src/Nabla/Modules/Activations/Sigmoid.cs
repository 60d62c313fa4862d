namespace Nabla;

/// <summary>Element by element, 1 / (1 + e^-x).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[Export("nn.Sigmoid")]
public sealed class Sigmoid(Weights w) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Sigmoid(x);
}
