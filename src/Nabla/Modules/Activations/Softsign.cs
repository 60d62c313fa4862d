namespace Nabla;

/// <summary>Element by element, x/(1 + |x|).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[Export("nn.Softsign")]
public sealed class Softsign(Weights w) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Softsign(x);
}
