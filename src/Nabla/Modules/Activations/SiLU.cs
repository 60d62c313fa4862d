namespace Nabla;

/// <summary>Element by element, x·σ(x), also called swish.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[Export("nn.SiLU")]
public sealed class SiLU(Weights w) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.SiLU(x);
}
