namespace Nabla;

/// <summary>Element by element, x·tanh(e^x). Liu and Di (2020).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[Export("nn.TanhExp")]
public sealed class TanhExp(Weights w) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.TanhExp(x);
}
