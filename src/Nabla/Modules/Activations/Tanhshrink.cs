namespace Nabla;

/// <summary>Element by element, x - tanh x.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[Export("nn.Tanhshrink")]
public sealed class Tanhshrink(Weights w) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Tanhshrink(x);
}
