namespace Nabla;

/// <summary>Element by element, max(x, 0).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[Export("nn.ReLU")]
public sealed class ReLU(Weights w) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.ReLU(x);
}
