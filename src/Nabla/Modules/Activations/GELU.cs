namespace Nabla;

/// <summary>Element by element, x·Φ(x) with the normal distribution function Φ. Hendrycks and Gimpel (2016).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="tanh">Approximate Φ with a hyperbolic tangent?</param>
[Export("nn.GELU")]
public sealed class GELU(Weights w, bool tanh = false) : Module(w)
{
    /// <summary>The normal distribution itself rather than the approximation?</summary>
    internal bool IsExact => !tanh;

    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.GELU(x, tanh);
}
