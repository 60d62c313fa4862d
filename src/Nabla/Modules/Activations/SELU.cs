namespace Nabla;

/// <summary>Element by element, the self-normalising unit: ELU with fixed alpha and scale. Klambauer et al. (2017).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[Export("nn.SELU")]
public sealed class SELU(Weights w) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.SELU(x);
}
