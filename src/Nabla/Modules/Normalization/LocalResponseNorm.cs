namespace Nabla;

/// <summary>Divides each channel of [N, C, ...] by a power of the mean square of its neighbours. Krizhevsky, Sutskever and Hinton (2012).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="size">Neighbouring channels, itself included.</param>
/// <param name="alpha">Factor of the mean.</param>
/// <param name="beta">Exponent.</param>
/// <param name="k">Added to the mean.</param>
[Export("nn.LocalResponseNorm")]
public sealed class LocalResponseNorm(Weights w, int size, double alpha = 1e-4, double beta = 0.75, double k = 1) : Module(w)
{
    /// <summary>x [N, C, ...] -> same shape.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.LocalResponseNorm(x, size, alpha, beta, k);
}
