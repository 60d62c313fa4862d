namespace Nabla;

/// <summary>Element by element, log(1 + e^(beta·x))/beta.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="beta">Sharpness; not 0.</param>
/// <param name="threshold">Where beta·x is above it, the function is x itself.</param>
[Export("nn.Softplus")]
public sealed class Softplus(Weights w, double beta = 1, double threshold = 20) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Softplus(x, beta, threshold);
}
