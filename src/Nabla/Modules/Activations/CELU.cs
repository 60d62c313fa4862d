namespace Nabla;

/// <summary>Element by element, x above 0, alpha·(e^(x/alpha) - 1) elsewhere. Barron (2017).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="alpha">Limit for x to -∞ is -alpha; not 0.</param>
[Export("nn.CELU")]
public sealed class CELU(Weights w, double alpha = 1) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.CELU(x, alpha);
}
