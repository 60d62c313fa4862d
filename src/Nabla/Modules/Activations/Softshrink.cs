namespace Nabla;

/// <summary>Element by element, x moved towards 0 by lambda, 0 within lambda.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="lambda">Width; not negative.</param>
[Export("nn.Softshrink")]
public sealed class Softshrink(Weights w, double lambda = 0.5) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Softshrink(x, lambda);
}
