namespace Nabla;

/// <summary>Element by element, min(max(x, 0), 6).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[Export("nn.ReLU6")]
public sealed class ReLU6(Weights w) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.ReLU6(x);
}
