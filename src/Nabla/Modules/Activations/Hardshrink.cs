namespace Nabla;

/// <summary>Element by element, x, and 0 within [-lambda, lambda].</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="lambda">Width.</param>
[Export("nn.Hardshrink")]
public sealed class Hardshrink(Weights w, double lambda = 0.5) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Hardshrink(x, lambda);
}
