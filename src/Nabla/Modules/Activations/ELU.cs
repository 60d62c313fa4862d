namespace Nabla;

/// <summary>Element by element, x above 0, alpha·(e^x - 1) elsewhere. Clevert et al. (2015).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="alpha">Limit for x to -∞ is -alpha.</param>
[Export("nn.ELU")]
public sealed class ELU(Weights w, double alpha = 1) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.ELU(x, alpha);
}
